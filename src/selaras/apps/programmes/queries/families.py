"""One programme first: its families for one reader, and a page of families in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.queries import rules
from selaras.apps.programmes.queries.rules import Current
from selaras.apps.programmes.queries.verdicts import LAYAK, Seen, Yes
from selaras.apps.programmes.rules import catalogue, fields, judging, laying, matrix, veil
from selaras.apps.registry import queries as registry
from selaras.apps.registry.models import Keluarga, Person
from selaras.engine.eligibility import deciding
from selaras.engine.eligibility.answering import Case

Rows = npt.NDArray[np.int64]
Member = Mapping[str, Any]
VERDICTS = tuple(matrix.Verdict)


@dataclass(frozen=True)
class Row:
    """A family on a page. `row`: its number in the snapshot; `said`: of each programme asked for, what its rule says to this reader;
    `members`: of those about persons, what it says of each member the reader sees; `has`: codes of the programmes it has according to
    lists."""

    row: int
    keluarga: Keluarga
    head: Person | None
    said: Mapping[str, judging.Judged]
    has: Sequence[str]
    members: Mapping[str, tuple[tuple[Person, judging.Judged], ...]] = field(default_factory=dict)


def meant(seen: Seen, code: str, wanted: matrix.Wanted) -> Yes:
    """Families of the reader a filter means."""
    found: Yes = seen.here & veil.inside(seen.snapshot.kode_desa, [wanted.wilayah]).to_numpy()
    if wanted.hasil:
        found &= seen.outcomes[code] == VERDICTS.index(matrix.Verdict(wanted.hasil))
    if wanted.desil:
        found &= (seen.snapshot.families["desil"] == wanted.desil).fill_null(value=False).to_numpy()
    mine = seen.has[code]
    if wanted.menerima and mine is not None:
        found &= mine if wanted.menerima == "ya" else ~mine
    return found


def ordered(seen: Seen, marks: Yes, code: str = "") -> Rows:
    """Row numbers, decile 1 first, those without one last, then by village and reference. With the `code` of a programme those who are
    eligible for it come before all, those of whom it is not known next."""
    rows = np.flatnonzero(marks)
    decile = seen.snapshot.families["desil"].fill_null(matrix.MOST_DECILE + 1).to_numpy()[rows]
    outcome = seen.outcomes[code][rows] if code else np.zeros(len(rows), np.uint8)
    return rows[np.lexsort((decile, outcome))]


def told(
    seen: Seen, rows: Sequence[int], asked: Sequence[Current], on: dt.date, *, actor: access.Actor,
    ability: access.Ability = access.Ability.SEE,
) -> list[Row]:  # fmt: skip
    """These families in words, in their order; those the actor may not see (or take out) now are left out."""
    references = seen.snapshot.references[list(rows)].to_list() if len(rows) else []
    held = {
        each.reference: each
        for each in registry.visible_keluarga(actor=actor, ability=ability).filter(reference__in=references)
    }
    living = _living(seen, rows, on)
    wanted = {each.kepala for each in held.values() if each.kepala}
    if any(each.about_persons for each in asked):
        wanted |= {str(one[laying.PERSON]) for members in living.values() for one in members}
    persons = registry.visible_persons(actor=actor, ability=ability).filter(reference__in=wanted)
    named = {each.reference: each for each in persons}
    cases = _cases(seen, rows, living)
    found = []
    for row, reference in zip(rows, references, strict=True):
        if reference in held:
            hidden = fields.SENSITIVE if seen.veiled[row] or seen.partly[row] else frozenset()
            reading = _Reading(cases[row], hidden, on)
            members = {
                each.code: tuple(
                    (named[who], told)
                    for who, told in reading.of_members(each, living.get(row, ()))
                    if who in named
                )
                for each in asked
                if each.about_persons
            }
            said = {each.code: reading.of_family(each, living.get(row, ())) for each in asked}
            family = held[reference]
            found.append(Row(row, family, named.get(family.kepala or ""), said, _having(seen, row), members))
    return found


@dataclass(frozen=True)
class _Reading:
    """A family as its reader may know it, to ask rules about."""

    case: Case
    hidden: frozenset[str]
    on: dt.date

    def of_family(self, each: Current, living: Sequence[Member]) -> judging.Judged:
        if each.about_persons:
            return judging.best([told for _, told in self.of_members(each, living)])
        return judging.judge(rules.ready(each.asked, self.on), self.case, self.hidden)

    def of_members(self, each: Current, living: Sequence[Member]) -> list[tuple[str, judging.Judged]]:
        """By the reference of each member; nobody where it is not known who they are."""
        clauses, subject = rules.ready(each.asked, self.on), catalogue.SUBJECTS[each.asked.unit]
        return [
            (
                str(one[laying.PERSON]),
                judging.judge(clauses, Case(own, None, self.case.own), self.hidden, subject),
            )
            for one, own in zip(living, self.case.members or (), strict=False)
        ]


def fitting(seen: Seen, rows: Sequence[int]) -> dict[int, list[str]]:
    """Of each row the codes of the programmes it is eligible for."""
    return {row: [code for code, marks in seen.outcomes.items() if marks[row] == LAYAK] for row in rows}


def _having(seen: Seen, row: int) -> list[str]:
    return [code for code, marks in seen.has.items() if marks is not None and marks[row]]


def _living(seen: Seen, rows: Sequence[int], on: dt.date) -> dict[int, list[Member]]:
    """Members by the row of their keluarga, in the order of the tables."""
    snapshot = seen.snapshot
    around = snapshot.members.filter(snapshot.members[deciding.BELONGS].is_in(list(rows)))
    found: dict[int, list[Member]] = {}
    for member in snapshot.aged(around, on).to_dicts():
        found.setdefault(member[deciding.BELONGS], []).append(member)
    return found


def _cases(seen: Seen, rows: Sequence[int], living: Mapping[int, Sequence[Member]]) -> dict[int, Case]:
    """What the reader may know of these families, out of the tables."""
    own = (
        seen.snapshot.families[list(rows)].select(pl.col(list(fields.CATALOGUE.keluarga))).to_dicts()
        if len(rows)
        else []
    )
    found = {}
    for row, values in zip(rows, own, strict=True):
        known = frozenset() if not (seen.veiled[row] or seen.partly[row]) else fields.SENSITIVE
        members = [{k: v for k, v in each.items() if k not in known} for each in living.get(row, ())]
        shown = {k: v for k, v in values.items() if k not in known}
        found[row] = Case(shown, None if seen.partly[row] else members)
    return found
