"""Measures of programmes from what was counted: coverage, errors of targeting against visits, days from decision to delivery."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selaras.apps.verval.rules import labels
from selaras.kernel import measures

# What a visit found that says: this family should have it. Everything else that was settled says it should not.
SHOULD = frozenset({"layak"})
# What says nothing of need: nobody was met or answered, or the household has to be asked anew after a death.
SILENT = frozenset({"menolak", "tidak_ditemukan", "meninggal_ahli_waris"})
# Under this size a rate is said to be weak.
WEAK = 30


@dataclass(frozen=True, slots=True)
class Errors:
    """Targeting against visits. `visited`: families with a finding that tells of need; `exclusion`: of those who should, who is not
    served; `inclusion`: of those served, who should not be; None where the group is empty."""

    visited: int
    should: int
    served: int
    exclusion: measures.Share | None
    inclusion: measures.Share | None


def errors(found: Iterable[tuple[str, bool]]) -> Errors:
    """From (outcome of the visit, whether the family is served) of every family with a settled finding, each once."""
    told = [(outcome in SHOULD, served) for outcome, served in found if outcome not in SILENT]
    should, served = sum(s for s, _ in told), sum(s for _, s in told)
    missed = sum(s and not has for s, has in told)
    wrong = sum(has and not s for s, has in told)
    return Errors(len(told), should, served, measures.share(missed, should), measures.share(wrong, served))


@dataclass(frozen=True, slots=True)
class Days:
    """How long it took, in whole days: half of them no longer than `median`, nine of ten no longer than `most`."""

    n: int
    median: int
    most: int
    longest: int


def days(spans: Iterable[tuple[dt.date, dt.date]]) -> Days | None:
    """From (decided, delivered); None of none. A delivery recorded before its decision counts as the same day."""
    found = sorted(max((end - begin).days, 0) for begin, end in spans)
    if not found:
        return None
    return Days(len(found), _at(found, 0.5), _at(found, 0.9), found[-1])


def _at(ordered: Sequence[int], share: float) -> int:
    """The least of them that this share does not exceed."""
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


assert set(labels.OUTCOMES) >= SHOULD | SILENT, "outcomes are those of verval"
