"""Faults come at the rates that are written down, and not at all where the rates are zero."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import polars as pl
import pytest

from selaras.synthetic import faults, make

# Faults that hit rows one by one, whatever else is in the row: code -> field of Faults.
ROW_FAULTS = {
    "nik_kosong": "nik_missing",
    "nik_salah_satu_angka": "nik_digit",
    "nama_salah_ketik": "name_typo",
    "lahir_tahun_meleset": "birth_year_off",
    "lahir_salah_angka": "birth_digit",
    "jenis_kelamin_salah": "sex_wrong",
    "ibu_kosong": "mother_missing",
    "status_kawin_salah": "marital_wrong",
}


@pytest.mark.parametrize("fault", ROW_FAULTS)
@pytest.mark.parametrize("source", ["dtks", "dtsen", "p3ke"])
def test_row_faults_come_at_their_rate(
    links: pl.DataFrame, hits: pl.DataFrame, fault: str, source: str
) -> None:
    rows = links.filter((pl.col("source") == source) & (pl.col("part") == "anggota")).height
    rate = getattr(faults.of(source, faults.Faults()), ROW_FAULTS[fault])
    found = hits.filter(
        (pl.col("source") == source) & (pl.col("part") == "anggota") & (pl.col("fault") == fault)
    ).height
    spread = 4.5 * math.sqrt(rows * rate * (1 - rate)) + 1
    # A few hits change nothing (a name too short for a slip, a date that stays the same).
    assert rows * rate * 0.93 - spread <= found <= rows * rate + spread


def test_every_fault_of_the_model_happens(hits: pl.DataFrame) -> None:
    happened = set(hits["fault"])
    wanted = {
        "nama_disingkat", "nama_kurang_kata", "nama_ejaan_lama", "nama_ejaan_bunyi", "nama_salah_ketik",
        "nama_tertukar", "nama_inisial", "nama_gabung", "nama_binti", "nama_gelar", "ibu_kosong", "ibu_salah_ketik",
        "lahir_hari_bulan_tertukar", "lahir_1_januari", "lahir_31_desember", "lahir_tahun_meleset", "lahir_kosong",
        "nik_kosong", "nik_isian_semu", "nik_salah_satu_angka", "nik_angka_tertukar", "nik_anggota_lain",
        "nik_kepala_disalin", "nik_orang_lain", "nik_kedua", "nik_berisi_kk", "nik_kurang_angka", "nik_rusak_excel",
        "kk_lama", "kk_kosong", "kk_salah_satu_angka", "kk_keluarga_lain", "kk_berisi_nik", "hubungan_salah",
        "status_kawin_salah", "desa_salah", "desa_ejaan_lain", "rt_kosong", "rt_salah", "alamat_kosong",
        "alamat_ditulis_lain", "data_lama", "keluarga_ganda", "orang_di_dua_keluarga", "meninggal_masih_tercatat",
        "pindah_masih_tercatat",
    }  # fmt: skip
    assert wanted <= happened


def test_factors_scale_and_never_pass_one() -> None:
    base = faults.Faults()
    double = base.scaled(2)
    assert double.nik_missing == 2 * base.nik_missing
    assert double.name_truncated == 1.0
    assert all(0 <= rate <= 1 for rate in dataclasses.asdict(base.scaled(50)).values())


def test_without_faults_a_list_is_true(tmp_path: Path) -> None:
    make.make(1_500, 5, tmp_path / "x", options=make.Options(faults=faults.Faults().scaled(0)))
    truth = tmp_path / "x" / "truth"
    hits = pl.read_parquet(truth / "faults.parquet").filter(~pl.col("source").is_in(list(faults.FIXED)))
    assert hits.is_empty()
    rows = pl.read_csv(
        tmp_path / "x" / "dtks_2024-10.csv", separator=";", encoding="cp1252", infer_schema=False
    )
    links = pl.read_parquet(truth / "links.parquet").filter(pl.col("file") == "dtks_2024-10.csv")
    persons = pl.read_parquet(truth / "persons.parquet")
    true = links.sort("row").join(persons, on="true_person", how="left", maintain_order="left")
    assert rows["NIK"].equals(true["nik"].rename("NIK"))
    assert rows["TANGGAL LAHIR"].str.to_date("%d/%m/%Y").equals(true["tanggal_lahir"].rename("TANGGAL LAHIR"))
    assert (true["true_keluarga"] == true["listed_keluarga"]).all()
    assert links["true_person"].is_duplicated().sum() == 0


def test_every_rate_is_explained_on_the_page() -> None:
    page = (Path(__file__).parents[3] / "docs" / "penjelasan" / "kabupaten-buatan.md").read_text("utf-8")
    unexplained = [f.name for f in dataclasses.fields(faults.Faults) if f"`{f.name}`" not in page]
    assert unexplained == []
