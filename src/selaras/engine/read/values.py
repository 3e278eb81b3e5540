"""Columns of cell text into typed columns, vectorised.

Every parser takes a String series and gives a `Reading`: the values, and beside them the code of a finding wherever
something was written that could not be read, or could be read only with a doubt. Nothing is guessed: an unreadable
text becomes null with a code, never a default. Work is done once per distinct text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

UNREADABLE = "nilai_tak_terbaca"
UNKNOWN_CODE = "kode_tak_dikenal"

# What offices write into a cell that has nothing to say. Compared in upper case.
NOTHING = (
    "",
    "-",
    "--",
    "---",
    "–",
    "—",
    ".",
    "..",
    "...",
    "…",
    "NULL",
    "NA",
    "N/A",
    "#N/A",
    "NAN",
    "NONE",
    "NIHIL",
    "KOSONG",
)

_SEX = {
    **dict.fromkeys(
        ("L", "LK", "LKI", "LAKI", "LAKI LAKI", "LAKI2", "LAKILAKI", "PRIA", "M", "MALE", "COWOK", "1"), "L"
    ),
    **dict.fromkeys(
        ("P", "PR", "PRP", "PEREMPUAN", "PEREMPUN", "WANITA", "W", "F", "FEMALE", "CEWEK", "2"), "P"
    ),
}
_YES = ("YA", "Y", "YES", "ADA", "TRUE", "BENAR", "V", "✓", "✔", "√", "SUDAH", "PUNYA", "TERIMA", "PENERIMA")
_NO = (
    "TIDAK",
    "TDK",
    "TDAK",
    "T",
    "N",
    "NO",
    "FALSE",
    "SALAH",
    "TIDAK ADA",
    "BELUM",
    "BUKAN",
    "TIDAK PUNYA",
    "BUKAN PENERIMA",
)
ONE_ZERO: Mapping[str, bool] = {"1": True, "0": False}
ONE_TWO: Mapping[str, bool] = {"1": True, "2": False}


@dataclass(frozen=True, slots=True)
class Reading:
    """`value`: typed, null where nothing was read. `fault`: String, code of a finding or null. Same length."""

    value: pl.Series
    fault: pl.Series

    @property
    def unreadable(self) -> pl.Series:
        """True where something was written and nothing could be read."""
        return self.value.is_null() & self.fault.is_not_null()


Parser = Callable[[pl.Expr], tuple[pl.Expr, pl.Expr]]
"""From an expression of squeezed, upper-case, non-empty text (or null) to value and fault."""


def squeeze(text: pl.Expr) -> pl.Expr:
    """Spaces of every kind folded into one and trimmed; the apostrophe Excel puts before text taken off; "" is null."""
    folded = text.str.replace_all(r"[\s\u200b\u200c\u200d\ufeff]+", " ").str.strip_chars(" ")
    folded = folded.str.strip_prefix("'").str.strip_chars(" ")
    return pl.when(folded != "").then(folded)


def written(text: pl.Expr) -> pl.Expr:
    """Squeezed, upper case, and null for everything that only says "nothing"."""
    upper = squeeze(text).str.to_uppercase()
    return pl.when(~upper.is_in(NOTHING)).then(upper)


def by_distinct(
    texts: pl.Series, parse: Parser, *, bare: Callable[[pl.Expr], pl.Expr] | None = None
) -> Reading:
    """Apply a parser to the distinct texts only and carry its answers back to every row. `bare`: what the texts are freed
    from before; the parser then gets that."""

    def read(distinct: pl.Series) -> Reading:
        text = written(pl.col("text"))
        known = distinct.to_frame("text").select((bare(text) if bare else text).alias("w"))
        value, fault = parse(pl.col("w"))
        found = known.select(value.alias("value"), fault.cast(pl.String).alias("fault"))
        return Reading(found["value"], found["fault"])

    return each_once(texts, read)


def each_once(texts: pl.Series, read: Callable[[pl.Series], Reading]) -> Reading:
    """What `read` makes of the distinct texts, carried back to every row."""
    plain = texts.cast(pl.String).rename("text")
    distinct = plain.unique()
    found = read(distinct)
    known = pl.DataFrame({"text": distinct, "value": found.value, "fault": found.fault})
    rows = plain.to_frame().join(known, on="text", how="left", nulls_equal=True, maintain_order="left")
    return Reading(rows["value"], rows["fault"])


def failed(text: pl.Expr, value: pl.Expr, code: str = UNREADABLE) -> pl.Expr:
    """The code wherever text is written and no value came of it."""
    return pl.when(text.is_not_null() & value.is_null()).then(pl.lit(code))


def key(text: pl.Expr) -> pl.Expr:
    """Letters and digits only, single spaces between: "1. Laki-laki" -> "1 LAKI LAKI"."""
    return text.str.replace_all(r"[^\p{L}\p{N}✓✔√]+", " ").str.strip_chars(" ")


def looked_up(text: pl.Expr, words: Mapping[str, object], dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
    """The word's meaning: by the whole text, else by the text after a leading number, else by that number alone."""
    whole = key(text.str.replace(r"^(\d+)[.,]0+$", "$1"))
    table = {key_of(word): meaning for word, meaning in words.items()}
    tries = [whole, whole.str.replace(r"^\d+ ", ""), whole.str.extract(r"^0*(\d+)(?: |$)")]
    return pl.coalesce(
        attempt.replace_strict(list(table), list(table.values()), default=None, return_dtype=dtype)
        for attempt in tries
    )


