"""All programmes for one family: what fits, what is not known yet, what does not fit and why, what is received now."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes.models.allocation import Receives
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.queries import catalogue, facts, verdicts
from selaras.apps.programmes.queries import rules as asking
from selaras.apps.programmes.rules import catalogue as written
from selaras.apps.programmes.rules import family as telling
from selaras.apps.programmes.rules import judging
from selaras.apps.registry.models import Person
from selaras.engine.eligibility.answering import Outcome
from selaras.shell import words as shell

ORDER = telling.ORDER


@dataclass(frozen=True)
class Clash:
    """Another programme a keluarga cannot have beside this one. `received`: it is received now; else it fits as well."""

    name: str
    why: str
    received: bool


@dataclass(frozen=True)
class Line:
    """One programme. `version`: number of the rule; `judged`: what it says of the keluarga, or, of a programme about persons, of the
    member nearest to it; `members`: then what it says of each; `lists`: names of the lists that say it is received, with edition or
    day where known, None where no list of ours tells of this programme; `clashes`: programmes received now or fitting too that
    exclude it."""

    programme: Programme
    version: int
    judged: judging.Judged
    lists: tuple[str, ...] | None
    clashes: tuple[Clash, ...]
    members: tuple[tuple[Person, judging.Judged], ...] = ()

    @property
    def verdict(self) -> str:
        """layak, belum_tahu, tidak_layak"""
        return self.judged.outcome.value.replace(" ", "_")

    @property
    def reasons(self) -> tuple[telling.Plain, ...]:
        """Why, as the family reads it; of a programme about persons `groups` tells it."""
        return () if self.members else telling.shown(self.judged)

    @functools.cached_property
    def groups(self) -> tuple[telling.Group, ...]:
        """The members by what the rule says of them, by the names this reader sees."""
        return telling.groups([(each.nama or each.reference, said) for each, said in self.members])

    @property
    def nearest(self) -> telling.Plain | None:
        """The first reason in a line: of a programme about persons what all of them have in common, as far as there is that."""
        told = self.groups[0].reasons if len(self.groups) == 1 else telling.shown(self.judged)
        return told[0] if told else None

    @property
    def fitting(self) -> tuple[str, ...]:
        """Names of the members whom it fits."""
        return tuple(name for group in self.groups if group.outcome is Outcome.LAYAK for name in group.names)


@dataclass(frozen=True)
class Answer:
    """A family with all programmes, ranked as rules.family.rank says, by name within."""

    facts: facts.Facts
    on: dt.date
    lines: tuple[Line, ...]

    def of(self, outcome: Outcome) -> Sequence[Line]:
        """Those with this outcome."""
        return [line for line in self.lines if line.judged.outcome is outcome]

    @property
    def wanted(self) -> list[tuple[str, str, int]]:
        """Answers that are missing, with where they will be asked and how many programmes wait for each."""
        return telling.wanted([said for _, said in line.members] or [line.judged] for line in self.lines)


def answer(reference: str, actor: accounts.Actor, on: dt.date) -> Answer | None:
    """What the rules valid on a day say of a present family to this reader; None where it is not there or not theirs to see."""
    found = facts.case(reference, actor, on)
    if found is None:
        return None
    current = asking.programmes(on)
    members = {each.programme.pk: _members(each, found, on) for each in current if each.about_persons}
    judged = {
        each.programme.pk: judging.best([said for _, said in members[each.programme.pk]])
        if each.about_persons
        else judging.judge(asking.ready(each.asked, on), found.case, found.hidden)
        for each in current
    }
    lists = _lists(current, found, actor, on)
    fits = {pk for pk, each in judged.items() if each.outcome is Outcome.LAYAK}
    clashes = _clashes(judged, {pk for pk, names in lists.items() if names}, fits)
    lines = [
        Line(
            each.programme,
            each.rule.number,
            judged[each.programme.pk],
            lists[each.programme.pk],
            clashes.get(each.programme.pk, ()),
            members.get(each.programme.pk, ()),
        )
        for each in current
    ]
    lines.sort(
        key=lambda line: (
            telling.rank(line.judged, received=bool(line.lists), clashes=bool(line.clashes)),
            line.programme.name,
        )
    )
    return Answer(found, on, tuple(lines))


def _members(
    each: asking.Current, found: facts.Facts, on: dt.date
) -> tuple[tuple[Person, judging.Judged], ...]:
    """What a rule about persons says of each member."""
    clauses, subject = asking.ready(each.asked, on), written.SUBJECTS[each.asked.unit]
    return tuple(
        (person, judging.judge(clauses, case, found.hidden, subject)) for person, case in found.persons
    )


def _lists(
    current: Sequence[asking.Current], found: facts.Facts, actor: accounts.Actor, on: dt.date
) -> dict[int, tuple[str, ...] | None]:
    """By programme who says it is received: lists of the registry with their edition, and lists the owners brought with their day."""
    brought = _brought(found.keluarga.reference, verdicts.others_own(actor, current), on)
    told: dict[int, tuple[str, ...] | None] = {}
    for each in (one.programme for one in current):
        origin = found.case.origins.get(("", each.receives))
        names = telling.dated(found.receives.get(each.receives, ()), origin.source if origin else "")
        names += tuple(brought.get(each.pk, ()))
        told[each.pk] = names if each.receives or names else None
    return told


def _brought(reference: str, apart: Q, on: dt.date) -> dict[int, list[str]]:
    """Of lists that agencies brought, but for those that are not this reader's to read by family."""
    told: dict[int, list[str]] = {}
    rows = Receives.objects.filter(verdicts.standing(on), keluarga=reference).select_related("programme")
    for row in rows.exclude(apart):
        since = f" sejak {shell.long_date(row.since)}" if row.since else ""
        told.setdefault(row.programme_id, []).append(f"daftar {row.programme.owner_name}{since}")
    return told


def _clashes(
    judged: Mapping[int, judging.Judged], received: set[int], fits: set[int]
) -> dict[int, tuple[Clash, ...]]:
    """By programme what it cannot be had with, among what is received and what fits too."""
    told: dict[int, tuple[Clash, ...]] = {}
    for one, other, why in catalogue.pairs():
        for each, against in ((one, other), (other, one)):
            counts = against.pk in received or (against.pk in fits and each.pk in fits)
            if counts and each.pk in judged and each.pk not in received:
                told[each.pk] = (*told.get(each.pk, ()), Clash(against.name, why, against.pk in received))
    return told
