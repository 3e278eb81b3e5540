"""What holds for files that are brought and editions that are kept. Decides; never fetches."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from selaras.apps.accounts import rules as access
from selaras.kernel import periods

# Limits of one upload. A person list of a large kabupaten (a million rows) is about 200 MB as CSV.
MOST_BYTES = 300_000_000
MOST_FILES = 20
KEEP_RAW = dt.timedelta(days=30)
ATTEMPTS = 3
# Rows outside the sender's region beyond this share: the file is not theirs to bring. A few are usual (people who moved).
OUTSIDE_SHARE = 0.10
# Below this a person should look at which column is which.
SURE = 0.60
GENERIC = "umum"
# Parts of files that answer a question about rows that were sent, and do not list who there is.
ANSWERS = frozenset({"padan"})


class State(StrEnum):
    """Where a delivery stands."""

    WAITING = "menunggu"
    READING = "dibaca"
    FAILED = "gagal"
    UNMAPPED = "perlu_pemetaan"
    UNFIT = "tidak_layak"
    READY = "siap"
    ACCEPTED = "diterima"
    REFUSED = "ditolak"
    REPLACED = "diganti"
    UNDONE = "dibatalkan"


LIVING = frozenset({State.WAITING, State.READING, State.UNMAPPED, State.UNFIT, State.READY, State.ACCEPTED})
BUSY = frozenset({State.WAITING, State.READING})
OPEN = LIVING - BUSY - {State.ACCEPTED}
# A corrected file may take the place of these.
FIXABLE = frozenset({State.FAILED, State.UNMAPPED, State.UNFIT, State.READY})


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "menunggu"
    RUNNING = "berjalan"
    DONE = "selesai"
    FAILED = "gagal"


class Work(StrEnum):
    """What a job does."""

    READ = "baca"
    COMPARE = "banding"
    ANNOTATE = "salinan"


class EditionState(StrEnum):
    """An edition counts, or was undone. It never leaves the list."""

    COUNTS = "berlaku"
    UNDONE = "dibatalkan"


_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069/\\]")
_LONGEST = 160
_IDENTITY = re.compile(r"(?<!\d)\d(?:[ .\-_]?\d){15}(?!\d)")


def clean_name(name: str) -> str:
    """A file name without folders, control and direction marks, and without numbers of sixteen digits.

    The name goes into every row's key, into logs and pages: a NIK in it would go there too.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = _IDENTITY.sub("nomor-disamarkan", _CONTROL.sub("", last)).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) > 8:
        stem, dot, ending = kept, "", ""
    # Most disks take 255 bytes.
    short = stem.encode()[: _LONGEST - len(ending)].decode(errors="ignore")
    return short + dot + ending or "berkas"


_PROVISIONAL = re.compile(r"\b(SEMENTARA|DRAF|DRAFT|PROVISIONAL|PRELIM\w*|ANGKA SEMENTARA|BELUM FINAL)\b")
_FINAL = re.compile(r"\b(FINAL|TETAP|PENETAPAN|SK BUPATI|ANGKA TETAP)\b")


def guess_provisional(texts: Iterable[str]) -> bool:
    """Whether a list calls itself provisional. Data are never final: silence means provisional."""
    joined = " ".join(re.sub(r"[_\-.]+", " ", text.upper()) for text in texts)
    if _PROVISIONAL.search(joined):
        return True
    return _FINAL.search(joined) is None


def as_of(label: str) -> dt.date | None:
    """The day an edition speaks for: the end of its period; None for a label without one."""
    period = periods.from_label(label)
    return period.end if period else None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the rows of a file lie, as its sender may see it. `belongs`: the region the delivery is filed under."""

    belongs: str
    inside: int
    outside: int
    elsewhere: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Too much of the file lies outside the sender's region."""
        known = self.inside + self.outside
        return known > 0 and self.outside > OUTSIDE_SHARE * known


def placed(rows: Mapping[str, int], scopes: Sequence[str]) -> Placed:
    """Lays the rows by kode desa beside the regions in which the sender may send."""
    inside: dict[str, int] = dict.fromkeys(scopes, 0)
    outside: dict[str, int] = {}
    for code, count in rows.items():
        home = next((scope for scope in scopes if access.inside(code, scope)), None)
        if home is None:
            outside[code] = count
        else:
            inside[home] += count
    belongs = max(inside, key=lambda scope: (inside[scope], -len(scope)), default="")
    if not belongs:
        # Somebody who answers for everywhere: the file is filed where most of it lies.
        belongs = _kabupaten_of_most(rows)
    far = sorted(outside, key=lambda code: -outside[code])
    kabupaten = tuple(dict.fromkeys(".".join(code.split(".")[:3]) for code in far))[:3]
    return Placed(belongs, sum(inside.values()), sum(outside.values()), kabupaten)


def _kabupaten_of_most(rows: Mapping[str, int]) -> str:
    found: dict[str, int] = {}
    for code, count in rows.items():
        kabupaten = ".".join(code.split(".")[:2])
        found[kabupaten] = found.get(kabupaten, 0) + count
    return max(found, key=lambda code: found[code], default="")


def fingerprint(headers: Iterable[str]) -> str:
    """What a layout is known by: its headers, whatever their order, case, blanks and line breaks."""
    folded = sorted({re.sub(r"\W+", " ", text).strip().upper() for text in headers} - {""})
    return hashlib.sha256("\n".join(folded).encode()).hexdigest()[:16]


def file_label(name: str, taken: Iterable[str]) -> str:
    """The name under which the rows of an edition are known; a second file of one name gets a number.

    Decisions of people point at (source, edition, file, sheet, row): rows of a corrected file must not inherit those
    of the undone one, where row 12 may be somebody else.
    """
    used = set(taken)
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if dot else (name, "")
    number, label = 1, name
    while label in used:
        number += 1
        label = f"{stem} ({number}){ending}"
    return label


def overlapping(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether two files cover the same places; where one does not say, they do."""
    here, there = set(mine), set(theirs)
    return not here or not there or bool(here & there)
