"""The true kabupaten at one moment: people, families, and what is remembered of earlier moments."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from selaras.synthetic import region
from selaras.synthetic.columns import Array, Columns, Flags, Floats, Ints

# Relations to the head, in the code of SIAK (DOMAIN.md section 3).
KEPALA, SUAMI, ISTRI, ANAK, MENANTU, CUCU, ORANGTUA, MERTUA, FAMILI, PEMBANTU, LAINNYA = range(1, 12)
# Marital status, code of SIAK.
BELUM, KAWIN, CERAI_HIDUP, CERAI_MATI = range(1, 5)
# Status of a person and of a family.
HADIR, MATI, PINDAH = 0, 1, 2
AKTIF, BUBAR, KELUAR = 0, 1, 2

PEOPLE = {
    "sex": "int8",  # 0 male, 1 female
    "birth": "int32",  # day number
    "group": "int8",  # index into region.GROUPS
    "mother": "int32",  # person or -1
    "father": "int32",
    "ghost": "int64",  # mother who is not one of the people; siblings share the number
    "fam": "int32",  # family now, or the last one
    "rel": "int8",
    "marital": "int8",
    "spouse": "int32",
    "status": "int8",
    "status_day": "int32",
    "origin": "int16",  # row of asal.csv, or -1 for born in the kabupaten
    "kec6": "int32",  # kecamatan code of first registration; -1 until decided
    "home": "int16",  # village of birth for natives
    "twin": "int32",  # other twin or -1
    "step": "int8",  # step in which the person entered
}
FAMILIES = {
    "village": "int16",
    "rt": "int8",
    "rw": "int8",
    "street": "int32",  # packed address, see addresses.py
    "kk": "int32",  # row of the log of KK numbers
    "status": "int8",
    "group": "int8",
    "z0": "float32",  # lasting part of the living standard
    "z1": "float32",  # passing part
    "step": "int8",
}
SNAP_PEOPLE = ["fam", "rel", "marital", "status", "status_day"]
SNAP_FAMILIES = ["village", "rt", "rw", "street", "kk", "status", "z1"]


@dataclass
class Snapshot:
    """The state at the end of a step. Arrays run over the people and families that existed then."""

    day: int
    people: dict[str, Array]
    families: dict[str, Array]

    @property
    def persons(self) -> int:
        return len(self.people["fam"])

    @property
    def count(self) -> int:
        return len(self.families["kk"])


@dataclass
class World:
    """The kabupaten and everything that happened in it so far."""

    region: region.Region
    rng: np.random.Generator
    people: Columns = field(default_factory=lambda: Columns(PEOPLE))
    families: Columns = field(default_factory=lambda: Columns(FAMILIES))
    kk_log: Columns = field(
        default_factory=lambda: Columns({"kec6": "int32", "day": "int32", "fam": "int32"})
    )
    snapshots: list[Snapshot] = field(default_factory=list)
    step: int = 0

    def remember(self, day: int) -> None:
        self.snapshots.append(Snapshot(day, self.people.copy(SNAP_PEOPLE), self.families.copy(SNAP_FAMILIES)))

    def present(self) -> Flags:
        """People alive and living in the kabupaten."""
        return np.asarray(self.people["status"] == HADIR)

    def active(self) -> Flags:
        return np.asarray(self.families["status"] == AKTIF)

    def issue_kk(self, fams: Ints, days: Ints) -> None:
        """New KK cards for these families, each dated."""
        village = self.families["village"][fams].astype(np.int64)
        split = days < SPLIT_DAY
        kec6 = np.where(split, self.region.kec6_old[village], self.region.kec6[village])
        rows = self.kk_log.append(len(fams), kec6=kec6, day=days, fam=fams)
        self.families["kk"][fams] = rows

    def locate(self, fams: Ints, villages: Ints) -> None:
        """Puts families at a fresh address in their village."""
        rng, fam = self.rng, self.families
        fam["village"][fams] = villages
        size = np.clip((self.region.weight[villages] * 2200).astype(np.int64), 3, 40)
        fam["rt"][fams] = 1 + (rng.random(len(fams)) * size).astype(np.int64)
        fam["rw"][fams] = 1 + (fam["rt"][fams].astype(np.int64) - 1) // 4
        fam["street"][fams] = rng.integers(0, 2**31 - 1, len(fams))

    def found(self, villages: Ints, group: Ints, days: Ints, z0: Floats) -> Ints:
        """New families. Returns their numbers."""
        count = len(villages)
        new = self.families.append(
            count, status=AKTIF, group=group, z0=z0, z1=self.rng.normal(0, 0.3, count), step=self.step
        )
        self.locate(new, villages)
        self.issue_kk(new, days)
        return new


# Kota Bangun Darat and Samboja Barat split off in 2020; their codes appear on KK and NIK from 2021 on (assumption).
SPLIT_DAY = 18628
