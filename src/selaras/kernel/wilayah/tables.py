"""The regions of Indonesia in the codes of Kemendagri (Kepmendagri 300.2.2-2430/2025), read once when first needed.

91,597 codes: provinsi, kabupaten/kota, kecamatan, desa/kelurahan. For bulk work take `names()` and join on the dotted code.
"""

from __future__ import annotations

import csv
import functools
import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from selaras.kernel.wilayah.codes import KodeKemendagri

_DATA = Path(__file__).parent.parent / "data"


def rows(file: str) -> Iterator[dict[str, str]]:
    """The rows of a gzipped CSV file of the kernel's data."""
    with gzip.open(_DATA / file, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@functools.cache
def names() -> Mapping[str, str]:
    """Name by dotted code, sorted by code."""
    text = gzip.decompress((_DATA / "wilayah_kemendagri_2025.txt.gz").read_bytes()).decode("utf-8")
    return MappingProxyType(dict(line.split(";", 1) for line in text.splitlines()))


@functools.cache
def _children() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code in names():
        found.setdefault(code.rpartition(".")[0], []).append(code)
    return {code: tuple(below) for code, below in found.items()}


def name(code: KodeKemendagri) -> str | None:
    """Name as in the decree ("Kabupaten Kutai Kartanegara", "Jembayan"), or None for a code not in force."""
    return names().get(code.text)


def is_known(code: KodeKemendagri) -> bool:
    """The code is in force."""
    return code.text in names()


def children(code: KodeKemendagri | None) -> tuple[KodeKemendagri, ...]:
    """The regions directly below, in order of code; all provinces for None; none for a desa or an unknown code."""
    return tuple(KodeKemendagri(text) for text in _children().get(code.text if code else "", ()))


def villages(code: KodeKemendagri) -> tuple[KodeKemendagri, ...]:
    """All desa and kelurahan at or below the code, in order of code."""
    if code.level == "desa":
        return (code,) if is_known(code) else ()
    return tuple(village for child in children(code) for village in villages(child))


def path(code: KodeKemendagri) -> tuple[str, ...]:
    """Names from province down to the region: ("Kalimantan Timur", "Kabupaten Kutai Kartanegara", ...). Unknown parts are left out."""
    parts = code.text.split(".")
    above = (".".join(parts[: depth + 1]) for depth in range(len(parts)))
    return tuple(names()[text] for text in above if text in names())
