"""Comparing the header of a column with the headers a profile knows.

Two headers are the same when nothing but case, punctuation, spaces, a number in front or a known spelling sets them
apart. Likeness beyond that is a question to a person, never an answer.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from selaras.engine.read.sheet import Header

ALIKE = 0.82

# Spellings found in ministry and kabupaten files, word by word. Both sides of a comparison go through this.
_SPELLINGS = {
    "bnpt": "bpnt",
    "kemdagri": "kemendagri",
    "depdagri": "kemendagri",
    "kab": "kabupaten",
    "kec": "kecamatan",
    "prov": "provinsi",
    "propinsi": "provinsi",
    "tgl": "tanggal",
    "tg": "tanggal",
    "tmpt": "tempat",
    "tpt": "tempat",
    "lhr": "lahir",
    "jns": "jenis",
    "jml": "jumlah",
    "jlh": "jumlah",
    "nomor": "no",
    "nomer": "no",
    "resiko": "risiko",
    "kerluarga": "keluarga",
    "kelurga": "keluarga",
    "klp": "kelompok",
    "ket": "keterangan",
    "kelahiran": "lahir",
    "thn": "tahun",
    "pddk": "penduduk",
    "krt": "kepala rumah tangga",
    "kesejateraan": "kesejahteraan",
}
_IN_FRONT = re.compile(r"^[(\[]?(\d{1,2}|[a-z])[.)\]]\s*(?=\D)")
_LETTERS = re.compile(r"\b[a-z](?: [a-z])+\b")  # N I K, No. K K
_REMARK = re.compile(r"\s*[(\[*][^)\]]*[)\]*]?\s*$")


@functools.lru_cache(maxsize=65_536)
def normalise(text: str) -> str:
    """The header as it is compared: "3. No. KK " -> "no kk", "Kode Kemdagri" -> "kode kemendagri"."""
    bare = _IN_FRONT.sub("", " ".join(text.split()).casefold())
    found = _LETTERS.sub(lambda match: match.group().replace(" ", ""), re.sub(r"[^\w]+|_", " ", bare).strip())
    return " ".join(_SPELLINGS.get(word, word) for word in found.split())


@functools.lru_cache(maxsize=65_536)
def names_of(header: Header) -> tuple[str, ...]:
    """What a column may be called, surest first: the whole header, its lowest part, the whole without a remark."""
    whole = [
        header.text,
        *([header.parts[-1]] if len(header.parts) > 1 else []),
        _REMARK.sub("", header.text),
    ]
    return tuple(dict.fromkeys(name for name in map(normalise, whole) if name))


def by_name(headers: Sequence[Header]) -> dict[str, list[tuple[int, Header]]]:
    """For every name the columns that go by it, from left to right, each with how sure that name is (0: the surest)."""
    found: dict[str, list[tuple[int, Header]]] = {}
    for header in headers:
        for rank, name in enumerate(names_of(header)):
            found.setdefault(name, []).append((rank, header))
    return found


def first(known: Mapping[str, list[tuple[int, Header]]], wanted: str, taken: Iterable[int]) -> Header | None:
    """The leftmost free column that goes by the wanted (normalised) name; `known` is from `by_name`. A whole header goes
    before a part of one."""
    used = set(taken)
    free = [(rank, header) for rank, header in known.get(wanted, ()) if header.index not in used]
    return min(free, key=lambda entry: entry[0])[1] if free else None


def matching(headers: Sequence[Header], pattern: str, taken: Iterable[int]) -> Header | None:
    """The leftmost free column whose whole normalised header the pattern describes."""
    used = set(taken)
    for header in headers:
        if header.index not in used and any(re.fullmatch(pattern, name) for name in names_of(header)):
            return header
    return None


def likeness(one: str, other: str) -> float:
    """How alike two normalised headers are, 0 to 1; 0 where their numbers differ (2023 is not 2024)."""
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
