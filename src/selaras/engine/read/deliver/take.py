"""How one canonical column is read from the columns of a sheet.

A `Take` names the canonical field, the fields of the profile it is read from, and the reader. Columns whose profile
field carries the canonical name need no more than `take.PERSON` and `take.PLACE`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from selaras.engine.read import dates, figures, sheet, values
from selaras.engine.read.deliver import codes as codes_
from selaras.engine.read.deliver import texts


@dataclass(frozen=True, slots=True)
class Cells:
    """One column of a sheet as a reader gets it. `latest_year` is the year of the edition."""

    texts: pl.Series
    kinds: sheet.Kinds
    latest_year: int


Reader = Callable[[Cells], values.Reading]

FIRST: Final = "first"  # the first column that says something
ANY_YES: Final = "any_yes"  # yes where any column says yes, no where any says no and none yes
ANY_OF_ALL: Final = "any_of_all"  # yes where any column says yes, no only where every column says no
SMALLEST: Final = "smallest"  # the least value


@dataclass(frozen=True, slots=True)
class Take:
    """field: column of the contract; columns: fields of the profile; fold: how several columns become one."""

    field: str
    columns: tuple[str, ...]
    reader: Reader
    fold: str = FIRST


def _sure(value: pl.Series) -> values.Reading:
    return values.Reading(value, pl.repeat(None, len(value), dtype=pl.String, eager=True))


def _columns(field: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    return columns or (field,)


def words(field: str, *columns: str) -> Take:
    """Free text in upper case with spaces folded: names, places, occupations."""
    return Take(field, _columns(field, columns), lambda cells: _sure(texts.words(cells.texts)))


def as_written(field: str, *columns: str) -> Take:
    """Free text that keeps its case: addresses and ids."""
    return Take(field, _columns(field, columns), lambda cells: _sure(texts.as_written(cells.texts)))


def sex(field: str = "jenis_kelamin", *columns: str) -> Take:
    """L or P."""
    return Take(field, _columns(field, columns), lambda cells: values.sex(cells.texts))


def date(field: str, *columns: str) -> Take:
    """A date; a text that is none becomes null with a finding."""
    return Take(
        field, _columns(field, columns), lambda cells: dates.read(cells.texts, latest_year=cells.latest_year)
    )


def birth_place(field: str, column: str) -> Take:
    """The place out of a joint column "SAMARINDA, 17-08-1978"."""
    return Take(
        field,
        (column,),
        lambda cells: _sure(dates.place_and_date(cells.texts, latest_year=cells.latest_year)[0]),
    )


def birth_date(field: str, column: str) -> Take:
    """The date out of a joint column "SAMARINDA, 17-08-1978"."""
    return Take(
        field, (column,), lambda cells: dates.place_and_date(cells.texts, latest_year=cells.latest_year)[1]
    )


def decile(field: str = "desil", *columns: str) -> Take:
    """The official decile, 1 to 10."""
    return Take(field, _columns(field, columns), lambda cells: values.decile(cells.texts))


def integer(field: str, *columns: str) -> Take:
    """A whole number."""
    return Take(field, _columns(field, columns), lambda cells: figures.integer(cells.texts, cells.kinds))


def decimal(field: str, *columns: str) -> Take:
    """A number with a fraction, written the Indonesian way."""
    return Take(field, _columns(field, columns), lambda cells: figures.decimal(cells.texts, cells.kinds))


def rt(field: str = "rt", *columns: str) -> Take:
    """Number of the RT, out of a column of its own or a joint one."""
    return Take(field, _columns(field, columns), lambda cells: figures.rt(cells.texts))


def rw(field: str = "rw", *columns: str) -> Take:
    """Number of the RW, likewise."""
    return Take(field, _columns(field, columns), lambda cells: figures.rw(cells.texts))


def rt_in_text(field: str, column: str) -> Take:
    """RT out of a text that need not have one ("RT 003 RW 001", "DUSUN MELATI"): silence is no fault."""
    return Take(field, (column,), lambda cells: _sure(figures.rt(_only_rt_rw(cells.texts)).value))


def rw_in_text(field: str, column: str) -> Take:
    """RW out of a text that need not have one."""
    return Take(field, (column,), lambda cells: _sure(figures.rw(_only_rt_rw(cells.texts)).value))


def _only_rt_rw(column: pl.Series) -> pl.Series:
    return column.to_frame("t").select(pl.col("t").str.extract(r"(?i)\b(R[TW]\b.*)")).to_series()


def code(field: str, codes: codes_.CodeList, *columns: str, fold: str = FIRST) -> Take:
    """An answer of a code list."""
    return Take(field, _columns(field, columns), lambda cells: codes_.read(cells.texts, codes), fold)


def in_sum(field: str, codes: codes_.Sum, word: str, column: str) -> Take:
    """Whether one answer is in a sum of powers of two."""
    return Take(field, (column,), lambda cells: codes_.read_sum(cells.texts, codes, word))


PLACE: Final = (as_written("alamat"), words("dusun"), rt("rt", "rt", "rt_rw"), rw("rw", "rw", "rt_rw"))
"""Place as written. Desa and kecamatan with their codes are put in by `records` wherever a sheet names them."""

PERSON: Final = (
    words("nama"),
    words("nama_ibu"),
    sex(),
    date("tanggal_lahir"),
    words("tempat_lahir"),
    words("pekerjaan"),
    *PLACE,
)
"""Columns of a person that every list writes alike. NIK and KK are read by `records` wherever the sheet has them."""
