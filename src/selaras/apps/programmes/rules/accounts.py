"""Accounts of recipients as a bank tells of them after it opened them together, row by row. Decides; never fetches.

A row is taken only where nothing about it is odd: money that goes to a wrong account seldom comes back. What is odd is told with
the place of the row, never with the number of an account, and the bank sends a better file. Of rows with the same line number
all that do not say the same are put aside, so that the order of the rows means nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.apps.programmes.rules import delivery
from selaras.apps.programmes.rules.ledger import State
from selaras.kernel import names

Text = str | Promise
COLUMNS: dict[str, tuple[str, ...]] = {
    "nomor": ("nomor baris", "no baris", "nomor referensi", "no referensi", "referensi", "no ref"),
    "bank": ("nama bank", "bank", "bank atau pt pos", "bank/pt pos"),
    "rekening": ("nomor rekening", "no rekening", "rekening", "norek", "no rek"),
    "atas_nama": ("nama pada rekening", "atas nama", "nama rekening", "nama pemilik rekening"),
    "penerima": ("nama", "nama penerima"),
    "tanggal": ("tanggal buka", "tanggal", "tgl buka", "tanggal pembukaan"),
}
NEEDED = ("nomor", "bank", "rekening", "atas_nama")
SHORTEST, LONGEST = 5, 20
# A file of a bank is no older than this many days: an account of long ago may be closed.
OLDEST = 366
_GAPS = re.compile(r"[\s\u00a0.\u2010-\u2015-]+")
_BANK = re.compile(r"[^a-z0-9 ]+")
_EMPTY_WORDS = frozenset({"bank", "pt", "persero", "tbk", "indonesia", "negara", "kcp", "kc"})
_ALIASES = {
    "rakyat": "bri", "mandiri": "mandiri", "tabungan": "btn", "bpd kaltim kaltara": "bankaltimtara", "bpd kaltimtara": "bankaltimtara",
    "kaltimtara": "bankaltimtara", "pos": "pos", "pospay": "pos", "giropos": "pos", "syariah": "bsi", "bpd ntt": "ntt",
}  # fmt: skip
# In half of all names: that they are the same says nothing.
_COMMON = frozenset({"MUHAMMAD", "AHMAD", "SITI", "NUR", "ABDUL"})
_CLOSED = ("tutup", "dormant", "tidak aktif", "non aktif", "nonaktif", "pasif", "closed", "inactive")
_WRONG = (
    "rekening salah", "salah rekening", "tidak ditemukan", "tidak dikenal", "tidak terdaftar", "tidak valid", "invalid",
    "nama tidak sesuai", "nama berbeda", "beda nama", "nomor salah", "no rekening salah", "not found",
)  # fmt: skip


class Fault(StrEnum):
    """What is wrong with an account that no money goes to any more."""

    WRONG = "salah"
    CLOSED = "tutup"


class AccountState(StrEnum):
    """Whether money may go there."""

    VALID = "berlaku"
    WRONG = "salah"
    CLOSED = "tutup"


STATES: dict[AccountState, Text] = {
    AccountState.VALID: _("berlaku"),
    AccountState.WRONG: _("salah menurut bank"),
    AccountState.CLOSED: _("ditutup atau tidak aktif"),
}


class Problem(StrEnum):
    """Why a row was not taken."""

    UNKNOWN = "tak_dikenal"
    ELSEWHERE = "tahap_lain"
    GONE = "tidak_berlaku"
    DOUBLED = "ganda"
    CONTRADICTED = "bertentangan"
    NUMBER = "rekening_tak_terbaca"
    BANK = "bank_kosong"
    DAY = "tanggal_salah"
    SHIFTED = "penerima_lain"
    NAME = "nama_lain"
    SHARED = "dipakai_keluarga_lain"
    CHANGED = "berganti"


PROBLEMS: dict[Problem, Text] = {
    Problem.UNKNOWN: _("nomor baris ini tidak ada pada kami"),
    Problem.ELSEWHERE: _("nomor baris ini dari tahap penyaluran lain"),
    Problem.GONE: _("baris ini sudah digantikan atau dibatalkan"),
    Problem.DOUBLED: _("baris yang sama ditulis dua kali; dihitung satu kali"),
    Problem.CONTRADICTED: _("nomor ini ditulis lebih dari sekali dengan rekening yang berbeda"),
    Problem.NUMBER: _("nomor rekeningnya bukan 5 sampai 20 angka"),
    Problem.BANK: _("nama banknya kosong"),
    Problem.DAY: _("tanggal bukanya tidak terbaca, belum terjadi, atau lebih dari setahun lalu"),
    Problem.SHIFTED: _("nama penerimanya bukan yang kami kirim; barisnya mungkin tergeser"),
    Problem.NAME: _("nama pada rekening bukan nama penerima atau anggota keluarganya"),
    Problem.SHARED: _("rekening yang sama dipakai penerima dari keluarga lain"),
    Problem.CHANGED: _(
        "berbeda dari rekening yang berlaku; penyetuju menandai dulu yang lama salah atau tutup"
    ),
}
# Told and kept, with nothing left to do.
HARMLESS = frozenset({Problem.DOUBLED})


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read. `place`: as the spreadsheet counts; `number`: of the line, None where it is none of ours; `account`:
    digits, None where a cell has none; `says_day`: whether the cell of the day held anything."""

    place: int
    said: str
    number: str | None
    bank: str
    account: str | None
    holder: str
    recipient: str = ""
    day: dt.date | None = None
    says_day: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A line of ours as a row is held against it. `people`: names of the family, the recipient's first; `mark`: of the account
    that is valid now, b"" for none."""

    keluarga: str
    state: State
    people: tuple[str, ...]
    mark: bytes = b""


@dataclass(frozen=True, slots=True)
class Found:
    """A row and what it means: an account to keep (`mark`), a problem, or neither where it is kept already."""

    row: Row
    mark: bytes = b""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are held against. `marks`: of account numbers, by row's place; `others`: numbers of lines of other cycles;
    `holders`: keluarga that have an account already, by its mark."""

    lines: Mapping[str, Known]
    marks: Mapping[int, bytes]
    others: frozenset[str]
    holders: Mapping[bytes, frozenset[str]]
    today: dt.date


