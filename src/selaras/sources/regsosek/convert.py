"""Regsosek 2022.K into person and keluarga records.

The workbook has no family id: the KK number joins its sheets. A keluarga record stands in its row of the housing sheet;
what the other sheets say about the same KK number is added to it, and lineage names the sheet and column of each field.
A KK number that stands in other sheets only gets a record in the first of them; a row of those sheets without a KK
number belongs to nobody and is reported.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from selaras.engine import tables
from selaras.engine.read import profile, values
from selaras.engine.read.deliver import bps_form, records, steps, take
from selaras.engine.read.deliver import codes as lists
from selaras.engine.read.deliver.draft import Draft
from selaras.sources.regsosek import codes

WITHOUT_KK: Final = "regsosek_baris_tanpa_kk"

_DIFFICULTIES: Final = tuple(f"kesulitan_{letter}" for letter in "abcdefghi")
_ASSETS: Final = tuple(c.name for c in tables.KELUARGA_RECORDS.columns if c.name.startswith("aset_"))
_SHEET_ORDER: Final = ("perumahan", "program", "petugas", "tempat")
_LIVESTOCK: Final = ("jumlah_sapi", "jumlah_kerbau", "jumlah_kuda", "jumlah_babi", "jumlah_kambing")


def check_sums(draft: Draft) -> None:
    """411, 426 and 431f become no column of ours; a sum that cannot be is reported all the same."""
    for column, codes_ in (
        ("identitas", codes.IDENTITAS),
        ("internet_usaha", codes.INTERNET_USAHA),
        ("jamket", codes.JAMINAN_KERJA),
    ):
        texts = draft.mapped.texts(column)
        if texts is not None:
            word = next(iter(codes_.bits.values()))
            draft.blamed(column, column, lists.read_sum(texts, codes_, word).fault)


def never_at_school(draft: Draft) -> None:
    """415 "no primary certificate" covers those who never went to school; 412 = 1 tells them apart."""
    texts = draft.mapped.texts("bersekolah")
    if texts is None or "pendidikan" not in draft.has:
        return
    never = values.written(pl.col("a")).str.contains(r"^0*1\b|TIDAK/BELUM PERNAH")
    column = pl.DataFrame({"a": texts, "pendidikan": draft.frame["pendidikan"]}).select(
        pl.when(never & (pl.col("pendidikan").is_null() | (pl.col("pendidikan") == "belum_tamat_sd")))
        .then(pl.lit("tidak_sekolah"))
        .otherwise("pendidikan")
        .alias("pendidikan")
    )
    draft.put("pendidikan", column.to_series())
    draft.traced("pendidikan", "bersekolah")


def _keluarga(*takes: take.Take) -> tuple[records.Recipe, ...]:
    return (
        records.Recipe(
            table=tables.KELUARGA_RECORDS,
            numbers={"kk": "kk"},
            takes=takes,
            steps=(steps.family_or_kk,),
        ),
    )


RECIPES: Final = {
    "tempat": _keluarga(
        take.words("dusun", "sls"), take.rt_in_text("rt", "sls"), take.rw_in_text("rw", "sls")
    ),
    "petugas": _keluarga(take.code("status", codes.HASIL_PENDATAAN, "hasil")),
    "perumahan": _keluarga(
        take.code("status_rumah", bps_form.STATUS_RUMAH),
        take.decimal("luas_lantai"),
        take.code("lantai", bps_form.LANTAI),
        take.code("dinding", bps_form.DINDING),
        take.code("atap", codes.ATAP),
        take.code("air_minum", bps_form.AIR_MINUM),
        take.code("penerangan", bps_form.PENERANGAN),
        take.code("daya", bps_form.DAYA, "daya_1", "daya_2", "daya_3", fold=take.SMALLEST),
        take.code("bahan_bakar", codes.BAHAN_BAKAR),
        take.code("bab", bps_form.BAB),
        take.code("kloset", bps_form.KLOSET),
        take.code("tinja", bps_form.TINJA),
    ),
    "program": _keluarga(
        take.code("terima_sembako", bps_form.YA_TIDAK_8, "sembako"),
        take.code("terima_pkh", bps_form.YA_TIDAK_8, "pkh"),
        take.code("terima_blt_dd", bps_form.YA_TIDAK_8, "blt_dd"),
        take.code("terima_pemda", bps_form.YA_TIDAK_8, "pemda"),
        *(take.code(name, bps_form.YA_TIDAK_8) for name in _ASSETS if name != "aset_simpanan"),
        *(take.integer(name) for name in _LIVESTOCK),
    ),
    "anggota": (
        records.Recipe(
            table=tables.PERSON_RECORDS,
            numbers={"nik": "nik", "kk": "kk"},
            takes=(
                take.words("nama"),
                take.sex(),
                take.date("tanggal_lahir"),
                take.code("status", codes.KEBERADAAN),
                take.code("status_kawin", bps_form.KAWIN),
                take.code("hubungan", bps_form.HUBUNGAN),
                take.code("hamil", bps_form.YA_TIDAK),
                take.code("bersekolah", bps_form.SEKOLAH),
                take.code("pendidikan", codes.IJAZAH, "ijazah"),
                take.code("bekerja", bps_form.YA_TIDAK),
                take.code("pekerjaan", bps_form.KEDUDUKAN, "kedudukan"),
                take.code("disabilitas", bps_form.KESULITAN, *_DIFFICULTIES, fold=take.ANY_OF_ALL),
                take.code("penyakit_menahun", bps_form.PENYAKIT),
                take.in_sum("terima_pbi", codes.JAMINAN_KESEHATAN, "pbi", "jamkes"),
                take.code("terima_prakerja", bps_form.YA_TIDAK_8, "prakerja"),
                take.code("terima_kur", bps_form.YA_TIDAK_8, "kur"),
                take.code("terima_pip", bps_form.YA_TIDAK_8, "pip"),
            ),
            constants={"part": "anggota"},
            steps=(steps.spouse_by_sex, steps.family_or_kk, never_at_school, check_sums),
        ),
    ),
}


def workbook(recognition: profile.Recognition, edition: str) -> profile.Converted:
    """Records, lineage and findings of one Regsosek workbook, whichever of its sheets are there."""
    made = records.drafts(recognition, edition, RECIPES)
    join_keluarga([draft for draft in made if draft.table is tables.KELUARGA_RECORDS])
    return records.converted(made, recognition, edition)


def join_keluarga(made: list[Draft]) -> None:
    """One record per keluarga out of the rows of several sheets; the other drafts keep findings and lineage only."""
    by_part = {part: [draft for draft in made if draft.mapped.part == part] for part in _SHEET_ORDER}
    parts = [
        pl.concat([draft.frame for draft in found], how="diagonal") for found in by_part.values() if found
    ]
    if len(parts) < 2:
        return
    base = next(part for part in _SHEET_ORDER if by_part[part])
    for draft in made:
        if draft.mapped.part != base:
            draft.noted("kk", WITHOUT_KK, draft.frame["family_ref"].is_null())
    joined = parts[0]
    for part in parts[1:]:
        joined = _beside(joined, part)
    for draft in made:
        draft.frame = joined.clear()
    made[0].frame = joined


def _beside(base: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """`base` with the columns of `other` for the same family, and the rows of `other` whose family it lacks."""
    keyed = other.filter(pl.col("family_ref").is_not_null()).unique(
        "family_ref", keep="first", maintain_order=True
    )
    own = {*tables.KEY_NAMES, "family_ref", "kk", "kk_status"}
    added = keyed.select("family_ref", *(name for name in other.columns if name not in own))
    beside = base.join(added, on="family_ref", how="left", maintain_order="left", suffix="_other")
    twice = [name for name in base.columns if f"{name}_other" in beside.columns]
    beside = beside.with_columns(pl.coalesce(name, f"{name}_other").alias(name) for name in twice)
    beside = beside.drop(f"{name}_other" for name in twice)
    return pl.concat([beside, keyed.join(base, on="family_ref", how="anti")], how="diagonal")
