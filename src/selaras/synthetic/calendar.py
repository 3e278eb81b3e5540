"""Days as integers since 1970-01-01, and the dates at which the lists are taken."""

from __future__ import annotations

import datetime

import numpy as np
import polars as pl

from selaras.synthetic.columns import Ints

EPOCH = datetime.date(1970, 1, 1)
YEAR = 365.2425


def day(text: str) -> int:
    """Day number of an ISO date."""
    return (datetime.date.fromisoformat(text) - EPOCH).days


# The years between 2019 and 2026 in steps that end where a list is taken. The world is remembered at each end.
STEPS: tuple[str, ...] = (
    "2019-01-01",
    "2020-01-01",
    "2021-01-01",
    "2022-01-01",
    "2022-11-01",
    "2023-06-01",
    "2023-10-01",
    "2024-10-01",
    "2025-06-01",
    "2026-03-01",
    "2026-05-01",
    "2026-06-30",
)


def parts(days: Ints) -> tuple[Ints, Ints, Ints]:
    """Year, month and day of month of day numbers."""
    dates = pl.Series(days.astype(np.int32)).cast(pl.Date).dt
    return (
        dates.year().to_numpy().astype(np.int64),
        dates.month().to_numpy().astype(np.int64),
        dates.day().to_numpy().astype(np.int64),
    )


def from_parts(year: Ints, month: Ints, dom: Ints) -> Ints:
    """Day numbers; a day beyond the end of its month falls into the next month."""
    months = (year - 1970).astype("datetime64[Y]").astype("datetime64[M]") + (month - 1)
    return (months.astype("datetime64[D]") + (dom - 1)).astype(np.int64)


def ages(birth: Ints, today: int) -> Ints:
    """Completed years (to within a day) at `today`."""
    return np.floor((today - birth) / YEAR).astype(np.int64)


def between(rng: np.random.Generator, span: tuple[int, int], count: int) -> Ints:
    """`count` days after the first and before the second day of `span`."""
    return rng.integers(span[0] + 1, span[1], count)
