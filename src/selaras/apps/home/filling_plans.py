"""Plans of a demo: one that was approved, for what Dinas Sosial hands out, and four scenarios that wait to be compared.

Every step is a service that a page calls too, in the name of the person who would.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from selaras.apps.accounts import demo
from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.home import filling
from selaras.apps.programmes.models.allocation import Award, Plan
from selaras.apps.programmes.queries import plans as queries
from selaras.apps.programmes.rules import plan_settings
from selaras.apps.programmes.rules import plans as rules
from selaras.apps.programmes.services import plan_example, plan_overrides, plan_papers, plan_solving, plans

PLANNER, APPROVER = "perencana@demo.selaras", "penyetuju@demo.selaras"
HANDED_OUT = ("lansia", "disabilitas")
_REASON = "Keluarga pindah ke luar kabupaten, menurut laporan desa."


def fill() -> None:
    """Where the registry has families who fit something; without them nothing is made."""
    planner = filling.actor(PLANNER)
    today = timezone.localdate()
    with accounts.acting(planner):
        plan_example.fund(today)
        known = queries.funded(today.year)
    dinsos = tuple(known[code] for code in HANDED_OUT if code in known)
    others = tuple(share for code, share in sorted(known.items()) if code not in HANDED_OUT)
    approved = _reckoned("Santunan Dinas Sosial", dinsos, ("dasar",), planner, floor=0)
    if approved and approved[0].result.get("shares"):
        _approve(approved[0], planner)
    _reckoned(
        "Program perangkat daerah", others, [each.code for each in plan_settings.SCENARIOS], planner, floor=1
    )


def _reckoned(
    title: str, shares: tuple[plan_settings.Share, ...], scenarios: Sequence[str], by: access.Actor, *, floor: int
) -> list[Plan]:  # fmt: skip
    """Plans of the whole kabupaten, reckoned."""
    today = timezone.localdate()
    if not shares:
        return []
    settings = plan_settings.Settings(
        shares, plan_settings.standard(), seed=int(f"{today:%Y%m%d}"), floor=floor
    )
    with accounts.acting(by):
        asked = plans.Asked(f"{title} {today.year}", demo.KABUPATEN, today.year, settings, scenarios)
        made = plans.make(asked=asked, by=by)
    for each in made:
        plan_solving.solve(each.pk)
        each.refresh_from_db()
    return made


def _approve(row: Plan, planner: access.Actor) -> None:
    """One family less by hand, then proposed, reviewed and approved by somebody else."""
    approver, reference = filling.actor(APPROVER), row.reference
    with accounts.acting(planner):
        last = Award.objects.filter(plan=row, given=True).order_by("value", "keluarga").first()
        if last is not None:
            plan_overrides.change(award=last.pk, give=False, reason=_REASON, by=planner)
        plans.propose(reference=reference, seen=_seen(row), by=planner)
    with accounts.acting(approver):
        plans.decide(reference=reference, act=rules.Act.REVIEW, seen=_seen(row), by=approver)
        plan_papers.approve(
            reference=reference, number="400.9/CONTOH", on=timezone.localdate(), seen=_seen(row), by=approver
        )  # fmt: skip


def _seen(row: Plan) -> int:
    return rules.seen(queries.moves(queries.steps(row)))
