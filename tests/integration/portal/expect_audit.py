"""What the routes of the trail must be."""

from portal_routes import Expect, World

from selaras.apps.accounts.rules import Ability
from selaras.shell import trail

FAR = "P00000000far"


def plant(world: World) -> None:
    trail.leave(trail.Mark("orang_lihat", "orang", FAR, region="94.01.01", agency="jauh"))


def _hidden(world, actor) -> list[str]:
    return [] if any(g.role == "auditor" and g.scope == "" for g in actor.grants) else [FAR]


ROUTES = {
    "audit:events": Expect(Ability.AUDIT, forbidden=_hidden),
    "audit:mine": Expect(forbidden=lambda world, actor: [FAR]),
    "audit:check": Expect(Ability.AUDIT, method="post"),
    "audit:check_state": Expect(Ability.AUDIT),
}
