"""Plans of a made-up kabupaten: money for some programmes, people who plan and who approve."""

import dataclasses
import datetime as dt

from selaras.apps.accounts import queries, rules
from selaras.apps.accounts import services as accounts
from selaras.apps.accounts.models import Agency, User
from selaras.apps.programmes.models.allocation import Award, Plan
from selaras.apps.programmes.models.catalogue import Funding, Programme
from selaras.apps.programmes.queries import plans as reading
from selaras.apps.programmes.rules import plan_settings
from selaras.apps.programmes.services import plan_overrides, plan_papers, plan_solving, plans

YEAR = 2026
# code -> (rupiah a family, shares there is money for)
MONEY = {
    "pkh": (3_000_000, 12),
    "sembako": (2_400_000, 10),
    "pondok-pangan": (1_200_000, 8),
    "jamban": (5_000_000, 6),
}
REASON = "musyawarah desa mengusulkannya"


def money(found: dict[str, tuple[int, int]] = MONEY) -> None:
    """Lines of money of the year."""
    for code, (cost, shares) in found.items():
        Funding.objects.create(
            programme=Programme.objects.get(code=code), year=YEAR, line="APBD", source="apbd", budget=cost * shares, cost=cost
        )  # fmt: skip


def coordinator(make_actor, role: str = "pemilik_program", **more) -> rules.Actor:
    """Somebody of the agency that plans across agencies."""
    office, _ = Agency.objects.get_or_create(
        code="bappeda", defaults={"name": "Bappeda uji", "kind": "opd", "scope": "64.02"}
    )
    made = make_actor(role, **more)
    User.objects.filter(pk=made.user_id).update(agency=office)
    found = queries.actor(made.user_id, purpose="perencanaan")
    assert found is not None
    return found


def settings(**more) -> plan_settings.Settings:
    """All programmes that have money, as their lines say."""
    shares = tuple(reading.funded(YEAR)[code] for code in sorted(more.pop("codes", MONEY)))
    return plan_settings.Settings(shares, plan_settings.standard(), seed=20261122, **more)


def made(by: rules.Actor, asked: plan_settings.Settings | None = None, scenarios=("dasar",)) -> list[Plan]:
    """Plans that were reckoned."""
    accounts.identify(by)
    wanted = plans.Asked("Rencana uji", "64.02", YEAR, asked or settings(), scenarios)
    rows = plans.make(asked=wanted, by=by)
    for row in rows:
        plan_solving.solve(row.pk)
        accounts.identify(by)
        row.refresh_from_db()
    return rows


def seen(row: Plan) -> int:
    """How many steps its page would show."""
    return len(reading.steps(row))


def override(row: Plan, award: Award, by: rules.Actor, *, give: bool) -> Award:
    """A change by hand with a reason."""
    return plan_overrides.change(award=award.pk, give=give, reason=REASON, by=by)


def approved(row: Plan, planner: rules.Actor, approver: rules.Actor):
    """The whole way."""
    plans.propose(reference=row.reference, seen=seen(row), by=planner)
    accounts.identify(approver)
    plans.decide(reference=row.reference, act=plans.plans.Act.REVIEW, seen=seen(row), by=approver)
    found = plan_papers.approve(
        reference=row.reference, number="400/1/2026", on=dt.date(2026, 11, 20), seen=seen(row), by=approver
    )
    row.refresh_from_db()
    return found


def elsewhere(actor: rules.Actor, scope: str) -> rules.Actor:
    """The same person for another region."""
    return dataclasses.replace(actor, grants=tuple(rules.Grant(each.role, scope) for each in actor.grants))
