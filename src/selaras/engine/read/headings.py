"""Comparing the header of a column with the headers a profile knows.

Two headers are the same when nothing but case, punctuation, spaces, a number in front or a known spelling sets them
apart. Likeness beyond that is a question to a person, never an answer.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
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


class Known:
    """The headers of one sheet under all names they go by: made once, asked by every kind of file there is."""

    def __init__(self, headers: Sequence[Header]) -> None:
        self._named = [(header, names_of(header)) for header in headers]
        self._by_name: dict[str, list[tuple[int, Header]]] = {}
        self._described: dict[str, list[Header]] = {}
        for header, names in self._named:
            for rank, name in enumerate(names):
                self._by_name.setdefault(name, []).append((rank, header))

    def first(self, wanted: str, taken: Iterable[int]) -> Header | None:
        """The leftmost free column that goes by the wanted (normalised) name. A whole header goes before a part of one."""
        found = self._by_name.get(wanted)
        if not found:
            return None
        used = set(taken)
        free = [(rank, header) for rank, header in found if header.index not in used]
        return min(free, key=lambda entry: entry[0])[1] if free else None

    def matching(self, pattern: str, taken: Iterable[int]) -> Header | None:
        """The leftmost free column whose whole normalised header the pattern describes."""
        if pattern not in self._described:
            match = re.compile(pattern).fullmatch
            self._described[pattern] = [header for header, names in self._named if any(map(match, names))]
        used = set(taken)
        return next((header for header in self._described[pattern] if header.index not in used), None)

    def named(self, wanted: Iterable[str]) -> set[int]:
        """Columns under a header that goes by one of these (normalised) names."""
        return {header.index for name in wanted for _, header in self._by_name.get(name, ()) if header.text}


def likeness(one: str, other: str) -> float:
    """How alike two normalised headers are, 0 to 1; 0 where their numbers differ (2023 is not 2024)."""
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
