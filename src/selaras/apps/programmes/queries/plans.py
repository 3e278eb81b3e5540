"""Plans and who gets what in them. Plans are figures; awards name families and are narrowed by who may see these.

For what comes after a plan: `approved(programme, year)` and `queue(plan, programme)`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Count, Q, QuerySet, Sum

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.allocation import Award, Plan, PlanPaper, PlanStep
from selaras.apps.programmes.models.catalogue import Exclusion, Funding, Programme
from selaras.apps.programmes.rules import plan_overrides, plan_settings, plans, scope, words
from selaras.apps.wilayah import rules as places

SEE, IDENTITY, SENSITIVE = access.Ability.SEE, access.FieldClass.IDENTITY, access.FieldClass.SENSITIVE
# Whose work it is reads recipients of programmes whose rule asks about health or disability, too.
DUTIES = (access.Ability.PLAN, access.Ability.APPROVE)


def visible(actor: access.Actor) -> QuerySet[Plan]:
    """Plans of regions `actor` may see families of; of wider regions those that were approved."""
    scopes = access.scopes(actor, SEE, IDENTITY)
    above = {code for each in scopes if each for code in places.above(each)}
    wider = Q(state=words.PlanState.APPROVED, wilayah__in=above)
    return Plan.objects.filter(people.within(scopes, "wilayah") | wider)


def plan(reference: str, actor: access.Actor) -> Plan | None:
    """One by its reference."""
    return visible(actor).filter(reference=reference).first()


def scenarios(family: str, actor: access.Actor) -> list[Plan]:
    """Those that were asked for together, in the order they were asked for."""
    return list(visible(actor).filter(family=family).order_by("id")) if family else []


def steps(found: Plan) -> list[PlanStep]:
    """Everything that was done with a plan, oldest first."""
    return list(PlanStep.objects.filter(plan=found))


def moves(told: Iterable[PlanStep]) -> list[plans.Made]:
    """The steps as the rules take them."""
    return [plans.Made(step.act, step.by, step.digest) for step in told]


def paper(found: Plan) -> PlanPaper | None:
    """The decree of an approved plan."""
    return PlanPaper.objects.filter(plan=found).first()


def hidden(found: Plan) -> frozenset[str]:
    """Codes of its programmes whose rule asks about health or disability: being in their list tells of it."""
    return frozenset(code for code, told in found.rules.items() if told.get("sensitive"))


def readable(found: Plan, actor: access.Actor) -> dict[str, frozenset[str]]:
    """Code of each programme of a plan -> regions whose recipients are this actor's to read. Owners read those of their own agency's
    programmes, of others only who coordinates; what tells of health is read by who may know it, or whose work it is."""
    secret = hidden(found)
    agencies = dict(Programme.objects.filter(code__in=found.rules).values_list("code", "agency"))
    return {code: _regions(actor, agency, secret=code in secret) for code, agency in agencies.items()}


def _regions(actor: access.Actor, agency: str, *, secret: bool) -> frozenset[str]:
    mine = actor
    if not plan_settings.coordinates(actor.agency):
        mine = scope.answering(actor, agency) if secret else scope.narrowed(actor, agency)
    if not secret:
        return frozenset(access.scopes(mine, SEE, IDENTITY))
    held = (access.scopes(mine, ability, IDENTITY) for ability in DUTIES)
    return frozenset(access.scopes(mine, SEE, SENSITIVE)).union(*held)


def awards(found: Plan, actor: access.Actor) -> QuerySet[Award]:
    """Rows of families `actor` may see."""
    theirs: dict[frozenset[str], list[str]] = {}
    for code, regions in readable(found, actor).items():
        theirs.setdefault(regions, []).append(code)
    seen = Q(pk__in=[])
    for regions, codes in theirs.items():
        seen |= Q(programme__code__in=codes) & people.within(regions)
    return Award.objects.filter(seen, plan=found).select_related("programme")


def whole(found: Plan, actor: access.Actor, place: str) -> bool:
    """Whether every recipient of a plan in a place is theirs to read."""
    return all(
        any(access.inside(place or None, region) for region in regions)
        for regions in readable(found, actor).values()
    )


def given(found: Plan) -> list[plan_overrides.Given]:
    """Every recipient of a plan that the present context lets through."""
    rows = Award.objects.filter(plan=found, given=True)
    return [
        plan_overrides.Given(keluarga, code, programme, person, cost)
        for keluarga, code, programme, person, cost in rows.values_list(
            "keluarga", "kode_desa", "programme__code", "person", "cost"
        )
    ]


def digest(found: Plan) -> tuple[str, int]:
    """The digest of the recipients, and how many there are."""
    rows = list(
        Award.objects.filter(plan=found, given=True).values_list("programme__code", "keluarga", "person")
    )
    return plans.digest(found.reference, rows), len(rows)


def approved(programme: Programme, year: int) -> QuerySet[Award]:
    """Recipients of a programme in the approved plans of a year, of the regions the present context lets through."""
    return Award.objects.filter(
        plan__state=words.PlanState.APPROVED, plan__year=year, programme=programme, given=True
    ).order_by("plan_id", "kode_desa", "keluarga")


def approved_plans(programme: Programme, year: int) -> list[Plan]:
    """Approved plans of a year that hold a programme."""
    found = Plan.objects.filter(state=words.PlanState.APPROVED, year=year)
    return [each for each in found if programme.code in each.rules]


def queue(found: Plan, programme: Programme) -> list[Award]:
    """Who comes next for a programme, in order: eligible, not served, taken out by nobody, and free of what excludes it.

    A place in the queue of a region (`why["regional"]`) counts in that region.
    """
    waiting = Award.objects.filter(
        plan=found, programme=programme, given=False, place__gt=0, overridden=False
    ).order_by("place", "-value", "keluarga")
    rows = list(waiting)
    rivals = against([programme]).get(programme.code, frozenset())
    settings = plan_settings.of_kept(found.settings)
    wanted = [each.keluarga for each in rows]
    has: dict[str, set[str]] = {}
    held = Award.objects.filter(plan=found, given=True, keluarga__in=wanted)
    for keluarga, code in held.values_list("keluarga", "programme__code"):
        has.setdefault(keluarga, set()).add(code)
    none: set[str] = set()
    return [
        each
        for each in rows
        if not has.get(each.keluarga, none) & rivals
        and len(has.get(each.keluarga, none) - {programme.code}) < settings.most
    ]


def against(programmes: Collection[Programme]) -> dict[str, frozenset[str]]:
    """Code -> codes of all programmes it excludes."""
    wanted = {each.pk: each.code for each in programmes}
    found: dict[str, set[str]] = {code: set() for code in wanted.values()}
    rows = Exclusion.objects.filter(Q(one__in=wanted) | Q(other__in=wanted)).select_related("one", "other")
    for row in rows:
        for mine, theirs in ((row.one, row.other), (row.other, row.one)):
            if mine.pk in wanted:
                found[mine.code].add(theirs.code)
    return {code: frozenset(others) for code, others in found.items()}


def funded(year: int) -> dict[str, plan_settings.Share]:
    """What each programme has in a year, its lines of money together, by code."""
    lines: dict[str, list[plan_settings.Share]] = {}
    for row in Funding.objects.filter(year=year).select_related("programme").order_by("id"):
        share = plan_settings.Share(
            row.programme.code, row.programme.name, row.cost, row.budget, row.quota, dict(row.by_region)
        )
        lines.setdefault(share.code, []).append(share)
    return {code: plan_settings.together(found) for code, found in lines.items()}


def elsewhere(found: Plan) -> list[tuple[Plan, Mapping[str, int]]]:
    """Other approved plans of the year, each with how many shares it gives by code. Figures of the results: a plan elsewhere is
    not read row by row."""
    others = Plan.objects.filter(state=words.PlanState.APPROVED, year=found.year).exclude(pk=found.pk)
    return [(each, each.result.get("approved", {})) for each in others]


def counted(found: Plan) -> dict[str, int]:
    """Shares given by code, of the rows the present context lets through."""
    rows = Award.objects.filter(plan=found, given=True).values_list("programme__code")
    return dict(rows.annotate(n=Count("id")).order_by())


def spent(found: Plan) -> dict[str, int]:
    """Whole rupiah by code of the shares given whose cost differs by keluarga, of the rows the present context lets through."""
    rows = Award.objects.filter(plan=found, given=True).exclude(cost=None).values_list("programme__code")
    return {code: int(rupiah) for code, rupiah in rows.annotate(rupiah=Sum("cost")).order_by()}


def overridden(found: Plan, actor: access.Actor) -> list[Award]:
    """Rows that a person changed."""
    return list(awards(found, actor).filter(overridden=True).order_by("id"))


def of_family(found: Plan, keluarga: str, actor: access.Actor) -> list[Award]:
    """What a plan says of one family, what it gets first."""
    return list(awards(found, actor).filter(keluarga=keluarga).order_by("-given", "programme__name"))


def waiting(actor: access.Actor) -> list[Plan]:
    """Plans that wait for a decision of this person: proposed or reviewed, in their region, and not made by them."""
    here = people.within(access.scopes(actor, access.Ability.APPROVE, IDENTITY), "wilayah")
    states = (words.PlanState.PROPOSED, words.PlanState.REVIEWED)
    found = Plan.objects.filter(here, state__in=states).order_by("id")
    return [
        each for each in found if actor.user_id not in plans.authors(each.made_by, moves(steps(each)))
    ]  # fmt: skip


def drafts(actor: access.Actor) -> QuerySet[Plan]:
    """Plans this person made and nobody was asked to decide on."""
    return visible(actor).filter(made_by=actor.user_id, state=words.PlanState.DRAFT)