def number(text: str) -> str | None:
    """The digits of an account; None where it is none: letters, 1,2E+15, too short or too long."""
    plain = _GAPS.sub("", text.strip().lstrip("'\u2019"))
    return plain if plain.isascii() and plain.isdecimal() and SHORTEST <= len(plain) <= LONGEST else None


def bank(text: str) -> str:
    """A bank in one word, however it was written: the same number at two banks is two accounts."""
    plain = " ".join(_BANK.sub(" ", text.casefold()).split())
    for alias, short in _ALIASES.items():
        if alias in plain:
            return short
    words = [word for word in plain.split() if word not in _EMPTY_WORDS]
    return " ".join(words) or plain


def fault(note: str) -> Fault | None:
    """What the reason of a returned payment says about its account; None where it says nothing of it."""
    plain = " ".join(note.casefold().replace("-", " ").split())
    if any(word in plain for word in _CLOSED):
        return Fault.CLOSED
    return Fault.WRONG if any(word in plain for word in _WRONG) else None


def akin(holder: str, people: Iterable[str]) -> bool:
    """Whether the name on an account is that of one of these: a name in common, other than those half of all people have.

    Where a registry knows no names, nothing can be said against it.
    """
    known = [set(names.standard(each).tokens) for each in people if each]
    mine = set(names.standard(holder).tokens)
    return not known or any(mine & each - _COMMON or (mine and mine <= _COMMON & each) for each in known)


def preview(rows: Sequence[Row], ground: Ground) -> list[Found]:
    """What each row means."""
    same: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    users: dict[bytes, set[str]] = defaultdict(set)
    for row in rows:
        line = ground.lines.get(row.number or "")
        mark = ground.marks.get(row.place, b"")
        if line is not None:
            same[row.number or ""].add((mark, row.holder.casefold()))
            users[mark].add(line.keluarga)
    said: set[str] = set()
    made = []
    for row in rows:
        mark = ground.marks.get(row.place, b"")
        problem = _odd(row, ground) or _repeated(row, same, said)
        line = ground.lines.get(row.number or "")
        if problem is not None or line is None:
            made.append(Found(row, problem=problem))
        else:
            made.append(_against(row, line, mark, users[mark] | ground.holders.get(mark, frozenset())))
    return made


def _odd(row: Row, ground: Ground) -> Problem | None:
    line = ground.lines.get(row.number or "")
    if line is None:
        return Problem.ELSEWHERE if row.number in ground.others else Problem.UNKNOWN
    if line.state in (State.REPLACED, State.CANCELLED):
        return Problem.GONE
    if row.account is None:
        return Problem.NUMBER
    if not row.bank:
        return Problem.BANK
    oldest = ground.today - dt.timedelta(days=OLDEST)
    if row.says_day and not (row.day and oldest <= row.day <= ground.today):
        return Problem.DAY
    return None


def _repeated(row: Row, same: Mapping[str, set[tuple[object, ...]]], said: set[str]) -> Problem | None:
    number_ = row.number or ""
    if len(same[number_]) > 1:
        return Problem.CONTRADICTED
    if number_ in said:
        return Problem.DOUBLED
    said.add(number_)
    return None


def _against(row: Row, line: Known, mark: bytes, users: Iterable[str]) -> Found:
    if row.recipient and not akin(row.recipient, line.people[:1]):
        return Found(row, problem=Problem.SHIFTED)
    if not akin(row.holder, line.people):
        return Found(row, problem=Problem.NAME)
    if any(each != line.keluarga for each in users):
        return Found(row, problem=Problem.SHARED)
    if line.mark and line.mark != mark:
        return Found(row, problem=Problem.CHANGED)
    return Found(row) if line.mark == mark else Found(row, mark)


def missing(heads: Iterable[str]) -> list[str]:
    """Heads of the columns that a file needs and lacks, as our list writes them."""
    found = {name for head in heads if (name := column(head))}
    return [COLUMNS[name][0].capitalize() for name in NEEDED if name not in found]


def column(head: str) -> str:
    """Which column a head names; "" for none of ours."""
    plain = " ".join(head.replace(".", " ").replace("_", " ").casefold().split())
    return next((name for name, heads in COLUMNS.items() if plain in heads), "")


def read_row(place: int, cells: Mapping[str, str], day: dt.date | None, *, damaged: bool = False) -> Row:
    """A row of texts by column name. `damaged`: the account stood in a cell of figures and has lost digits."""
    said = cells.get("nomor", "").strip()[:40]
    return Row(
        place, said, delivery.read_number(said), " ".join(cells.get("bank", "").split())[:40],
        None if damaged else number(cells.get("rekening", "")), " ".join(cells.get("atas_nama", "").split())[:80],
        " ".join(cells.get("penerima", "").split())[:80], day, bool(cells.get("tanggal", "").strip()),
    )  # fmt: skip
