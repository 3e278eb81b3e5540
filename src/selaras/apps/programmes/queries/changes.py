"""Families as a build knew them and as they are known now: what a list is held against before money goes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from selaras.apps.programmes.models.allocation import Receives
from selaras.apps.programmes.models.catalogue import Exclusion
from selaras.apps.programmes.models.delivery import Cycle, Line
from selaras.apps.programmes.queries import received, verdicts
from selaras.apps.programmes.rules import changes as rules
from selaras.apps.programmes.rules import delivery, ledger, plan_settings
from selaras.apps.registry.models import Build, Keluarga, Person
from selaras.apps.registry.queries import as_known

_GONE = (ledger.State.REPLACED, ledger.State.CANCELLED)
_MOST = 2000


def newest() -> int:
    """The build that is active; 0 before the first."""
    found = Build.objects.filter(state=Build.ACTIVE).values_list("number", flat=True).first()
    return int(found or 0)


def troubles(cycle: Cycle, lines: Sequence[Line]) -> dict[int, list[rules.Trouble]]:
    """What keeps each line back by the newest build, and by what else its family was to get; only lines with any."""
    made: dict[int, list[rules.Trouble]] = defaultdict(list)
    for build in sorted({each.build for each in lines}):
        some = [each for each in lines if each.build == build]
        for begin in range(0, len(some), _MOST):
            _compare(some[begin : begin + _MOST], build, made)
    references = [each.keluarga for each in lines]
    against = excluding(cycle)
    doubled, excluded = _elsewhere(cycle, against, lines)
    listed = received.by_lists(against, _renewed(cycle), references)
    for each in lines:
        if (each.person or each.keluarga) in doubled:
            made[each.pk].append(rules.Trouble.DOUBLED)
        if each.keluarga in excluded:
            made[each.pk].append(rules.Trouble.EXCLUDED)
        if each.keluarga in listed:
            made[each.pk].append(rules.Trouble.LISTED)
    return {key: found for key, found in made.items() if found}


def _compare(lines: Sequence[Line], build: int, made: dict[int, list[rules.Trouble]]) -> None:
    # A village does not move, split or die.
    lines = [each for each in lines if each.keluarga != each.kode_desa]
    references = [each.keluarga for each in lines]
    before, now = _families(references, build), _families(references, None)
    members = {person for family in before.values() for person in family.members}
    people = Person.objects.filter(build_to=None, reference__in=members).values_list("reference", "keluarga")
    where = dict(people)
    for each in lines:
        was = before.get(each.keluarga)
        moved = frozenset(
            person
            for person in (was.members if was else ())
            if where.get(person) is not None and where[person] != each.keluarga
        )
        made[each.pk] += rules.found(each.person, was, now.get(each.keluarga), moved)


def _families(references: Iterable[str], build: int | None) -> dict[str, rules.Family]:
    wanted = set(references)
    members: dict[str, dict[str, str]] = defaultdict(dict)
    people: QuerySet[Any] = as_known(Person.objects.filter(keluarga__in=wanted), build)
    for keluarga, reference, status in people.values_list("keluarga", "reference", "status"):
        members[keluarga][reference] = status or ""
    homes = as_known(Keluarga.objects.filter(reference__in=wanted), build)
    return {
        reference: rules.Family(kode_desa, head or "", members.get(reference, {}))
        for reference, kode_desa, head in homes.values_list("reference", "kode_desa", "kepala")
    }


def listed(cycle: Cycle, references: Iterable[str]) -> Mapping[str, list[str]]:
    """What the lists of the registry say these keluarga receive that excludes the programme of a cycle, in words."""
    return received.by_lists(excluding(cycle), _renewed(cycle), references)


def excluding(cycle: Cycle) -> set[int]:
    """Programmes (primary keys) that exclude that of a cycle."""
    pairs = Exclusion.objects.filter(Q(one=cycle.programme_id) | Q(other=cycle.programme_id))
    return {one if one != cycle.programme_id else other for one, other in pairs.values_list("one", "other")}


def _elsewhere(cycle: Cycle, against: set[int], lines: Sequence[Line]) -> tuple[set[str], set[str]]:
    """Who is in another cycle of this programme, period and tranche, a person under whatever keluarga; keluarga with a programme it
    excludes."""
    wanted, persons = {each.keluarga for each in lines}, {each.person for each in lines if each.person}
    others = (
        Line.objects.filter(Q(keluarga__in=wanted) | Q(person__in=persons))
        .exclude(cycle=cycle)
        .exclude(state__in=_GONE)
    )
    others = others.filter(cycle__state__in=(delivery.CycleState.FROZEN, delivery.CycleState.CLOSED))
    same = Q(cycle__programme=cycle.programme_id, cycle__period=cycle.period, cycle__tranche=cycle.tranche)
    found = others.filter(same).values_list("keluarga", "person")
    doubled = {person or keluarga for keluarga, person in found}
    if not against:
        return doubled, set()
    year = Q(cycle__period__startswith=cycle.period[:4], cycle__programme__in=against)
    excluded = set(others.filter(year, keluarga__in=wanted).values_list("keluarga", flat=True))
    return doubled, excluded | _listed(cycle, against, wanted)


def _listed(cycle: Cycle, against: Iterable[int], wanted: Iterable[str]) -> set[str]:
    """Keluarga that lists of agencies say have one of these programmes today. What the plan of the cycle gives anew was weighed
    inside it, and is not held against a family."""
    found = Receives.objects.filter(
        verdicts.standing(timezone.localdate()), programme__in=against, keluarga__in=wanted
    )
    return set(found.exclude(programme__code__in=_renewed(cycle)).values_list("keluarga", flat=True))


def _renewed(cycle: Cycle) -> list[str]:
    plan = cycle.plan
    return list(plan.rules) if plan is not None and plan_settings.of_kept(plan.settings).renew else []


def beside(cycle: Cycle, references: Iterable[str]) -> list[tuple[str, int]]:
    """(name of another programme, keluarga of this list that have it in the same year), most first."""
    found = Line.objects.filter(
        keluarga__in=set(references), cycle__period__startswith=cycle.period[:4],
        cycle__state__in=(delivery.CycleState.FROZEN, delivery.CycleState.CLOSED),
    ).exclude(cycle__programme=cycle.programme_id).exclude(state__in=_GONE)  # fmt: skip
    held: dict[str, set[str]] = defaultdict(set)
    for name, keluarga in found.values_list("cycle__programme__name", "keluarga"):
        held[name].add(keluarga)
    return sorted(((name, len(each)) for name, each in held.items()), key=lambda pair: (-pair[1], pair[0]))
