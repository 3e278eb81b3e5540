"""The result of checking DTSEN in SIKS-NG: families with their rank, members with idsemesta.

Ranks and percentiles are not deciles and are not taken. A row marked deleted is nonaktif unless it says died.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from selaras.engine import tables
from selaras.engine.read import profile
from selaras.engine.read.deliver import bps_form, fields, records, steps, take
from selaras.engine.read.deliver.draft import Draft
from selaras.engine.read.profile import Field, Part
from selaras.sources.dtsen import codes

_ID: Final = Field("id_keluarga", ("id_keluarga",), required=True, characteristic=True)
_DELETED: Final = Field("dihapus", ("keterangan_deleted",), characteristic=True)
_DIED: Final = Field("meninggal", ("status_meninggal",), characteristic=True)

KELUARGA: Final = Part(
    name="siksng_keluarga",
    fields=(
        _ID,
        *fields.having("alamat", "provinsi", "kabupaten", "kecamatan", "desa", "kode_wilayah"),
        Field("nik", ("nik",), optional=True),
        Field("kk", ("kk", "no_kk")),
        Field("nama_kepala", ("nama_kepala_keluarga",), required=True),
        Field("nik_kepala", ("nik_kepala_keluarga",), characteristic=True),
        Field("peringkat_nasional", ("peringkat_nasional",), characteristic=True),
        Field("persentil", ("percentile_nasional", "persentil_nasional"), characteristic=True),
        Field("desil", ("desil_nasional", "desil"), optional=True),
        Field("jumlah_anggota", ("jumlah_anggota_keluarga",)),
        Field("aktif", ("status_aktif",)),
        _DELETED,
        _DIED,
        Field("pkh", ("PKH",)),
        Field("sembako", ("SEMBAKO", "BPNT")),
        Field("pbi", ("PBI",)),
    ),
    signature=(("peringkat_nasional",), ("persentil",), ("dihapus",)),
    ignored=("no", "peringkat_provinsi", "peringkat_kab_kota"),
)
ANGGOTA: Final = Part(
    name="siksng_anggota",
    fields=(
        _ID,
        Field("kk", ("no_kk", "kk")),
        Field("person_ref", ("idsemesta",), required=True, characteristic=True),
        *fields.having(
            "nik",
            "nama",
            "jenis_kelamin",
            "tanggal_lahir",
            required=("nik", "nama"),
            optional=("jenis_kelamin", "tanggal_lahir"),
        ),
        Field("hubungan", ("hub_kepala_keluarga",), characteristic=True),
        Field("hubungan_kode", ("id_hub_kepala_keluarga",)),
        Field("pekerjaan", ("pekerjaan_utama",)),
        Field("keberadaan", ("keberadaan_anggota",), characteristic=True),
        Field("aktif", ("flag_aktif",)),
        _DELETED,
        _DIED,
    ),
    ignored=("no", "status_kedudukan_pekerjaan_utama", "status_kpd"),
)


def status_of_row(draft: Draft) -> None:
    """Died before anything else; then what the visit found; deleted or not active is nonaktif; else aktif."""
    parts = [name for name in ("_meninggal", "_keberadaan") if name in draft.has]
    says = pl.coalesce(*parts) if parts else pl.lit(None, dtype=pl.String)
    deleted = pl.col("_dihapus").is_not_null() if "_dihapus" in draft.has else pl.lit(value=False)
    active = pl.col("_aktif") if "_aktif" in draft.has else pl.lit(None, dtype=pl.String)
    status = (
        pl.when(says.is_not_null() & (says != "aktif"))
        .then(says)
        .when(deleted)
        .then(pl.lit("nonaktif"))
        .otherwise(pl.coalesce(active, says))
    )
    draft.frame = draft.frame.with_columns(status.alias("status"))
    draft.lineage = [
        {**row, "field": "status"} if row["field"].startswith("_") else row for row in draft.lineage
    ]


_STATUS: Final = (
    take.code("_meninggal", codes.MENINGGAL, "meninggal"),
    take.words("_dihapus", "dihapus"),
    take.code("_aktif", codes.STATUS_AKTIF, "aktif"),
)
_AID: Final = (
    take.code("terima_pkh", codes.PROGRAM, "pkh"),
    take.code("terima_sembako", codes.PROGRAM, "sembako"),
    take.code("terima_pbi", codes.PROGRAM, "pbi"),
)
_FAMILY: Final = (
    take.as_written("family_ref", "id_keluarga"),
    take.as_written("alamat"),
    take.rt_in_text("rt", "alamat"),
    take.rw_in_text("rw", "alamat"),
    take.decile(),
)

RECIPES: Final = {
    "siksng_keluarga": (
        records.Recipe(
            table=tables.KELUARGA_RECORDS,
            numbers={"kk": "kk", "nik_kepala": "nik_kepala"},
            takes=(*_FAMILY, *_STATUS, *_AID, take.words("nama_kepala"), take.integer("jumlah_anggota")),
            steps=(status_of_row,),
        ),
        records.Recipe(
            table=tables.PERSON_RECORDS,
            numbers={"nik": "nik_kepala", "kk": "kk"},
            takes=(*_FAMILY, *_STATUS, *_AID, take.words("nama", "nama_kepala")),
            constants={"part": "kepala", "hubungan": "kepala"},
            steps=(status_of_row,),
        ),
    ),
    "siksng_anggota": (
        records.Recipe(
            table=tables.PERSON_RECORDS,
            numbers={"nik": "nik", "kk": "kk"},
            takes=(
                take.as_written("family_ref", "id_keluarga"),
                take.as_written("person_ref"),
                take.words("nama"),
                take.sex(),
                take.date("tanggal_lahir"),
                take.words("pekerjaan"),
                take.code("hubungan", bps_form.HUBUNGAN, "hubungan", "hubungan_kode"),
                take.code("_keberadaan", codes.KEBERADAAN_ANGGOTA, "keberadaan"),
                *_STATUS,
            ),
            constants={"part": "anggota"},
            steps=(steps.spouse_by_sex, status_of_row),
        ),
    ),
}


def convert(recognition: profile.Recognition, edition: str) -> profile.Converted:
    """Records, lineage and findings of one SIKS-NG check result."""
    return records.deliver(recognition, edition, RECIPES)
