"""A few families or persons out of the table, each with every programme and its reasons: the page of a family, the sheet it is given,
a page of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from selaras.engine.eligibility import answering, wording
from selaras.engine.eligibility.checking import Subject
from selaras.engine.eligibility.deciding import BELONGS, Decided, Registry
from selaras.engine.eligibility.programme import Programme, Unit

Origins = Mapping[tuple[str, str], answering.Origin]


@dataclass(frozen=True, slots=True)
class Told:
    """What a programme says of one family or person. `reasons`: of every clause, in order."""

    programme: Programme
    verdict: answering.Verdict
    reasons: tuple[wording.Reason, ...]

    @property
    def against(self) -> tuple[wording.Reason, ...]:
        """Why not."""
        return tuple(reason for reason in self.reasons if reason.holds is False)

    @property
    def open(self) -> tuple[wording.Reason, ...]:
        """What is not known yet."""
        return tuple(reason for reason in self.reasons if reason.holds is None)


def of_keluarga(
    registry: Registry,
    decided: Sequence[Decided],
    rows: Sequence[int],
    origins: Mapping[int, Origins] | None = None,
) -> dict[int, list[Told]]:
    """Row of a family -> what each programme about a keluarga says of it. `origins`: row -> where its values come from."""
    asked = [each for each in decided if each.programme.unit is Unit.KELUARGA]
    own = registry.families[list(rows)].to_dicts()
    members = _members(registry, rows)
    subject = Subject(registry.catalogue)
    return {
        row: [
            told(each, answering.Case(values, members.get(row), None, (origins or {}).get(row, {})), subject)
            for each in asked
        ]
        for row, values in zip(rows, own, strict=True)
    }


def of_persons(registry: Registry, decided: Sequence[Decided], rows: Sequence[int]) -> dict[int, list[Told]]:
    """Row of a member -> what each programme about a person says."""
    asked = [each for each in decided if each.programme.unit is Unit.PERSON]
    own = registry.members[list(rows)].to_dicts()
    around = registry.families[[int(values[BELONGS]) for values in own]].to_dicts()
    subject = Subject(registry.catalogue, person=True)
    return {
        row: [told(each, answering.Case(values, None, keluarga), subject) for each in asked]
        for row, values, keluarga in zip(rows, own, around, strict=True)
    }


def told(decided: Decided, case: answering.Case, subject: Subject) -> Told:
    """One programme for one case."""
    verdict = answering.judge(decided.clauses, case)
    return Told(
        decided.programme, verdict, tuple(wording.reason(finding, subject) for finding in verdict.findings)
    )


def _members(registry: Registry, rows: Sequence[int]) -> dict[int, list[dict[str, answering.Answer]]]:
    belongs = registry.members[BELONGS]
    wanted = pl.Series(sorted(rows), dtype=belongs.dtype)
    starts = belongs.search_sorted(wanted, "left")
    ends = belongs.search_sorted(wanted, "right")
    return {
        int(row): registry.members[start:end].to_dicts()
        for row, start, end in zip(wanted, starts, ends, strict=True)
        if end > start
    }
