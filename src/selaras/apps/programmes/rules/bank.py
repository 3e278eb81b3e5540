"""What a returned file of the bank or PT Pos says, row by row, and what it means for the lines of a cycle. Decides; never fetches.

A row is taken into the ledger only where nothing about it is odd. Everything else is kept as a problem of the file until an
official settles it with a reason: nothing is lost, nothing is paid twice. Of rows with the same number all that do not say the
same are put aside, so that the order of the rows means nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.apps.programmes.rules import delivery, ledger
from selaras.apps.programmes.rules.ledger import State
from selaras.apps.programmes.rules.words import Entry

Text = str | Promise
COLUMNS: dict[str, tuple[str, ...]] = {
    "nomor": ("nomor baris", "nomor", "no baris", "no referensi", "nomor referensi", "referensi", "no ref"),
    "status": ("status", "hasil", "status transaksi", "keterangan status"),
    "jumlah": ("jumlah", "nominal", "jumlah rupiah", "nilai"),
    "tanggal": ("tanggal", "tgl", "tanggal transaksi", "tanggal bayar", "tgl transaksi"),
    "keterangan": ("keterangan", "alasan", "catatan", "alasan gagal"),
}
NEEDED = ("nomor", "status", "jumlah", "tanggal")
_PAID = frozenset(
    {"berhasil", "sukses", "dibayar", "terbayar", "tersalur", "cair", "sudah dibayar", "success", "paid"}
)
_RETURNED = frozenset(
    {
        "gagal",
        "kembali",
        "retur",
        "ditolak",
        "dikembalikan",
        "tidak cair",
        "failed",
        "returned",
        "returned fund",
    }
)


# A clerk of the bank writes the account into the reason; it is kept without it.
_NUMBERS = re.compile(r"\d(?:[ .-]?\d){4,}")
_LIKE_OURS = re.compile(r"S\d{1,6}[ -]\d{1,7}[ -]\d{1,2}")
_MANY_DIGITS = 5


class Problem(StrEnum):
    """Why a row was not taken."""

    UNKNOWN = "tak_dikenal"
    ELSEWHERE = "tahap_lain"
    DOUBLED = "ganda"
    CONTRADICTED = "bertentangan"
    ALTERED = "jumlah_lain"
    AMOUNT = "bukan_rupiah"
    DAY = "tanggal_salah"
    STATUS = "status_asing"
    PAID = "sudah_dibayar"
    HELD = "ditahan"
    GONE = "tidak_berlaku"


PROBLEMS: dict[Problem, Text] = {
    Problem.UNKNOWN: _("nomor baris ini tidak ada pada kami"),
    Problem.ELSEWHERE: _("nomor baris ini dari tahap penyaluran lain"),
    Problem.DOUBLED: _("baris yang sama ditulis dua kali; dihitung satu kali"),
    Problem.CONTRADICTED: _("nomor ini ditulis lebih dari sekali dengan isi yang berbeda"),
    Problem.ALTERED: _("jumlahnya berbeda dari yang diputuskan"),
    Problem.AMOUNT: _("jumlahnya bukan rupiah bulat di atas nol"),
    Problem.DAY: _("tanggalnya tidak terbaca, belum terjadi, atau sebelum tahap dikunci"),
    Problem.STATUS: _("statusnya bukan berhasil atau gagal"),
    Problem.PAID: _("baris ini sudah tersalur menurut catatan kami; periksa apakah dibayar dua kali"),
    Problem.HELD: _("baris ini sedang ditahan; putuskan dulu penahanannya"),
    Problem.GONE: _("baris ini sudah digantikan atau dibatalkan; uangnya perlu ditagih kembali"),
}
# Told and kept, with nothing left to do.
HARMLESS = frozenset({Problem.DOUBLED})


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read. `place`: as the spreadsheet counts; None where a cell means nothing."""

    place: int
    said: str
    number: str | None
    kind: Entry | None
    amount: int | None
    day: dt.date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A line of ours as a row is held against it."""

    number: str
    amount: int
    state: State
    moves: tuple[ledger.Move, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A row and what it means: an event to take (`told`), a problem, or neither where it was recorded before.

    Both: a second payment of a paid line. The ledger has to know its day, or files in another order would end otherwise; it moves
    nothing, and somebody has to look whether money went out twice.
    """

    row: Row
    told: ledger.Told | None = None
    problem: Problem | None = None


