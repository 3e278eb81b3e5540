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
_TIME = r"(?:[ T]+[0-9]{1,2}[:.][0-9]{2}.*)?"
_YEAR_FIRST = rf"^([0-9]{{4}})[-/. ]([0-9]{{1,2}})[-/. ]([0-9]{{1,2}}){_TIME}$"
_DAY_FIRST = rf"^([0-9]{{1,2}}) ?[-/., ] ?([0-9]{{1,2}}) ?[-/., ] ?([0-9]{{2,4}}){_TIME}$"
_MONTH_NAME = rf"^(?:[A-Z']+, *)?([0-9]{{1,2}})[-/. ]*([A-Z]{{3}})[A-Z]*[-/., ]*([0-9]{{2,4}}){_TIME}$"
_COMPACT = r"^([0-9]{2})([0-9]{2})([0-9]{4})$"
_COMPACT_YEAR_FIRST = r"^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})$"
_FORMS = {
    "year_first": _YEAR_FIRST,
    "day_first": _DAY_FIRST,
    "month_name": _MONTH_NAME,
    "compact": _COMPACT,
    "compact_year_first": _COMPACT_YEAR_FIRST,
}
_DAY_NUMBER = r"^([0-9]{5})(?:[.,][0-9]+)?$"
_EPOCH = pl.date(1899, 12, 30)  # day 0 of a spreadsheet from 1 March 1900 on


def read(texts: pl.Series, *, latest_year: int) -> values.Reading:
    """Dates, with a fault where a text is no date, has an impossible year, or was read with a doubt.

    latest_year  no later year is believed; two-digit years up to it belong to this century. Take the year of the
                 edition the file belongs to.

    A value beside a fault was read and should be looked at (month and day swapped, century filled in); a fault
    without a value could not be read. Years before 1900 or after `latest_year` (0202) are never values.
    """
    return values.each_once(texts, lambda distinct: _read(distinct, latest_year))


def _read(texts: pl.Series, latest_year: int) -> values.Reading:
    """Step by step: what later steps ask for again and again stands in a column by then."""
    text = pl.col("text")
    frame = texts.to_frame("text").select(values.written(text))
    frame = frame.with_columns(text.str.extract_groups(form).alias(name) for name, form in _FORMS.items())
    american = _month_first(frame["day_first"])
    frame = frame.select("text", **_parts(american=american))
    year, short = _full_year(pl.col("year"), latest_year)
    frame = frame.with_columns(year=year, short=short)
    named = pl.format("{}-{}-{}", "year", "month", "day").str.to_date("%Y-%m-%d", strict=False)
    numbered = _EPOCH + pl.duration(days=text.str.extract(_DAY_NUMBER).cast(pl.Int32))
    frame = frame.with_columns(value=pl.coalesce(named, numbered))
    # A year is judged even where the day does not exist: 31/02/0202 is a matter of the year first.
    said = pl.coalesce("year", pl.col("value").dt.year())
    frame = frame.with_columns(odd=~said.is_between(EARLIEST_YEAR, latest_year))
    fault = (
        pl.when("odd")
        .then(pl.lit(ODD_YEAR))
        .when(text.is_not_null() & pl.col("value").is_null())
        .then(pl.lit(UNREADABLE))
        .when("swapped")
        .then(pl.lit(SWAPPED))
        .when("short")
        .then(pl.lit(GUESSED_CENTURY))
    )
    found = frame.select(value=pl.when(~pl.col("odd")).then("value"), fault=fault)
    return values.Reading(found["value"], found["fault"])


def place_and_date(texts: pl.Series, *, latest_year: int) -> tuple[pl.Series, values.Reading]:
    """A column "SAMARINDA, 17-08-1978" into birth place (upper case) and birth date."""
    column = pl.col("text")
    split = texts.to_frame("text").select(
        place=values.written(column).str.extract(r"^([^\d]*?)[\s,/.\-]*(?:\d.*)?$"),
        date=column.str.extract(r"(\d.*)$"),
    )
    return values.words(split["place"]), read(split["date"], latest_year=latest_year)


def _month_first(parts: pl.Series) -> bool:
    """True where the column proves that it writes the month before the day: some 08/17/1978, no 17/08/1978."""
    first, second = pl.col("1").cast(pl.Int32), pl.col("2").cast(pl.Int32)
    seen = parts.struct.unnest().select(
        swapped=((second > 12) & (second <= 31) & (first <= 12)).any(),
        straight=((first > 12) & (first <= 31) & (second <= 12)).any(),
    )
    return bool(seen["swapped"].item()) and not bool(seen["straight"].item())


def _parts(*, american: bool) -> dict[str, pl.Expr]:
    """Day, month, year as written, and whether day and month had to change places; from the groups of _FORMS."""
    first, second = _group("day_first", 1).cast(pl.Int32), _group("day_first", 2).cast(pl.Int32)
    swapped = ((second > 12) & (first <= 12)) | (second.is_not_null() & american)
    # 17081978 has the shape of a year first, too, but never a month 01-12 in the middle.
    year_leads = (_group("compact_year_first", 2).cast(pl.Int32) <= 12).fill_null(value=False)
    name = _group("month_name", 2).replace_strict(_MONTHS, default=None, return_dtype=pl.Int32)
    forms = [
        _form("year_first", (3, 2, 1)),
        (_group("month_name", 1).cast(pl.Int32), name, _group("month_name", 3)),
        tuple(pl.when(year_leads).then(part) for part in _form("compact_year_first", (3, 2, 1))),
        tuple(pl.when(~year_leads).then(part) for part in _form("compact", (1, 2, 3))),
        (
            pl.when(swapped).then(second).otherwise(first),
            pl.when(swapped).then(first).otherwise(second),
            _group("day_first", 3),
        ),
    ]
    day, month, year = (pl.coalesce(form[place] for form in forms) for place in range(3))
    return {"day": day, "month": month, "year": year, "swapped": swapped}


def _group(form: str, number: int) -> pl.Expr:
    return pl.col(form).struct.field(str(number))


def _form(form: str, groups: tuple[int, int, int]) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    day, month, year = (_group(form, group) for group in groups)
    return day.cast(pl.Int32), month.cast(pl.Int32), year


def _full_year(text: pl.Expr, latest_year: int) -> tuple[pl.Expr, pl.Expr]:
    """Year with four digits, and whether its century had to be filled in."""
    number = text.cast(pl.Int32)
    short = text.str.len_chars() == 2
    century = pl.when(number <= latest_year % 100).then(2000).otherwise(1900)
    return pl.when(short).then(century + number).otherwise(number), short
