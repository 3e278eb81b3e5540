"""What the routes of programmes must be: the catalogue names nobody, the sheet is about a keluarga here and one far away."""

from expect_registry import keluarga
from portal_routes import Expect, World

from selaras.apps.accounts import rules, services
from selaras.apps.accounts.rules import Ability, FieldClass
from selaras.apps.programmes.services import catalogue

SEEN = {"ability": Ability.SEE, "field_class": FieldClass.PROGRAMME}


def plant(world: World) -> None:
    services.identify(rules.SYSTEM)
    catalogue.seed()


ROUTES = {
    "programmes:programmes": Expect(**SEEN),
    "programmes:programme": Expect(**SEEN, kwargs={"code": "pkh"}),
    "programmes:family": Expect(Ability.SEE, FieldClass.IDENTITY, kwargs=keluarga),
}
SHOWS = {"programmes:family"}
