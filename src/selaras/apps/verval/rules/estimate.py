"""What a campaign will take: families, officers' days, rupiah, the day it ends. Every assumption is said beside it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# Monday to Saturday: families are at home on Saturdays; Sundays are free.
DAYS_A_WEEK = 6


@dataclass(frozen=True, slots=True)
class Estimate:
    """`officer_days`: days of work of all officers together. `last_day`: the day the last family is visited; None where
    the calendar does not reach it. `needed`: officers that would finish by the wanted end."""

    families: int
    villages: int
    by_desa: tuple[tuple[str, int], ...]
    by_rt: int
    officer_days: int
    officers: int
    per_day: int
    days: int
    day_rate: int
    cost: int
    last_day: dt.date
    in_time: bool
    needed: int

    def kept(self) -> dict[str, Any]:
        """As it is kept with a campaign."""
        return {
            "families": self.families, "villages": self.villages, "by_desa": [list(row) for row in self.by_desa],
            "by_rt": self.by_rt, "officer_days": self.officer_days, "officers": self.officers, "per_day": self.per_day,
            "days": self.days, "day_rate": self.day_rate, "cost": self.cost, "last_day": self.last_day.isoformat(),
            "in_time": self.in_time, "needed": self.needed,
        }  # fmt: skip


def is_working(day: dt.date) -> bool:
    """Whether officers go out on a day."""
    return day.weekday() < DAYS_A_WEEK


def working_days(begins: dt.date, ends: dt.date) -> int:
    """Days on which officers go out, both ends included; 0 where the end lies before the beginning."""
    count = max((ends - begins).days + 1, 0)
    weeks, rest = divmod(count, 7)
    return weeks * DAYS_A_WEEK + sum(is_working(begins + dt.timedelta(days=n)) for n in range(rest))


def after(begins: dt.date, days: int) -> dt.date:
    """The day on which the last of `days` working days falls, the first being the first working day from `begins` on."""
    day = begins
    while not is_working(day):
        day += dt.timedelta(days=1)
    weeks, rest = divmod(max(days, 1) - 1, DAYS_A_WEEK)
    day += dt.timedelta(days=7 * weeks)
    while rest:
        day += dt.timedelta(days=1)
        rest -= is_working(day)
    return day


def estimate(
    homes: Iterable[tuple[str, str]],
    *,
    per_day: int,
    officers: int,
    day_rate: int,
    begins: dt.date,
    ends: dt.date,
) -> Estimate:
    """The estimate for families at (village, RT)."""
    by_desa: dict[str, int] = {}
    units: set[tuple[str, str]] = set()
    for desa, rt in homes:
        by_desa[desa] = by_desa.get(desa, 0) + 1
        units.add((desa, rt))
    families = sum(by_desa.values())
    officer_days = math.ceil(families / per_day)
    days = math.ceil(officer_days / officers)
    there = working_days(begins, ends)
    last = after(begins, days)
    return Estimate(
        families, len(by_desa), tuple(sorted(by_desa.items())), len(units), officer_days, officers, per_day, days, day_rate,
        officer_days * day_rate, last, last <= ends, math.ceil(officer_days / there) if there else 0,
    )  # fmt: skip
