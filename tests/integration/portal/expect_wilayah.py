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
ROUTES |= {
    "api:GET /api/v1/wilayah/": Expect(Ability.SEE),
    "api:GET /api/v1/wilayah/{code}": Expect(Ability.SEE, kwargs=HERE),
    "api:GET /api/v1/wilayah/{code}/batas": Expect(Ability.SEE, kwargs=HERE),
}
