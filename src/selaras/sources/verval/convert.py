"""Findings into person and keluarga records. No decile: verval finds what is there, it does not rank."""

from __future__ import annotations

from typing import Final

from selaras.engine import tables
from selaras.engine.read import profile
from selaras.engine.read.deliver import bps_form, records, steps, take, words
from selaras.engine.read.deliver.codes import CodeList
from selaras.sources.verval import columns

KEBERADAAN: Final = CodeList("keberadaan", words=words.KEBERADAAN)
YA_TIDAK: Final = CodeList("ya_tidak", {1: True, 0: False}, words.YA_TIDAK)
# Numbers of a meter are what they say here, not the codes of a form.
DAYA: Final = CodeList("daya", {watt: watt for watt in (450, 900, 1300, 2200, 2201)}, words.DAYA)
ATAP: Final = CodeList("atap", words=words.ATAP, broad=words.ATAP_BROAD)
BAHAN_BAKAR: Final = CodeList("bahan_bakar", words=words.BAHAN_BAKAR, broad=words.BAHAN_BAKAR_BROAD)

KELUARGA: Final = records.Recipe(
    table=tables.KELUARGA_RECORDS,
    numbers={"kk": "kk"},
    takes=(
        take.as_written("family_ref", "id_keluarga"),
        take.code("status", KEBERADAAN),
        take.integer("jumlah_anggota"),
        take.code("status_rumah", bps_form.STATUS_RUMAH),
        take.decimal("luas_lantai"),
        take.code("lantai", bps_form.LANTAI),
        take.code("dinding", bps_form.DINDING),
        take.code("atap", ATAP),
        take.code("air_minum", bps_form.AIR_MINUM),
        take.code("penerangan", bps_form.PENERANGAN),
        take.code("daya", DAYA),
        take.code("bahan_bakar", BAHAN_BAKAR),
        take.code("bab", bps_form.BAB),
        take.code("kloset", bps_form.KLOSET),
        take.code("tinja", bps_form.TINJA),
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
        take.code("hubungan", bps_form.HUBUNGAN),
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
