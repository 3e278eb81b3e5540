"""DTSEN sets into person and keluarga records. A family row gives the keluarga and the head it names."""

from __future__ import annotations

from typing import Final

import polars as pl

from selaras.engine import tables
from selaras.engine.read import profile
from selaras.engine.read.deliver import bps_form, records, steps, take
from selaras.engine.read.deliver.draft import Draft
from selaras.sources.dtsen import codes

ASSESSED_DEAD = "dtsen_asesmen_meninggal"

DIFFICULTIES: Final = (
    "id_penglihatan",
    "id_pendengaran",
    "id_berjalan_atau_naik_tangga",
    "id_menggunakan_tangan_jari",
    "id_belajar_kemampuan_intelektual",
    "id_pengendalian_perilaku",
    "id_berbicara_komunikasi",
    "id_mengurus_diri",
    "id_mengingat_berkonsentrasi",
)
_ASSETS: Final = tuple(
    column.name
    for column in tables.KELUARGA_RECORDS.columns
    if column.name.startswith("aset_") and column.name != "aset_simpanan"
)
_LIVESTOCK: Final = ("jumlah_sapi", "jumlah_kerbau", "jumlah_kuda", "jumlah_babi", "jumlah_kambing")
_FAMILY: Final = (take.as_written("family_ref", "id_keluarga"), take.decile(), *take.PLACE)


def assessed_dead(draft: Draft) -> None:
    """A status that calls the person active and dead is taken as dead, and someone should look."""
    texts = draft.mapped.texts("status")
    if texts is not None:
        draft.noted(
            "status", ASSESSED_DEAD, texts.str.to_uppercase().str.contains("ASESMEN").fill_null(value=False)
        )


def head_is_where_the_family_is(draft: Draft) -> None:
    """The family's status holds for its head, except "meninggal": the form does not say who of them died."""
    if "status" in draft.has:
        kept = pl.when(pl.col("status") != "meninggal").then("status").alias("status")
        draft.frame = draft.frame.with_columns(kept)


KELUARGA: Final = records.Recipe(
    table=tables.KELUARGA_RECORDS,
    numbers={"kk": "kk", "nik_kepala": "nik_kepala"},
    takes=(
        *_FAMILY,
        take.words("nama_kepala"),
        take.integer("jumlah_anggota"),
        take.code("status", codes.KEBERADAAN),
        take.code("status_rumah", bps_form.STATUS_RUMAH),
        take.decimal("luas_lantai"),
        take.code("lantai", bps_form.LANTAI),
        take.code("dinding", bps_form.DINDING),
        take.code("atap", codes.ATAP),
        take.code("air_minum", bps_form.AIR_MINUM),
        take.code("penerangan", bps_form.PENERANGAN),
        take.code("daya", bps_form.DAYA),
        take.code("bahan_bakar", codes.BAHAN_BAKAR),
        take.code("bab", bps_form.BAB),
        take.code("kloset", bps_form.KLOSET),
        take.code("tinja", bps_form.TINJA),
        *(take.code(name, bps_form.YA_TIDAK) for name in _ASSETS),
        *(take.integer(name) for name in _LIVESTOCK),
        take.code("terima_pbi", codes.PROGRAM, "pbi_nas", "pbi_pemda", fold=take.ANY_YES),
    ),
    steps=(steps.family_or_kk,),
)
KEPALA: Final = records.Recipe(
    table=tables.PERSON_RECORDS,
    numbers={"nik": "nik_kepala", "kk": "kk"},
    takes=(*_FAMILY, take.words("nama", "nama_kepala"), take.code("status", codes.KEBERADAAN)),
    constants={"part": "kepala", "hubungan": "kepala"},
    steps=(steps.family_or_kk, head_is_where_the_family_is),
)
ANGGOTA: Final = records.Recipe(
    table=tables.PERSON_RECORDS,
    numbers={"nik": "nik", "kk": "kk"},
    takes=(
        *_FAMILY,
        take.as_written("person_ref"),
        take.words("nama"),
        take.words("nama_ibu"),
        take.sex(),
        take.date("tanggal_lahir"),
        take.words("tempat_lahir"),
        take.code("hubungan", bps_form.HUBUNGAN),
        take.code("status_kawin", bps_form.KAWIN),
        take.code("status", codes.STATUS_DTSEN),
        take.code("bersekolah", bps_form.SEKOLAH),
        take.code("pendidikan", codes.PENDIDIKAN),
        take.code("bekerja", bps_form.YA_TIDAK),
        take.code("pekerjaan", bps_form.KEDUDUKAN, "kedudukan"),
        take.code("disabilitas", bps_form.KESULITAN, *DIFFICULTIES, fold=take.ANY_OF_ALL),
        take.code("penyakit_menahun", bps_form.PENYAKIT),
        take.code("terima_pbi", codes.PROGRAM, "pbi"),
    ),
    constants={"part": "anggota"},
    steps=(steps.spouse_by_sex, steps.family_or_kk, assessed_dead),
)
_PORTAL_AID: Final = (
    take.code("terima_sembako", codes.PROGRAM, "bpnt"),
    take.code("terima_bst", codes.PROGRAM, "bst"),
)
PORTAL: Final = (
    records.Recipe(
        table=tables.KELUARGA_RECORDS,
        numbers={"kk": "kk", "nik_kepala": "nik_kepala"},
        takes=(
            *_FAMILY,
            *_PORTAL_AID,
            take.words("nama_kepala"),
            take.code("lantai", bps_form.LANTAI),
            take.code("bahan_bakar", codes.BAHAN_BAKAR),
            take.code("penerangan", bps_form.PENERANGAN),
            take.code("daya", bps_form.DAYA),
            take.code("air_minum", bps_form.AIR_MINUM),
            take.code("bab", bps_form.BAB),
            take.code("risiko_stunting", codes.PROGRAM),
        ),
        steps=(steps.family_or_kk,),
    ),
    records.Recipe(
        table=tables.PERSON_RECORDS,
        numbers={"nik": "nik_kepala", "kk": "kk"},
        takes=(*_FAMILY, *_PORTAL_AID, take.words("nama", "nama_kepala"), take.code("padan", codes.PADAN)),
        constants={"part": "kepala", "hubungan": "kepala"},
        steps=(steps.family_or_kk,),
    ),
)
RECIPES: Final = {"keluarga": (KELUARGA, KEPALA), "anggota": (ANGGOTA,), "portal": PORTAL}


def file(recognition: profile.Recognition, edition: str) -> profile.Converted:
    """Records, lineage and findings of one DTSEN file, whichever of its sheets it holds."""
    return records.deliver(recognition, edition, RECIPES)
