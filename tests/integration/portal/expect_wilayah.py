"""What the routes of regions must be."""

from portal_routes import Expect

from selaras.apps.accounts.rules import Ability

HERE = {"code": "64.02"}

ROUTES = {
    "wilayah:index": Expect(),
    "wilayah:region": Expect(kwargs=HERE),
    "wilayah:boundaries": Expect(kwargs=HERE),
    "wilayah:layers": Expect(Ability.ACCEPT, kwargs=HERE),
    "wilayah:withdraw": Expect(Ability.ACCEPT, method="post", kwargs={**HERE, "layer": 1}),
}
