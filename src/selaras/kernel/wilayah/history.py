"""What became of region codes: a NIK keeps the code of first registration, also when that code is no longer in force."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Final, Literal

from selaras.kernel.wilayah import tables
from selaras.kernel.wilayah.codes import KodeKemendagri

Standing = Literal["known", "abolished", "unknown"]

_ABOLISHED_PROVINCES: Final = {"54": "Timor Timur"}

# Kalimantan Timur before UU 20/2012 made Kalimantan Utara (65) of these.
_ABOLISHED_KABKOTA: Final = {
    "64.04": "Kabupaten Bulungan",
    "64.05": "Kabupaten Nunukan",
    "64.06": "Kabupaten Malinau",
    "64.10": "Kabupaten Tana Tidung",
    "64.73": "Kota Tarakan",
}


# Kecamatan split off since 2020; villages that moved got new codes (archive of cahyadsn/wilayah, 2020 against 2022).
_SPLIT_OFF: Final = {"64.02.08": ("64.02.19",), "64.02.13": ("64.02.20",)}


def successors(kecamatan: KodeKemendagri) -> tuple[KodeKemendagri, ...]:
    """The kecamatan that were split off from this one and took villages with them: Samboja Barat from Samboja."""
    return tuple(KodeKemendagri(code) for code in _SPLIT_OFF.get(kecamatan.text, ()))


@functools.cache
def provinces() -> frozenset[str]:
    """Two digits of every province that is or was."""
    return frozenset(code for code in tables.names() if len(code) == 2) | frozenset(_ABOLISHED_PROVINCES)


def is_province(digits: str) -> bool:
    """The two digits are or were a province."""
    return digits in provinces()


@functools.cache
def abolished() -> Mapping[str, str]:
    """Last name by dotted code of regions that are no longer in force."""
    found = {**_ABOLISHED_PROVINCES, **_ABOLISHED_KABKOTA}
    found.update((row["kode"], row["nama"]) for row in tables.rows("wilayah_dihapus.csv.gz"))
    return {code: name for code, name in found.items() if code not in tables.names()}


@functools.lru_cache(maxsize=16384)
def standing(prefix: str) -> Standing:
    """Whether the six digits at the head of a NIK or KK number are a kecamatan: in force, abolished, or unknown.

    A kecamatan of an abolished kabupaten or province counts as abolished even if it is on no list.
    """
    province, kabkota, kecamatan = (
        prefix[:2],
        f"{prefix[:2]}.{prefix[2:4]}",
        f"{prefix[:2]}.{prefix[2:4]}.{prefix[4:6]}",
    )
    if kecamatan in tables.names():
        return "known"
    if any(code in abolished() for code in (province, kabkota, kecamatan)):
        return "abolished"
    return "unknown"