def key_of(word: str) -> str:
    """`key` for one word of a table."""
    kept = "".join(c if c.isalnum() or c in "✓✔√" else " " for c in word.upper())
    return " ".join(kept.split())


def sex(texts: pl.Series) -> Reading:
    """L or P. L/P, LK/PR, Laki-laki/Perempuan, Pria/Wanita, 1/2."""

    def parse(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
        value = looked_up(text, _SEX, pl.String)
        return value, failed(text, value)

    return by_distinct(texts, parse)


def yes_no(texts: pl.Series, codes: Mapping[str, bool] = ONE_ZERO, *, dash_is_no: bool = True) -> Reading:
    """True, False, or null for "not said". An empty cell is not a no.

    codes       what the numbers of this list mean: ONE_ZERO, or ONE_TWO (DTSEN, Regsosek: 1 yes, 2 no)
    dash_is_no  "-" beside a column of V or Ya means no
    """
    words: dict[str, object] = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False), **codes}

    def parse(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
        value = looked_up(text, words, pl.Boolean)
        return value, failed(text, value)

    found = by_distinct(texts, parse)
    if not dash_is_no:
        return found
    dash = texts.str.strip_chars().is_in(["-", "–", "—"])
    return Reading(
        pl.select(pl.when(dash).then(pl.lit(value=False)).otherwise(found.value)).to_series(), found.fault
    )


def decile(texts: pl.Series) -> Reading:
    """1..10 as Int8. 1, "1.0", "Desil 1", "D1". A range ("6-10") is not a decile."""

    def parse(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
        digits = text.str.extract(r"^(?:DESIL|DECILE|DECIL|D)?[\s._:\-]*([0-9]{1,2})(?:[.,]0+)?$").cast(
            pl.Int8
        )
        value = pl.when(digits.is_between(1, 10)).then(digits)
        return value, failed(text, value)

    return by_distinct(texts, parse)


def words(texts: pl.Series) -> pl.Series:
    """Free text such as a name or a place: spaces folded, upper case; null for nothing."""
    return texts.to_frame("text").select(written(pl.col("text"))).to_series().alias(texts.name)


def as_written(texts: pl.Series) -> pl.Series:
    """Free text that keeps its case (an address, an id of the list): spaces folded, null for nothing."""
    column = pl.col("text")
    kept = pl.when(written(column).is_not_null()).then(squeeze(column))
    return texts.to_frame("text").select(kept).to_series().alias(texts.name)
