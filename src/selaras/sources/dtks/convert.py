"""SIKS-NG export of DTKS into person records: one row per member, in words."""

from __future__ import annotations

from typing import Final

import polars as pl

from selaras.engine import tables
from selaras.engine.read import profile
from selaras.engine.read.deliver import records, steps, take
from selaras.engine.read.deliver.draft import Draft
from selaras.sources.dtks import codes

FAMILY_ID = "id_dtks_per_keluarga"

TAKES: Final = (
    *take.PERSON,
    take.birth_place("tempat_lahir", "tempat_tanggal_lahir"),
    take.birth_date("tanggal_lahir", "tempat_tanggal_lahir"),
    take.as_written("person_ref", "id_dtks"),
    take.code("hubungan", codes.HUBUNGAN),
    take.code("padan", codes.PADAN),
    take.code("terima_sembako", codes.YA_TIDAK, "bpnt"),
    take.code("terima_pkh", codes.YA_TIDAK, "pkh"),
    take.code("terima_bpnt_ppkm", codes.YA_TIDAK, "bpnt_ppkm"),
    take.code("terima_pbi", codes.YA_TIDAK, "pbi"),
)


def id_of_person_or_family(draft: Draft) -> None:
    """Exports differ: ID DTKS numbers the member or the whole keluarga. Two rows with one id and one KK decide.

    The id then is the family's, and the sheet says so once.
    """
    if "person_ref" not in draft.has:
        return
    ids = draft.frame.select("person_ref", "kk" if "kk" in draft.has else pl.lit("").alias("kk")).drop_nulls()
    repeated = ids.group_by("person_ref").agg(pl.len().alias("n"), pl.col("kk").n_unique().alias("k"))
    shared = repeated.filter((pl.col("n") > 1) & (pl.col("k") == 1)).height
    # A few repeats are double rows; an id of the keluarga repeats wherever a keluarga has two members.
    if shared * 5 < repeated.height:
        return
    draft.frame = draft.frame.rename({"person_ref": "family_ref"})
    draft.lineage = [
        {**row, "field": "family_ref"} if row["field"] == "person_ref" else row for row in draft.lineage
    ]
    draft.remarked("family_ref", FAMILY_ID, f"{shared} dari {repeated.height} nomor dipakai beberapa anggota")


RECIPES: Final = {
    "anggota": (
        records.Recipe(
            table=tables.PERSON_RECORDS,
            numbers={"nik": "nik", "kk": "kk"},
            takes=TAKES,
            constants={"part": "anggota"},
            steps=(steps.spouse_by_sex, id_of_person_or_family, steps.family_or_kk),
        ),
    )
}


def anggota(recognition: profile.Recognition, edition: str) -> profile.Converted:
    """Person records, lineage and findings of one SIKS-NG export."""
    return records.deliver(recognition, edition, RECIPES)
