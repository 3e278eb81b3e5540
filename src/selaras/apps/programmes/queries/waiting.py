"""The queue of an approved plan as replacements need it, and the floors it promised to villages."""

from __future__ import annotations

from selaras.apps.programmes.models.allocation import Award, Plan
from selaras.apps.programmes.models.catalogue import Programme, Rule
from selaras.apps.programmes.models.delivery import Line
from selaras.apps.programmes.queries import plans
from selaras.apps.programmes.rules import ledger, replacing, words
from selaras.apps.programmes.rules.delivery import CycleState

GONE = (ledger.State.REPLACED, ledger.State.CANCELLED)


def given(plan: Plan, programme: Programme) -> list[replacing.Waiting]:
    """Whom an approved plan gives this programme, as earlier cycles of it have replaced them; of the regions the present context
    lets through, by village."""
    rows = plans.approved(programme, plan.year).filter(plan=plan).exclude(kode_desa=None)
    made = {(each.keluarga, each.person): each.kode_desa or "" for each in rows}
    earlier = Line.objects.filter(cycle__plan=plan, cycle__programme=programme).order_by("pk")
    for each in earlier.exclude(cycle__state=CycleState.DROPPED):
        if each.state in GONE:
            made.pop((each.keluarga, each.person), None)
        elif each.instead_of_id:
            made[each.keluarga, each.person] = each.kode_desa or ""
    found = [replacing.Waiting(0, keluarga, desa, person) for (keluarga, person), desa in made.items()]
    return sorted(found, key=lambda each: (each.kode_desa, each.keluarga, each.person))


def rule(plan: Plan, programme: Programme) -> Rule | None:
    """The version of the rule a plan was reckoned with."""
    told = (plan.rules.get(programme.code) or {}).get("rule")
    return Rule.objects.filter(pk=int(told), programme=programme).first() if told else None


def queue(plan: Plan, programme: Programme) -> list[replacing.Waiting]:
    """Who is eligible and was not served, in the order of the plan; those whose village is not known cannot be served."""
    if plan.state != words.PlanState.APPROVED:
        return []
    return [
        replacing.Waiting(each.place, each.keluarga, each.kode_desa, each.person)
        for each in plans.queue(plan, programme)
        if each.kode_desa
    ]


def floors(plan: Plan) -> dict[str, int]:
    """Village -> how many keluarga the plan was reckoned to serve there at least."""
    told = plan.result.get("floors") or {}
    return {str(village): int(least) for village, least in told.items()}


def served(plan: Plan, but: Line) -> dict[str, str]:
    """Keluarga the plan serves by any programme, with their villages, as cycles have changed it and without line `but`: who loses one
    share of several is served still."""
    awards = Award.objects.filter(plan=plan, given=True)
    lines = Line.objects.filter(cycle__plan=plan).exclude(cycle__state=CycleState.DROPPED)
    whose = ("cycle__programme_id", "keluarga", "person")
    gone = set(lines.filter(state__in=GONE).values_list(*whose))
    given_ = awards.values_list("programme_id", "keluarga", "person", "kode_desa")
    held = {row[:3]: row[3] for row in given_ if row[:3] not in gone}
    stay = lines.exclude(state__in=GONE).values_list(*whose, "kode_desa")
    held |= {(row[0], row[1], row[2]): row[3] for row in stay}
    held.pop((but.cycle.programme_id, but.keluarga, but.person), None)
    return {keluarga: desa for (_, keluarga, _), desa in held.items() if desa and desa != keluarga}
