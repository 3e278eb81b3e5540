"""How far a campaign is, as figures: of how many, at which pace, and what of it anybody may read."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from selaras.apps.discrepancies import rules as published
from selaras.apps.verval.rules import estimate

# The pace is that of the last so many days.
WINDOW = 7


@dataclass(frozen=True, slots=True)
class Tally:
    """Targets of a place or an officer. None: so few that they are not to be told. `code`: region, RT or user."""

    code: str
    total: int | None
    visited: int | None
    assigned: int | None
    waiting: int | None
    name: str = ""

    @property
    def share(self) -> float | None:
        """The part that was visited."""
        return published.share(self.visited, self.total)

    @property
    def open(self) -> int | None:
        """Not yet visited."""
        return None if self.total is None or self.visited is None else max(self.total - self.visited, 0)

    @property
    def weak(self) -> bool:
        """Whether a share of so few says little."""
        return self.total is not None and self.total < published.WEAK

    def public(self) -> Tally:
        """The same as anybody may read it: rounded to five, nothing under ten."""
        shown = [published.published(n) for n in (self.total, self.visited, self.assigned, self.waiting)]
        return Tally(self.code, shown[0], shown[1], shown[2], shown[3], self.name)


@dataclass(frozen=True, slots=True)
class Pace:
    """Visits a working day lately, and what follows from it. `days_left`, `until`: None where nobody went out lately."""

    visits: int
    days: int
    per_day: float
    days_left: int | None
    until: dt.date | None
    in_time: bool | None


def pace(by_day: Mapping[dt.date, int], left: int, today: dt.date, begun: dt.date, ends: dt.date) -> Pace:
    """The pace of the last seven days, as far as the campaign had begun. `by_day`: families visited on each day."""
    first = max(today - dt.timedelta(days=WINDOW - 1), begun)
    visits = sum(count for day, count in by_day.items() if first <= day <= today)
    days = max(estimate.working_days(first, today), 1)
    per_day = visits / days
    if not left:
        return Pace(visits, days, per_day, days_left=0, until=today, in_time=True)
    if not visits:
        return Pace(0, days, 0.0, None, None, None)
    needed = math.ceil(left / per_day)
    until = estimate.after(today + dt.timedelta(days=1), needed)
    return Pace(visits, days, per_day, needed, until, until <= ends)


def summed(rows: Sequence[Tally], code: str = "") -> Tally:
    """All of them together. Totals are rounded on their own, so this sums figures that are not rounded."""
    return Tally(
        code, sum(r.total or 0 for r in rows), sum(r.visited or 0 for r in rows), sum(r.assigned or 0 for r in rows),
        sum(r.waiting or 0 for r in rows),
    )  # fmt: skip


def per_hundred(part: int, whole: int) -> float | None:
    """How many of a hundred; None where there is no whole."""
    return 100 * part / whole if whole else None
