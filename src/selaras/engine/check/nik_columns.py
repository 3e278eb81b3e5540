"""The 16 digits of a NIK or KK taken apart, a column at a time.

Says the same as `kernel.nik` and `kernel.kk` (a property test holds them equal), by whole-number arithmetic
instead of text: `PP KK CC DDMMYY NNNN`, day + 40 for women in a NIK; a KK carries the day it was registered, so
it has no + 40. Source of the layout: PP 40/2019 and the explanation of Ditjen Dukcapil.
"""

from __future__ import annotations

import polars as pl

from selaras.kernel.wilayah import history

WOMEN = 40
EARLIEST_KK = 1977  # Keppres 52/1977 began the registration with family cards
_SHORT_MONTHS = (4, 6, 9, 11)


def number(text: pl.Expr) -> pl.Expr:
    """The text as Int64 where it is exactly 16 ASCII digits, else null."""
    shaped: pl.Expr = pl.when(text.str.contains(r"^[0-9]{16}$")).then(text)
    return shaped.cast(pl.Int64, strict=False)


def _pair(value: pl.Expr, unit: int) -> pl.Expr:
    """Two digits, `unit` being what the second of them stands for: 10**8 for the day."""
    return ((value // unit) % 100).cast(pl.Int8)


def _ymd(century: int, year_: pl.Expr, month_: pl.Expr, day_: pl.Expr) -> pl.Expr:
    return (century + year_.cast(pl.Int32)) * 10_000 + month_.cast(pl.Int32) * 100 + day_.cast(pl.Int32)


def day_as_written(value: pl.Expr) -> pl.Expr:
    """The two digits of the day as they stand there: above 40 for a woman in a NIK."""
    return _pair(value, 10**8)


def day(value: pl.Expr) -> pl.Expr:
    """Day of birth, the + 40 of women taken off. May be an impossible day."""
    written = day_as_written(value)
    return pl.when(written > WOMEN).then(written - WOMEN).otherwise(written)


def sex(value: pl.Expr) -> pl.Expr:
    """P where the day is above 40, else L. Null where the day is impossible under both readings."""
    written = day_as_written(value)
    return (
        pl.when(written.is_between(1, 31))
        .then(pl.lit("L"))
        .when(written.is_between(WOMEN + 1, WOMEN + 31))
        .then(pl.lit("P"))
    )


def sexed_day(value: pl.Expr) -> pl.Expr:
    """True where the day is one a man's or a woman's NIK can have; null where there is no number."""
    written = day_as_written(value)
    return written.is_between(1, 31) | written.is_between(WOMEN + 1, WOMEN + 31)


def month(value: pl.Expr) -> pl.Expr:
    """Month as written. May be an impossible month."""
    return _pair(value, 10**6)


def year(value: pl.Expr) -> pl.Expr:
    """Year of birth, two digits as written: the century is not in a NIK."""
    return _pair(value, 10**4)


def possible_day(day_: pl.Expr, month_: pl.Expr, year_: pl.Expr) -> pl.Expr:
    """True where day and month exist in the year 19yy or 20yy. 29 February needs yy divisible by 4; of 1900 and
    2000 the second had one."""
    longest = (
        pl.when(month_.is_in(_SHORT_MONTHS))
        .then(pl.lit(30, dtype=pl.Int8))
        .when(month_ == 2)
        .then(pl.when(year_ % 4 == 0).then(pl.lit(29, dtype=pl.Int8)).otherwise(pl.lit(28, dtype=pl.Int8)))
        .otherwise(pl.lit(31, dtype=pl.Int8))
    )
    return month_.is_between(1, 12) & day_.is_between(1, longest)


def century_open(day_: pl.Expr, month_: pl.Expr, year_: pl.Expr, on_ymd: pl.Expr) -> pl.Expr:
    """True where the date exists and is past (on the day `on_ymd`, as 20241122) in both 19yy and 20yy."""
    only_2000 = (day_ == 29) & (month_ == 2) & (year_ == 0)
    past_in_2000s = _ymd(2000, year_, month_, day_) <= on_ymd
    return possible_day(day_, month_, year_) & ~only_2000 & past_in_2000s


def registered(day_: pl.Expr, month_: pl.Expr, year_: pl.Expr, on_ymd: pl.Expr) -> pl.Expr:
    """True where the date parts of a KK number are a day from 1977 up to the day `on_ymd` (as 20241122)."""
    in_1900s = (year_ >= EARLIEST_KK - 1900) & (_ymd(1900, year_, month_, day_) <= on_ymd)
    in_2000s = _ymd(2000, year_, month_, day_) <= on_ymd
    return possible_day(day_, month_, year_) & (in_1900s | in_2000s)


def unknown_regions(frame: pl.DataFrame, name: str) -> pl.Series:
    """The distinct first six digits (as numbers) of the numbers in column `name` that are no kecamatan, past or present."""
    prefixes = frame.lazy().select(pl.col(name) // 10**10).drop_nulls().unique().collect().to_series()
    unknown = [prefix for prefix in prefixes.to_list() if history.standing(f"{prefix:06d}") == "unknown"]
    return pl.Series(unknown, dtype=pl.Int64)
