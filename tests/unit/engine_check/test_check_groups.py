"""What the check says about families, lists and sheets, and what it leaves unsaid."""

import datetime as dt
from typing import Any

import check_builders as build
import polars as pl
import pytest

from selaras.engine import tables
from selaras.engine.check import lists, run

D = dt.date


def copies(times: int, **changes: Any) -> list[dict[str, Any]]:
    """Row 2 of the family, some more times, each in a family of its own."""
    return [build.person(10 + i, family_ref=f"KEL-{10 + i}", **changes) for i in range(times)]


def test_a_region_outside_the_regency_is_no_remark() -> None:
    found = build.check(build.changed(2, nik="7371021708809001"))
    assert found.is_empty()


def test_an_abolished_region_is_no_remark() -> None:
    """64.04 was Bulungan before there was a Kalimantan Utara."""
    assert build.check(build.changed(2, nik="6404011708809001")).is_empty()


def test_a_swapped_day_and_month_is_told() -> None:
    found = build.check(build.changed(2, nik="6402020708809001", tanggal_lahir=D(1980, 7, 8)))
    details = found.filter(pl.col("code") == "nik_lahir_beda")["detail"].to_list()
    assert details == ["menurut NIK 07-08-80; hari dan bulan tertukar"]


def test_the_century_is_left_to_the_birth_date() -> None:
    old = build.changed(2, nik="6402021708209001", tanggal_lahir=D(1920, 8, 17))
    young = build.changed(4, nik="6402021708209001", tanggal_lahir=D(2020, 8, 17))
    for rows in (old, young):
        assert "nik_lahir_beda" not in build.codes(build.check(rows))


def test_head_named_in_a_family_sheet_is_no_duplicate_of_the_member_row() -> None:
    named = build.person(2, sheet="Keluarga", part="kepala")
    assert build.check([named, *build.family()]).is_empty()


def test_head_named_in_a_family_sheet_is_a_head() -> None:
    members = build.family()[1:]
    assert "keluarga_tanpa_kepala" in build.codes(build.check(members))
    named = build.person(2, sheet="Keluarga", part="kepala")
    assert "keluarga_tanpa_kepala" not in build.codes(build.check([named, *members]))


def test_the_same_nik_in_two_editions_is_no_duplicate() -> None:
    later = [member | {"edition": "2024-11", "file": "lagi.xlsx"} for member in build.family()]
    assert build.check([*build.family(), *later]).is_empty()


def test_a_misspelt_name_with_the_same_birth_date_is_one_person() -> None:
    found = build.codes(build.check([*build.family(), *copies(1, nama="SAMAT RUKMANA")]))
    assert "nik_ganda" in found
    assert "nik_dua_orang" not in found


def test_a_title_does_not_make_another_person() -> None:
    found = build.codes(
        build.check([*build.family(), *copies(1, nama="H. SAMAD RUKMANA", tanggal_lahir=None)])
    )
    assert "nik_ganda" in found


def test_a_copied_nik_is_said_of_the_member_and_not_of_the_head() -> None:
    found = build.check(build.changed(4, nik="6402021708809001"))
    assert build.places(found, "nik_kepala_disalin") == [(4, "nik")]
    assert not build.codes(found) & {"nik_dua_orang", "nik_ganda", "nik_dipakai_banyak_orang"}


def test_a_repeated_nik_tells_where_else_it_stands() -> None:
    found = build.check([*build.family(), *copies(2)]).filter(pl.col("code") == "nik_ganda")
    assert found["detail"].unique().to_list() == ["3 baris, dari baris 2 sampai baris 11"]


def test_a_nik_that_fits_its_owner_may_equal_a_kk_number_by_chance() -> None:
    other = build.many(1, kk="6402021409109003")
    assert "nik_adalah_kk_lain" not in build.codes(
        build.check([*build.family(), *(row | {"row": 9} for row in other)])
    )


def test_a_programme_repeated_for_all_members_is_that_of_the_family() -> None:
    everybody = [member | {"terima_kur": True} for member in build.family()]
    assert "usaha_di_bawah_umur" not in build.codes(build.check(everybody))
    assert "usaha_di_bawah_umur" in build.codes(build.check(build.changed(4, terima_kur=True)))


def test_one_person_written_twice_is_not_a_family_of_one_name() -> None:
    twice = [build.person(2), build.person(3, nik=None, nik_status="empty")]
    found = build.codes(build.check(twice))
    assert "orang_ganda_tanpa_nik" in found
    assert "keluarga_satu_nama" not in found


def test_twins_without_nik_are_two_people() -> None:
    twins = [
        build.person(row, hubungan="anak", status_kawin="belum_kawin", nik=None, nik_status="empty", nama=name,
                     tanggal_lahir=D(2015, 3, 9))
        for row, name in ((5, "DELIMA MELATI"), (6, "DELIMA KENANGA"))
    ]  # fmt: skip
    found = build.codes(build.check([*build.family(), *twins]))
    assert not found & {"orang_ganda_tanpa_nik", "orang_ganda_beda_nik", "orang_di_dua_keluarga"}


def test_a_column_that_is_not_there_is_one_remark_not_one_for_each_row() -> None:
    found = build.check(build.many(50, tanggal_lahir=None))
    assert build.places(found, "berkas_kolom_kosong") == [(None, "tanggal_lahir")]
    assert build.places(found, "tanggal_lahir_kosong") == []


