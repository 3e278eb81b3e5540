"""Numbers and RT/RW as offices write them.

A figure of a table has a decimal comma and dots between thousands (1.234,5); a number cell has neither (1234.5).
Which of the two a text like "1.234" is, only the kind of cell can tell.
"""

from __future__ import annotations

import polars as pl

from selaras.engine.read import sheet, values

AMBIGUOUS = "angka_taksa"

_FOOTNOTE = r"(?:\s*(?:\*+|\d+\)|[A-Z]\)|R|\^\w))+$"
_THOUSANDS = r"^[+\-]?\d{1,3}(?:\.\d{3})+$"
_ENGLISH = r"^[+\-]?\d{1,3}(?:,\d{3})+\.\d+$"
_LOCAL = r"^[+\-]?\d{1,3}(?:\.\d{3})*,\d+$|^[+\-]?\d+,\d+$"
_PLAIN = r"^[+\-]?\d+(?:\.\d+)?(?:E[+\-]?\d+)?$"


def decimal(texts: pl.Series, kinds: sheet.Kinds | None = None) -> values.Reading:
    """Float64. "1.234,5", "Rp 6.670.000", "12,3 %", "7,61*". "-", "..." and NA are null without a fault.

    kinds  of the column: with number cells only, "1.234" is one and a bit; with text only, it is over a thousand;
           with both, or unknown, it is null with the fault `angka_taksa` only where both kinds occur
    """
    numeric = kinds is not None and kinds.number > 0
    textual = kinds is None or kinds.text > 0

    def parse(bare: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
        grouped = bare.str.contains(_THOUSANDS)
        undecided = grouped & bare.str.count_matches(".", literal=True).eq(1) & numeric & textual
        plain = (
            pl.when(grouped & (not numeric or bare.str.count_matches(".", literal=True).gt(1)))
            .then(bare.str.replace_all(".", "", literal=True))
            .when(undecided)
            .then(None)
            .when(bare.str.contains(_LOCAL))
            .then(bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
            .when(bare.str.contains(_ENGLISH))
            .then(bare.str.replace_all(",", "", literal=True))
            .when(bare.str.contains(_PLAIN))
            .then(bare)
        )
        value = plain.cast(pl.Float64, strict=False)
        fault = pl.when(undecided).then(pl.lit(AMBIGUOUS)).otherwise(values.failed(bare, value))
        return value, fault

    return values.by_distinct(texts, parse, bare=_bare)


def _bare(text: pl.Expr) -> pl.Expr:
    """Without currency, unit, footnote and spaces, and with a plain minus."""
    bare = text.str.replace(r"^RP\.?\s*", "").str.replace(r"\s*%$", "").str.replace(_FOOTNOTE, "")
    return bare.str.replace_all(r"[\s\u00a0]", "").str.replace(r"^[−–]", "-").str.replace(r",-$", "")


_COUNTED = r"(?i)^\s*(\d[\d.]*)\s*(?:orang|jiwa|org|ekor|kali|bulan|tahun|thn|va|watt)\.?\s*$"


def integer(texts: pl.Series, kinds: sheet.Kinds | None = None) -> values.Reading:
    """Int64; "3", "3.0", "1.250" (text), "3 orang". A number with a fraction is a fault."""
    return values.each_once(texts, lambda distinct: _whole(distinct, kinds))


def _whole(texts: pl.Series, kinds: sheet.Kinds | None) -> values.Reading:
    figures = decimal(texts.str.replace(_COUNTED, "$1"), kinds)
    table = pl.DataFrame({"value": figures.value, "fault": figures.fault}).select(
        value=pl.when(pl.col("value") == pl.col("value").round())
        .then(pl.col("value"))
        .cast(pl.Int64, strict=False),
        fault=pl.when(pl.col("value") != pl.col("value").round())
        .then(pl.lit(values.UNREADABLE))
        .otherwise(pl.col("fault")),
    )
    return values.Reading(table["value"], table["fault"])


_PAIR = r"^(?:RT\W*RW\W*)?([0-9]{1,3}|-+)\s*[/\-|,.]\s*([0-9]{1,3}|-+)$"
_NUMBER = r"^([0-9]{1,3})(?:[.,]0+)?$"


def rt_rw(texts: pl.Series) -> tuple[values.Reading, values.Reading]:
    """RT and RW (Int16) out of one column: "003/001", "RT 03 RW 01", "RT.3", "RT.003 RW -", "RT/RW 3/1", "003".

    A number alone is the RT. 000 and - are null without a fault.
    """
    return _part(texts, "RT", 1), _part(texts, "RW", 2)


def rt(texts: pl.Series) -> values.Reading:
    """RT out of a column of its own, or out of a joint one."""
    return _part(texts, "RT", 1)


def rw(texts: pl.Series) -> values.Reading:
    """RW out of a column of its own: "001", "RW 1". A pair gives its second number."""

    def parse(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
        found = pl.coalesce(*_written(text, "RW", 2), text.str.extract(_NUMBER))
        return _answer(text, found, understood=text.str.contains(r"^\W*R[TW]\b"))

    return values.by_distinct(texts, parse)


def _part(texts: pl.Series, label: str, group: int) -> values.Reading:
    other = r"\bRW\W*(?:\d|-)" if label == "RT" else r"\bRT\W*(?:\d|-)|^\d{1,3}(?:[.,]0+)?$"

    def parse(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
        alone = [text.str.extract(_NUMBER)] if label == "RT" else []
        found = pl.coalesce(*_written(text, label, group), *alone)
        return _answer(
            text, found, understood=text.str.contains(other) | text.str.contains(r"^\W*RT\W*RW\W*$")
        )

    return values.by_distinct(texts, parse)


def _written(text: pl.Expr, label: str, group: int) -> list[pl.Expr]:
    return [
        text.str.extract(_PAIR, group),
        text.str.extract(r"RT\W*RW\W*([0-9]{1,3})\D+([0-9]{1,3})", group),
        text.str.extract(r"^RT\W*([0-9]{1,3})\s*[/\-]\s*([0-9]{1,3})$", group),
        text.str.extract(rf"{label}[\s.:,/]*([0-9]{{1,3}}|-)(?:\D|$)"),
    ]


def _answer(text: pl.Expr, digits: pl.Expr, *, understood: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    number = digits.cast(pl.Int16, strict=False)
    nothing = digits.is_not_null() | understood
    fault = pl.when(text.is_not_null() & ~nothing.fill_null(value=False)).then(pl.lit(values.UNREADABLE))
    return pl.when(number > 0).then(number), fault