@dataclass(slots=True)
class Preview:
    """A file against a cycle."""

    found: list[Found] = field(default_factory=list)

    @property
    def taken(self) -> list[Found]:
        """Rows that go into the ledger."""
        return [each for each in self.found if each.told is not None and each.problem is None]

    @property
    def events(self) -> list[Found]:
        """Rows that are written: those that are taken, and second payments, which move nothing."""
        return [each for each in self.found if each.told is not None]

    @property
    def problems(self) -> list[Found]:
        """Rows that somebody has to look at."""
        return [each for each in self.found if each.problem is not None]

    @property
    def known_before(self) -> int:
        """Rows that another file told already."""
        return sum(each.told is None and each.problem is None for each in self.found)

    def rupiah(self, kind: Entry) -> int:
        """Rupiah of the rows that are taken, by kind."""
        return sum(each.row.amount or 0 for each in self.taken if each.row.kind is kind)


def status(text: str) -> Entry | None:
    """Paid or returned, by the words banks use; None where it is neither."""
    plain = " ".join(text.strip().casefold().split())
    if plain in _PAID:
        return Entry.PAID
    return Entry.RETURNED if plain in _RETURNED else None


def key(row_number: str, kind: Entry, day: dt.date) -> str:
    """The same event has the same key in whatever file it stands."""
    return f"bank:{row_number}:{kind}:{day.isoformat()}"


def preview(
    rows: Sequence[Row], lines: Mapping[str, Known], others: frozenset[str], since: dt.date, until: dt.date
) -> Preview:
    """What each row means. `others`: numbers of lines of other cycles; days from `since` to `until` are possible."""
    same: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.number:
            same[row.number].append(row)
    said: set[tuple[object, ...]] = set()
    made = Preview()
    for row in rows:
        problem = _odd(row, lines, others, (since, until)) or _repeated(row, same, said)
        line = lines.get(row.number or "")
        if problem is None and line is not None:
            made.found.append(_against(row, line))
        else:
            made.found.append(Found(row, problem=problem))
    return made


def _odd(
    row: Row, lines: Mapping[str, Known], others: frozenset[str], days: tuple[dt.date, dt.date]
) -> Problem | None:
    if row.number is None or row.number not in lines:
        return Problem.ELSEWHERE if row.number in others else Problem.UNKNOWN
    if row.kind is None:
        return Problem.STATUS
    if row.amount is None or row.amount <= 0:
        return Problem.AMOUNT
    return None if row.day is not None and days[0] <= row.day <= days[1] else Problem.DAY


def _repeated(row: Row, same: Mapping[str, list[Row]], said: set[tuple[object, ...]]) -> Problem | None:
    if len({(each.kind, each.amount, each.day) for each in same[row.number or ""]}) > 1:
        return Problem.CONTRADICTED
    told = (row.number, row.kind, row.amount, row.day)
    if told in said:
        return Problem.DOUBLED
    said.add(told)
    return None


def _against(row: Row, line: Known) -> Found:
    assert row.kind is not None
    assert row.day is not None
    told = ledger.Told(row.kind, row.day, key(line.number, row.kind, row.day))
    if any(move.key == told.key for move in line.moves):
        return Found(row)
    if line.state in (State.REPLACED, State.CANCELLED):
        return Found(row, problem=Problem.GONE)
    if row.amount != line.amount:
        return Found(row, problem=Problem.ALTERED)
    if line.state is State.HELD:
        return Found(row, problem=Problem.HELD)
    held = ledger.latest(line.moves)
    # The ledger knows it as paid; another payment, also an earlier one, may be a second transfer.
    twice = held is not None and held.kind is Entry.PAID is told.kind
    return Found(row, told, Problem.PAID if twice else None)


def missing(heads: Iterable[str]) -> list[str]:
    """Names of the columns that a file needs and lacks."""
    found = {name for head in heads if (name := column(head))}
    return [name for name in NEEDED if name not in found]


def column(head: str) -> str:
    """Which column a head names; "" for none of ours."""
    plain = " ".join(head.replace(".", " ").replace("_", " ").casefold().split())
    return next((name for name, heads in COLUMNS.items() if plain in heads), "")


def harmless(said: str) -> bool:
    """Whether a cell that names no line of ours may be kept as it was written: it holds no account and no number of a person."""
    return bool(_LIKE_OURS.fullmatch(said.upper())) or sum(sign.isdigit() for sign in said) < _MANY_DIGITS


def read_row(place: int, cells: Mapping[str, str], amount: int | None, day: dt.date | None) -> Row:
    """A row of texts by column name."""
    said = cells.get("nomor", "").strip()[:40]
    return Row(
        place, said, delivery.read_number(said), status(cells.get("status", "")), amount, day,
        _NUMBERS.sub("\u2022\u2022\u2022", " ".join(cells.get("keterangan", "").split()))[:200],
    )  # fmt: skip
