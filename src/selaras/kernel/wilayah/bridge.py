"""From codes of BPS to codes of Kemendagri and back.

Kabupaten/kota and kecamatan: sig.bps.go.id as of 2022, all Indonesia. Desa: BPS of January 2018 against Kemendagri 2025, by
name, Kalimantan Timur and Kota Kupang. Both are older than some splits: what is missing is not bridged, not guessed.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

from selaras.kernel.wilayah import codes, tables
from selaras.kernel.wilayah.codes import KodeBps, KodeKemendagri

_SURE: Final = frozenset({"resmi", "exact_kec", "exact_kab"})


@dataclass(frozen=True, slots=True)
class Bridged:
    """One pair of codes. `method` is "resmi" where BPS itself gives the pair, else how the names were matched.

    fuzzy_kec, fuzzy_kab and manual_plausible are suggestions: `is_sure` is False.
    """

    bps: KodeBps
    kemendagri: KodeKemendagri
    method: str
    score: float

    @property
    def is_sure(self) -> bool:
        return self.method in _SURE


@functools.cache
def _pairs() -> tuple[Bridged, ...]:
    found = []
    for file in ("bridging_kabkota_2022.csv.gz", "bridging_kecamatan_2022.csv.gz"):
        for row in tables.rows(file):
            found.append(_pair(row["kode_bps"], row["kode_dagri"], "resmi", 1.0))
    for row in tables.rows("bridging_desa_bps2018_64_5371.csv.gz"):
        if row["kode_bps_2018"] and row["kode_kemendagri_2025"]:
            score = float(row["skor"]) if row["skor"] else 0.5
            found.append(_pair(row["kode_bps_2018"], row["kode_kemendagri_2025"], row["metode"], score))
    provinces = {
        (pair.bps.text[:2], pair.kemendagri.text[:2]) for pair in found if pair.bps.level == "kabkota"
    }
    found += [_pair(bps, kemendagri, "resmi", 1.0) for bps, kemendagri in sorted(provinces)]
    return tuple(found)


def _pair(bps: str, kemendagri: str, method: str, score: float) -> Bridged:
    dotted = codes.parse_kemendagri(kemendagri)
    assert dotted is not None, "the bridge holds codes of Kemendagri only"
    return Bridged(KodeBps(bps), dotted, method, score)


@functools.cache
def _by_bps() -> dict[KodeBps, Bridged]:
    return {pair.bps: pair for pair in reversed(_pairs())}


@functools.cache
def _by_kemendagri() -> dict[KodeKemendagri, Bridged]:
    return {pair.kemendagri: pair for pair in reversed(_pairs())}


def to_kemendagri(code: KodeBps) -> Bridged | None:
    """The Kemendagri code of a BPS code, with how it was matched; None when it is not in the bridge."""
    return _by_bps().get(code)


def to_bps(code: KodeKemendagri) -> Bridged | None:
    """The BPS code of a Kemendagri code, with how it was matched; None when it is not in the bridge."""
    return _by_kemendagri().get(code)
