"""Lists agencies bring, and what two agencies may see of each other's: the numbers of a file, who may agree, what is told of the rest."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from selaras.apps.discrepancies import rules as published
from selaras.engine.read import identity
from selaras.engine.read.limits import Limits
from selaras.engine.read.sheet import Header, Sheet
from selaras.kernel import errors

MOST_BYTES, MOST_ROWS, MOST_PROBLEMS = 20 * 1024 * 1024, 100_000, 2_000
# Read while its sender waits, beside everybody else's pages: what unpacks to more is none of these lists.
LIMITS = Limits(file_bytes=MOST_BYTES, unpacked=200_000_000, cells=3_000_000)
LONGEST_AGREEMENT = 366
# A list tells whether the registry knows a number: who sends many of them is asking about people, not telling of recipients.
MOST_A_DAY = 20
# For the same reason a longer list of which the registry does not know every other number is no list of recipients.
_FEW_ROWS, _MOST_UNKNOWN = 50, 0.5
_WORDS = re.compile(r"[A-Z]+")


class Problem(StrEnum):
    """Why a row of a list was not taken."""

    NO_NUMBER = "tanpa_nomor"
    DAMAGED = "nomor_rusak"
    UNKNOWN = "tidak_dikenal"
    DOUBLE = "kembar"


def guesses(problems: Sequence[object], rows: int) -> bool:
    """Whether a list looks like numbers that were tried out. `problems`: of its rows that were not taken."""
    unknown = sum(each == Problem.UNKNOWN for each in problems)
    return rows >= _FEW_ROWS and unknown > _MOST_UNKNOWN * rows


class State(StrEnum):
    """Of an agreement."""

    ASKED = "diajukan"
    AGREED = "disepakati"
    DECLINED = "ditolak"
    ENDED = "berakhir"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a list: its number in the file, the NIK and KK it bears; "" where it has none. `problem`: why neither is there."""

    row: int
    nik: str
    kk: str
    problem: str = ""

    def __repr__(self) -> str:
        return f"Entry(row={self.row})"


def entries(sheets: Sequence[Sheet]) -> list[Entry]:
    """The rows of the first sheet that has a column for NIK or KK.

    Raises SelarasError daftar_tanpa_kolom, daftar_nomor_rusak (a spreadsheet has eaten the last digits of the whole column),
    daftar_terlalu_panjang.
    """
    for sheet in sheets:
        nik, kk = (_column(sheet, names) for names in (_is_nik, _is_kk))
        if nik is None and kk is None:
            continue
        if sheet.data.height > MOST_ROWS:
            raise errors.SelarasError("daftar_terlalu_panjang", jumlah=MOST_ROWS)
        read = [
            identity.nik(sheet.texts(head.index), sheet.kinds_of(head.index), sheet.numbers.get(head.index)) if which == "nik"
            else identity.kk(sheet.texts(head.index), sheet.kinds_of(head.index), sheet.numbers.get(head.index))
            for which, head in (("nik", nik), ("kk", kk)) if head is not None
        ]  # fmt: skip
        if all(each.damaged for each in read):
            raise errors.SelarasError("daftar_nomor_rusak")
        return _rows(sheet.data["row"], read, nik is not None, kk is not None)
    raise errors.SelarasError("daftar_tanpa_kolom")


def _rows(numbers: pl.Series, read: Sequence[identity.Identity], has_nik: bool, has_kk: bool) -> list[Entry]:  # noqa: FBT001
    nothing = [""] * len(numbers)
    columns = [[value or "" for value in each.value.to_list()] for each in read]
    damaged = [[status == "damaged" for status in each.status.to_list()] for each in read]
    nik = columns[0] if has_nik else nothing
    kk = columns[-1] if has_kk else nothing
    found = []
    for at, row in enumerate(numbers.to_list()):
        lost = any(each[at] for each in damaged)
        problem = "" if nik[at] or kk[at] else Problem.DAMAGED if lost else Problem.NO_NUMBER
        found.append(Entry(int(row), nik[at], kk[at], problem))
    return found


def _column(sheet: Sheet, fits: Callable[[set[str]], bool]) -> Header | None:
    return next((head for head in sheet.headers if fits(set(_WORDS.findall(head.text.upper())))), None)


def _is_nik(words: set[str]) -> bool:
    return "NIK" in words


def _is_kk(words: set[str]) -> bool:
    """NAMA KK is the name of the head."""
    return ("KK" in words or {"KARTU", "KELUARGA"} <= words) and not words & {"NAMA", "KEPALA"}


def may_last(until: dt.date, today: dt.date) -> bool:
    """Whether an agreement may last until a day: not over already, and not longer than a year."""
    return today <= until <= today + dt.timedelta(days=LONGEST_AGREEMENT)


def holds(state: str, until: dt.date, today: dt.date) -> bool:
    """Whether both agreed and it is not over."""
    return state == State.AGREED and today <= until


@dataclass(frozen=True, slots=True)
class Compared:
    """Two lists beside each other, as one side sees them. `mine`, `both`: exact, they are of the own list; `theirs`: families only the
    other list has, under the 10-5 rule, None for fewer than ten. `common`: references of the families in both."""

    mine: int
    both: int
    theirs: int | None
    common: frozenset[str]


def compared(mine: frozenset[str], theirs: frozenset[str]) -> Compared:
    """What one side is told. Of the other list nothing but which of the own families it holds too, and about how many more."""
    common = mine & theirs
    rest = len(theirs) - len(common)
    return Compared(len(mine), len(common), published.published(rest) if rest else 0, common)