def test_a_damaged_column_is_one_remark_not_one_for_each_row() -> None:
    found = build.check(build.many(50, nik=None, nik_status="damaged"))
    assert build.places(found, "berkas_nik_rusak") == [(None, "nik")]
    assert build.places(found, "nik_rusak") == []


def test_what_reading_explained_is_not_said_again() -> None:
    rows = build.changed(4, tanggal_lahir=None)
    before = build.check(rows)
    said = before.filter(pl.col("code") == "tanggal_lahir_kosong").with_columns(
        pl.lit("tanggal_tak_terbaca").alias("code")
    )
    after = run.check(
        build.frame(tables.PERSON_RECORDS, rows),
        tables.KELUARGA_RECORDS.empty(),
        as_known_on=build.TODAY,
        reported=said,
    )
    assert "tanggal_lahir_kosong" in build.codes(before)
    assert build.codes(after) == build.codes(before) - {"tanggal_lahir_kosong"}


def test_a_column_that_reading_refused_is_not_refused_again() -> None:
    """However few rows it has; a refused column of KK says nothing about the NIK."""
    for rows in (
        build.many(50, nik=None, nik_status="damaged"),
        build.changed(4, nik=None, nik_status="damaged"),
    ):
        before = build.check(rows)
        about = before.filter(pl.col("code").is_in(["berkas_nik_rusak", "nik_rusak"])).with_columns(
            pl.lit("kolom_nomor_rusak").alias("code"),
            pl.lit("tolak").alias("severity"),
            pl.lit(None, dtype=pl.UInt32).alias("row"),
        )
        after = {
            field: run.check(
                build.frame(tables.PERSON_RECORDS, rows),
                tables.KELUARGA_RECORDS.empty(),
                as_known_on=build.TODAY,
                reported=about.with_columns(pl.lit(field).alias("field")),
            )
            for field in ("nik", "kk")
        }
        assert build.codes(before) - build.codes(after["nik"]) in ({"berkas_nik_rusak"}, {"nik_rusak"})
        assert after["kk"].equals(before)


def test_a_row_that_stands_for_person_and_keluarga_is_told_once() -> None:
    rows = build.changed(2, kk=None, kk_status="empty")
    same_row = build.house(2, kk=None, kk_status="empty") | {"sheet": "Data"}
    found = build.check(rows, [same_row, *(build.house(i) for i in (8, 9))])
    assert build.places(found, "kk_kosong") == [(2, "kk")]


def test_children_of_a_family_sheet_count_as_its_members() -> None:
    found = build.check(build.family(), [build.house(jumlah_anggota=5)])
    assert found.filter(pl.col("code") == "jumlah_anggota_beda")["detail"].to_list() == [
        "tercatat 3 baris anggota"
    ]


def test_a_list_without_family_ids_is_grouped_by_kk() -> None:
    rows = [member | {"family_ref": None} for member in build.changed(2, hubungan="famili")]
    assert "keluarga_tanpa_kepala" in build.codes(build.check(rows))


def test_rows_of_families_scattered_over_the_whole_list_are_no_remark() -> None:
    """A list sorted by name says nothing about single families."""
    pairs = [
        person | {"row": 2 + i + 20 * half, "hubungan": ["kepala", "famili"][half]}
        for half in (0, 1)
        for i, person in enumerate(build.many(20))
    ]
    assert "keluarga_baris_terpisah" not in build.codes(build.check(pairs))


def test_ages_are_those_on_the_day_of_the_edition() -> None:
    rows = [member | {"edition": "2012"} for member in build.changed(2, tanggal_lahir=D(1999, 8, 17))]
    assert "kepala_anak" in build.codes(build.check(rows))
    assert "kepala_anak" not in build.codes(build.check(build.changed(2, tanggal_lahir=D(1999, 8, 17))))


@pytest.mark.parametrize(
    ("edition", "day"),
    [
        ("2024", D(2024, 12, 31)),
        ("2024-02", D(2024, 2, 29)),
        ("2024-02-10", D(2024, 2, 10)),
        ("2031-01", build.TODAY),
        ("2024-13", build.TODAY),
        ("triwulan satu", build.TODAY),
        (None, build.TODAY),
    ],
)
def test_an_edition_speaks_of_its_last_day(edition: str | None, day: dt.date) -> None:
    assert lists.edition_day(edition, build.TODAY) == day


def test_a_list_that_covers_many_regencies_has_no_place_outside() -> None:
    rows = build.many(40, kode_desa=lambda i: ["64.02.02.2003", "64.71.01.1001"][i % 2], kode_kecamatan=None)
    assert "desa_di_luar_kabupaten" not in build.codes(build.check(rows))


def test_few_rows_are_not_refused_as_a_sheet() -> None:
    rows = build.changed(4, nik=None, nik_status="damaged")
    found = build.check(rows)
    assert found.filter(pl.col("row").is_null(), pl.col("severity") == "tolak").is_empty()


def test_empty_tables_give_no_findings() -> None:
    found = build.check([], [])
    assert found.is_empty()
    assert found.schema == tables.FINDINGS.schema


def test_keluarga_without_any_person_list_are_checked_alone() -> None:
    found = build.check([], [build.house(luas_lantai=0.0)])
    assert build.codes(found) == {"luas_lantai_nol"}


def test_rows_without_family_name_or_number_are_checked_alone() -> None:
    found = build.check(
        [build.person(2, family_ref=None, kk=None, kk_status="ok", kode_desa=None, desa=None)]
    )
    assert "keluarga_tanpa_kepala" not in build.codes(found)
