"""The truth fits the files: every key leads to its row, and where no fault was put in, the row is true."""

from __future__ import annotations

import csv
import functools
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from selaras.synthetic import damage_numbers

# File: separator, encoding, columns of name, NIK and KK.
CSVS = {
    "dtks_2024-10.csv": (";", "cp1252", "NAMA", "NIK", "NO KK"),
    "p3ke_individu_2023-06.csv": (",", "utf-8-sig", "Nama", "NIK", None),
    "dtsen_anggota_2026-03.csv": (",", "utf-8", "nama", "nik", "no_kk"),
    "dtsen_keluarga_2026-03.csv": (",", "utf-8", "nama_kepala_keluarga", None, "no_kk"),
    "dukcapil_2026-06.csv": (";", "utf-8", "NAMA_LGKP", "NIK", "NO_KK"),
}
# File: column numbers of name, NIK and KK.
BOOKS = {
    "p3ke_keluarga_2023-06.xlsx": (8, 9, None),
    "dtks_2023-10.xlsx": (12, 11, 10),
    "rbpk_2026-05.xlsx": (6, 4, 5),
    "regsosek_2022-11.xlsx": (2, 3, 0),
}
KEY = ["file", "sheet", "row"]


@functools.cache
def cells(folder: Path, file: str) -> dict[tuple[str, int], tuple[str, str, str]]:
    """(sheet, row) -> name, NIK, KK as written ("" where empty or not in the list)."""
    found = {}
    if file in CSVS:
        separator, encoding, *wanted = CSVS[file]
        text = (folder / file).read_text(encoding)
        for number, row in enumerate(csv.DictReader(text.splitlines(), delimiter=separator), start=2):
            found[file.removesuffix(".csv"), number] = tuple(row[name] if name else "" for name in wanted)
        return found  # type: ignore[return-value]
    places = BOOKS[file]
    for page in openpyxl.load_workbook(folder / file):
        for number, row in enumerate(page.iter_rows(values_only=True), start=1):
            found[page.title, number] = tuple(
                str(row[place] or "") if place is not None and place < len(row) else "" for place in places
            )
    return found  # type: ignore[return-value]


@pytest.mark.parametrize("file", [*CSVS, *BOOKS])
def test_rows_without_a_fault_are_true(
    kabupaten: Path, links: pl.DataFrame, persons: pl.DataFrame, hits: pl.DataFrame, file: str
) -> None:
    written = cells(kabupaten, file)
    rows = links.filter(pl.col("file") == file).join(persons, on="true_person", how="left")
    bad = hits.filter(pl.col("file") == file).group_by("sheet", "row").agg(pl.col("field"))
    faulty = {(sheet, row): set(fields) for sheet, row, fields in bad.iter_rows()}
    assert rows.height > 20
    wrong = 0
    for row in rows.iter_rows(named=True):
        key = (row["sheet"], row["row"])
        name, nik, _ = written[key]
        spoilt = faulty.get(key, set())
        if "nama" not in spoilt:
            wrong += name.upper() != row["nama"].replace("\u2019", "'")
        if "nik" not in spoilt and nik:
            wrong += nik != row["nik"]
    assert wrong == 0


@pytest.mark.parametrize("file", ["dtks_2024-10.csv", "dtsen_anggota_2026-03.csv", "dukcapil_2026-06.csv"])
def test_every_row_of_a_list_is_in_the_truth_once(kabupaten: Path, links: pl.DataFrame, file: str) -> None:
    rows = links.filter(pl.col("file") == file)
    assert set(rows.select("sheet", "row").iter_rows()) == set(cells(kabupaten, file))
    assert rows.select(*KEY, "part").is_duplicated().sum() == 0


@pytest.mark.parametrize("file", [*CSVS, *BOOKS])
def test_no_number_can_be_a_real_persons(kabupaten: Path, links: pl.DataFrame, file: str) -> None:
    keys = set(links.filter(pl.col("file") == file).select("sheet", "row").iter_rows())
    numbers = [
        value for key, row in cells(kabupaten, file).items() if key in keys for value in row[1:] if value
    ]
    unusual = [value for value in numbers if value not in damage_numbers.DUMMIES and value[12:13] != "9"]
    assert unusual == []


def test_true_numbers_are_unique_and_of_the_made_up_thousand(kabupaten: Path, persons: pl.DataFrame) -> None:
    both = pl.concat([persons["nik"], persons["nik_kedua"].drop_nulls()])
    assert both.n_unique() == both.len()
    assert both.str.contains(r"^\d{12}9\d{3}$").all()
    cards = pl.read_parquet(kabupaten / "truth" / "keluarga.parquet")["kk"]
    assert cards.n_unique() == cards.len()
    assert cards.str.contains(r"^\d{12}9\d{3}$").all()


def test_last_digits_are_spread_so_that_nothing_looks_damaged(persons: pl.DataFrame) -> None:
    assert 0.07 < persons["nik"].str.ends_with("0").mean() < 0.13  # type: ignore[operator]


def test_prefixes_of_migrants_and_of_abolished_codes_occur(persons: pl.DataFrame) -> None:
    province = persons["nik"].str.head(2)
    assert (province != "64").mean() > 0.05  # type: ignore[operator]
    assert {"35", "73", "63"} <= set(province)
    assert persons["nik"].str.head(4).is_in(["6404", "6405", "6406", "6473"]).any()


def test_family_rows_name_their_family(kabupaten: Path, links: pl.DataFrame) -> None:
    families = pl.read_parquet(kabupaten / "truth" / "keluarga_links.parquet")
    heads = links.filter(pl.col("part") == "kepala")
    assert heads.join(families, on=[*KEY, "listed_keluarga"], how="anti").is_empty()
    assert set(families["part"]) == {"kepala", "keluarga"}


def test_who_the_lists_miss_and_who_they_list_twice(links: pl.DataFrame, persons: pl.DataFrame) -> None:
    registry = links.filter(pl.col("source") == "dukcapil")
    living = persons.filter(pl.col("status") == "aktif")
    listed = living["true_person"].is_in(registry["true_person"].implode())
    assert 0.95 < listed.mean() < 1  # type: ignore[operator]
    dtks = links.filter(pl.col("file") == "dtks_2024-10.csv")
    assert 0.15 < dtks["true_person"].n_unique() / living.height < 0.5
    assert dtks["true_person"].n_unique() < dtks.height


def test_lists_of_other_dates_tell_of_other_families(links: pl.DataFrame) -> None:
    moved = links.filter(pl.col("true_keluarga") != pl.col("true_keluarga_now"))
    stale = links.filter(pl.col("true_keluarga") != pl.col("listed_keluarga"))
    assert 0 < stale.height < 0.1 * links.height
    assert 0 < moved.height < 0.3 * links.height
