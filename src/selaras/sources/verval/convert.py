"""Findings into person and keluarga records. No decile: verval finds what is there, it does not rank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from selaras.engine import tables
from selaras.engine.read import profile
from selaras.engine.read.deliver import records, steps, take, words
from selaras.engine.read.deliver.codes import CodeList, Value
from selaras.sources.verval import columns


def _own(name: str, labels: Mapping[str, Value | None]) -> CodeList:
    """Canonical words as they stand, and the labels of the forms. No numbers: every form numbers its words differently."""
    canonical = {value: value for value in labels.values() if isinstance(value, str)}
    return CodeList(name, words={**labels, **canonical})


KEBERADAAN: Final = _own("keberadaan", words.KEBERADAAN)
YA_TIDAK: Final = CodeList("ya_tidak", words=words.YA_TIDAK)
DAYA: Final = CodeList("daya", {watt: watt for watt in (450, 900, 1300, 2200, 2201)}, words.DAYA)
_HOUSE: Final = {
    "status_rumah": words.STATUS_RUMAH,
    "lantai": words.LANTAI,
    "dinding": words.DINDING,
    "atap": words.ATAP,
    "air_minum": words.AIR_MINUM,
    "penerangan": words.PENERANGAN,
    "bahan_bakar": words.BAHAN_BAKAR,
    "bab": words.BAB,
    "kloset": words.KLOSET,
    "tinja": words.TINJA,
}

KELUARGA: Final = records.Recipe(
    table=tables.KELUARGA_RECORDS,
    numbers={"kk": "kk"},
    takes=(
        take.as_written("family_ref", "id_keluarga"),
        take.code("status", KEBERADAAN),
        take.integer("jumlah_anggota"),
        *(take.code(name, _own(name, labels)) for name, labels in _HOUSE.items()),
        take.decimal("luas_lantai"),
        take.code("daya", DAYA),
        *(take.code(name, YA_TIDAK) for name in columns.ASSETS),
        *(take.integer(name) for name in columns.LIVESTOCK),
        *take.PLACE,
    ),
    steps=(steps.family_or_kk,),
)
ANGGOTA: Final = records.Recipe(
    table=tables.PERSON_RECORDS,
    numbers={"nik": "nik", "kk": "kk"},
    takes=(
        take.as_written("family_ref", "id_keluarga"),
        take.as_written("person_ref", "id_orang"),
        take.words("nama"),
        take.sex(),
        take.date("tanggal_lahir"),
        take.code("hubungan", _own("hubungan", words.HUBUNGAN)),
        take.code("status", KEBERADAAN),
        take.date("status_date"),
        take.code("bekerja", YA_TIDAK),
        take.words("pekerjaan"),
        take.code("bersekolah", YA_TIDAK),
        take.code("disabilitas", YA_TIDAK),
        take.code("penyakit_menahun", YA_TIDAK),
        take.code("hamil", YA_TIDAK),
        *take.PLACE,
    ),
    constants={"part": "anggota"},
    steps=(steps.spouse_by_sex, steps.family_or_kk),
)
RECIPES: Final = {"keluarga": (KELUARGA,), "anggota": (ANGGOTA,)}


def file(recognition: profile.Recognition, edition: str) -> profile.Converted:
    """Records, lineage and findings of one file of findings."""
    return records.deliver(recognition, edition, RECIPES)
