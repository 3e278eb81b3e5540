"""Dates as offices write them.

Read: 17/08/1978, 17-8-78, 1978-08-17, 19780817, 17081978, the day number of a spreadsheet (28719), "17 Agustus 1978",
"17 Agt 78", with or without a time behind. Day before month, unless the column proves the opposite.
"""

from __future__ import annotations

import polars as pl

from selaras.engine.read import values

UNREADABLE = "tanggal_tak_terbaca"
ODD_YEAR = "tanggal_tahun_janggal"
SWAPPED = "tanggal_bulan_hari_tertukar"
GUESSED_CENTURY = "tanggal_abad_ditebak"

EARLIEST_YEAR = 1900

_MONTHS = {
    **{"JAN": 1, "FEB": 2, "PEB": 2, "MAR": 3, "MRT": 3, "APR": 4, "MEI": 5, "MAY": 5, "JUN": 6, "JUL": 7},
    **{
        "AGU": 8,
        "AGT": 8,
        "AGS": 8,
        "AUG": 8,
        "SEP": 9,
        "OKT": 10,
        "OCT": 10,
        "NOV": 11,
        "NOP": 11,
        "DES": 12,
        "DEC": 12,
    },
}
_TIME = r"(?:[ T]+\d{1,2}[:.]\d{2}.*)?"
_YEAR_FIRST = rf"^(\d{{4}})[-/. ](\d{{1,2}})[-/. ](\d{{1,2}}){_TIME}$"
_DAY_FIRST = rf"^(\d{{1,2}}) ?[-/., ] ?(\d{{1,2}}) ?[-/., ] ?(\d{{2,4}}){_TIME}$"
_MONTH_NAME = rf"^(?:[A-Z']+, *)?(\d{{1,2}})[-/. ]*([A-Z]{{3}})[A-Z]*[-/., ]*(\d{{2,4}}){_TIME}$"
_COMPACT = r"^(\d{2})(\d{2})(\d{4})$"
_COMPACT_YEAR_FIRST = r"^((?:19|20)\d{2})(\d{2})(\d{2})$"
_DAY_NUMBER = r"^(\d{5})(?:[.,]\d+)?$"
_EPOCH = pl.date(1899, 12, 30)  # day 0 of a spreadsheet from 1 March 1900 on


def read(texts: pl.Series, *, latest_year: int) -> values.Reading:
    """Dates, with a fault where a text is no date, has an impossible year, or was read with a doubt.

    latest_year  no later year is believed; two-digit years up to it belong to this century. Take the year of the
                 edition the file belongs to.

    A value beside a fault was read and should be looked at (month and day swapped, century filled in); a fault
    without a value could not be read. Years before 1900 or after `latest_year` (0202) are never values.
    """
    american = _month_first(texts)

    def parse(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
        return _parse(text, latest_year=latest_year, american=american)

    return values.by_distinct(texts, parse)


def place_and_date(texts: pl.Series, *, latest_year: int) -> tuple[pl.Series, values.Reading]:
    """A column "SAMARINDA, 17-08-1978" into birth place (upper case) and birth date."""
    column = pl.col("text")
    split = texts.to_frame("text").select(
        place=values.written(column).str.extract(r"^([^\d]*?)[\s,/.\-]*(?:\d.*)?$"),
        date=column.str.extract(r"(\d.*)$"),
    )
    return values.words(split["place"]), read(split["date"], latest_year=latest_year)


def _month_first(texts: pl.Series) -> bool:
    """True where the column proves that it writes the month before the day: some 08/17/1978, no 17/08/1978."""
    column = values.written(pl.col("text"))
    first = column.str.extract(_DAY_FIRST, 1).cast(pl.Int32)
    second = column.str.extract(_DAY_FIRST, 2).cast(pl.Int32)
    seen = (
        texts.unique()
        .to_frame("text")
        .select(
            swapped=((second > 12) & (second <= 31) & (first <= 12)).any(),
            straight=((first > 12) & (first <= 31) & (second <= 12)).any(),
        )
    )
    return bool(seen["swapped"].item()) and not bool(seen["straight"].item())


def _parse(text: pl.Expr, *, latest_year: int, american: bool) -> tuple[pl.Expr, pl.Expr]:
    day, month, year_text, swapped = _parts(text, american=american)
    year, short = _full_year(year_text, latest_year)
    named = pl.format("{}-{}-{}", year, month, day).str.to_date("%Y-%m-%d", strict=False)
    numbered = _EPOCH + pl.duration(days=text.str.extract(_DAY_NUMBER).cast(pl.Int32))
    value = pl.coalesce(named, numbered)
    # A year is judged even where the day does not exist: 31/02/0202 is a matter of the year first.
    odd = ~pl.coalesce(year, value.dt.year()).is_between(EARLIEST_YEAR, latest_year)
    fault = (
        pl.when(odd)
        .then(pl.lit(ODD_YEAR))
        .when(text.is_not_null() & value.is_null())
        .then(pl.lit(UNREADABLE))
        .when(swapped)
        .then(pl.lit(SWAPPED))
        .when(short)
        .then(pl.lit(GUESSED_CENTURY))
    )
    return pl.when(~odd).then(value), fault


def _parts(text: pl.Expr, *, american: bool) -> tuple[pl.Expr, pl.Expr, pl.Expr, pl.Expr]:
    """Day, month, year as written, and whether day and month had to change places."""
    first, second = (text.str.extract(_DAY_FIRST, group).cast(pl.Int32) for group in (1, 2))
    swapped = ((second > 12) & (first <= 12)) | (second.is_not_null() & american)
    day_first = text.str.extract(_DAY_FIRST, 3)
    # 17081978 has the shape of a year first, too, but never a month 01-12 in the middle.
    year_leads = text.str.extract(_COMPACT_YEAR_FIRST, 2).cast(pl.Int32) <= 12
    name = text.str.extract(_MONTH_NAME, 2).replace_strict(_MONTHS, default=None, return_dtype=pl.Int32)
    forms = [
        _form(text, _YEAR_FIRST, (3, 2, 1)),
        (text.str.extract(_MONTH_NAME, 1).cast(pl.Int32), name, text.str.extract(_MONTH_NAME, 3)),
        tuple(pl.when(year_leads).then(part) for part in _form(text, _COMPACT_YEAR_FIRST, (3, 2, 1))),
        tuple(
            pl.when(year_leads.fill_null(value=False).not_()).then(part)
            for part in _form(text, _COMPACT, (1, 2, 3))
        ),
        (
            pl.when(swapped).then(second).otherwise(first),
            pl.when(swapped).then(first).otherwise(second),
            day_first,
        ),
    ]
    day, month, year = (pl.coalesce(form[place] for form in forms) for place in range(3))
    return day, month, year, swapped


def _form(text: pl.Expr, pattern: str, groups: tuple[int, int, int]) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    day, month, year = (text.str.extract(pattern, group) for group in groups)
    return day.cast(pl.Int32), month.cast(pl.Int32), year


def _full_year(text: pl.Expr, latest_year: int) -> tuple[pl.Expr, pl.Expr]:
    """Year with four digits, and whether its century had to be filled in."""
    number = text.cast(pl.Int32)
    short = text.str.len_chars() == 2
    century = pl.when(number <= latest_year % 100).then(2000).otherwise(1900)
    return pl.when(short).then(century + number).otherwise(number), short
