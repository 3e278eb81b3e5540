"""NIK and KK columns: cleaned cell by cell, and judged as a whole.

A spreadsheet keeps 15 digits of a number. A NIK that went through a number cell has lost its sixteenth digit and often
shows a 0 there; it still looks like a NIK, and is somebody else's. So a column is judged before its cells: by the kind of
its cells, and by the share of numbers that end in 0. A damaged column gives no values at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from selaras.engine.read import sheet
from selaras.kernel import nik as nik_
from selaras.kernel import nomor
from selaras.kernel.wilayah import history

DAMAGED_COLUMN = "kolom_nomor_rusak"
DOUBTFUL_TAILS = "kolom_nomor_ekor_nol"
LOST_CELLS = "sel_nomor_rusak"

# The last digit of a running serial is 0 in at most one of ten. A share three times that needs another cause, and it
# must be more than chance: less likely than 1 in 100,000. Five different numbers that all end in 0 reach it.
_USUAL_SHARE = 0.1
_DAMAGE_SHARE = 0.3
_CHANCE = 1e-5
_DOUBTFUL_CHANCE = 1e-3

# Half of the cells being numbers means that the column was a number column and a few were mended by hand.
_NUMBER_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Identity:
    """A NIK or KK column.

    value   16 digits, null where status is not ok
    status  ok | empty | placeholder | malformed | damaged, never null
    code    finding of the whole column (one row without row number), or None
    detail  what was seen, in Indonesian, without any number of a person
    """

    value: pl.Series
    status: pl.Series
    code: str | None = None
    detail: str | None = None

    @property
    def damaged(self) -> bool:
        return self.code == DAMAGED_COLUMN


def nik(texts: pl.Series, kinds: sheet.Kinds | None = None, numbers: pl.Series | None = None) -> Identity:
    """Read a NIK column. An unknown province is malformed, as in `kernel.nik.read`.

    texts    cell texts
    kinds    of the column (`Sheet.kinds_of`): number cells condemn it
    numbers  Boolean: which cells were numbers (`Sheet.number_cells`), for columns that hold both kinds
    """
    return _judged(_read(texts, person=True), kinds, numbers)


def kk(texts: pl.Series, kinds: sheet.Kinds | None = None, numbers: pl.Series | None = None) -> Identity:
    """Read a column of KK numbers; as `nik`, but without a rule on the province."""
    return _judged(_read(texts, person=False), kinds, numbers)


def _read(texts: pl.Series, *, person: bool) -> pl.DataFrame:
    """Columns status and value. Cells that are 16 digits at once are read as a column, the others one by one."""
    plain = texts.cast(pl.String).rename("text").to_frame()
    digits = pl.col("text").str.strip_chars("'` \u00a0\t\r\n").str.replace_all(r"[.\- \u00a0]", "")
    # "6402….0" is a number that became text: left to the kernel, which knows up to where that is exact.
    fraction = pl.col("text").str.contains(r"\.0{1,2}\s*$")
    compact = pl.when(digits.str.contains(r"^[0-9]{16}$") & ~fraction)
    frame = plain.with_columns(compact.then(digits).alias("digits"))
    usual = pl.col("digits").is_not_null() & ~_may_be_dummy(pl.col("digits"))
    frame = frame.with_columns(usual=usual.fill_null(value=False))
    odd = frame.filter(~pl.col("usual")).select("text").unique()
    found = [_one(text, person=person) for text in odd["text"]]
    odd = odd.with_columns(
        pl.Series("odd_status", [status for status, _ in found], dtype=pl.String),
        pl.Series("odd_value", [value for _, value in found], dtype=pl.String),
    )
    frame = frame.join(odd, on="text", how="left", nulls_equal=True, maintain_order="left")
    value = pl.when("usual").then("digits").otherwise("odd_value")
    status = pl.when("usual").then(pl.lit("ok")).otherwise("odd_status")
    if person:
        known = pl.col("digits").str.slice(0, 2).is_in(_provinces())
        status = pl.when(pl.col("usual") & ~known).then(pl.lit("malformed")).otherwise(status)
    frame = frame.select(value=value, status=status)
    return frame.with_columns(pl.when(pl.col("status") == "ok").then("value").alias("value"))


def _one(text: str | None, *, person: bool) -> tuple[str, str | None]:
    if not person:
        return nomor.read(text)
    reading = nik_.read(text)
    return reading.status, None if reading.nik is None else reading.nik.digits


def _provinces() -> list[str]:
    return [f"{number:02d}" for number in range(100) if history.is_province(f"{number:02d}")]


def _may_be_dummy(digits: pl.Expr) -> pl.Expr:
    """At least everything `nomor.is_dummy` knows; what is caught here is judged there."""
    edges = digits.str.starts_with("0000") | digits.str.starts_with("9999") | digits.str.ends_with("0000")
    few = digits.str.starts_with("1234") | digits.str.starts_with("01234") | digits.str.starts_with("99900")
    same = digits.str.slice(0, 8) == digits.str.slice(8, 8)
    return edges | few | same | digits.str.starts_with("11112222")


def _judged(frame: pl.DataFrame, kinds: sheet.Kinds | None, numbers: pl.Series | None) -> Identity:
    filled = frame.filter(pl.col("status") != "empty").height
    by_number = 0 if kinds is None else kinds.number
    if by_number and by_number >= _NUMBER_SHARE * max(filled, 1):
        detail = f"{by_number} dari {filled} sel adalah sel angka; Excel hanya menyimpan 15 angka."
        return _refused(frame, detail)
    lost = frame.filter(pl.col("status") == "damaged").height
    if lost and lost >= _NUMBER_SHARE * filled:
        return _refused(
            frame, f"{lost} dari {filled} sel tinggal pangkat sepuluh atau pagar, misalnya 6,40E+15."
        )
    tails = frame.filter(pl.col("value").is_not_null())["value"].unique()
    zeros = int(tails.str.ends_with("0").sum())
    chance = tail_chance(len(tails), zeros)
    share = zeros / max(len(tails), 1)
    detail = f"{zeros} dari {len(tails)} nomor yang berbeda berakhir dengan 0."
    if share >= _DAMAGE_SHARE and chance <= _CHANCE:
        return _refused(frame, detail)
    if numbers is not None and numbers.any():
        hit = pl.Series(numbers) & (frame["status"] == "ok")
        frame = frame.with_columns(
            value=pl.when(~hit).then("value"), status=pl.when(hit).then(pl.lit("damaged")).otherwise("status")
        )
        return Identity(
            frame["value"], frame["status"], LOST_CELLS, f"{int(hit.sum())} sel adalah sel angka."
        )
    if share >= _DAMAGE_SHARE and chance <= _DOUBTFUL_CHANCE:
        return Identity(frame["value"], frame["status"], DOUBTFUL_TAILS, detail)
    return Identity(frame["value"], frame["status"])


def _refused(frame: pl.DataFrame, detail: str) -> Identity:
    """No values; cells that held something are damaged, cells that held nothing stay what they are."""
    kept = pl.col("status").is_in(["empty", "placeholder"])
    status = frame.select(pl.when(kept).then("status").otherwise(pl.lit("damaged")).alias("status"))["status"]
    return Identity(
        pl.Series("value", [None] * frame.height, dtype=pl.String), status, DAMAGED_COLUMN, detail
    )


def tail_chance(numbers: int, zeros: int) -> float:
    """Upper bound (Chernoff) of the chance that so many of so many different numbers end in 0 by themselves."""
    if numbers == 0 or zeros <= _USUAL_SHARE * numbers:
        return 1.0
    share = zeros / numbers
    rest = (1 - share) * math.log((1 - share) / (1 - _USUAL_SHARE)) if share < 1 else 0.0
    return math.exp(-numbers * (share * math.log(share / _USUAL_SHARE) + rest))
