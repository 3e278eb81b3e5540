"""BPS tables: regions down, years or measures across; BPS numbers regions in its own way."""

from __future__ import annotations

import pytest

from selaras.sources.bps import codes, places

TITLE = ["Persentase Penduduk Miskin Menurut Kabupaten/Kota di Provinsi Kalimantan Timur (Persen), 2022-2024"]


def figures(converted) -> list[tuple]:
    return converted.aggregates.select(
        "wilayah", "kode", "periode", "ukuran", "nilai", "satuan", "column", "row"
    ).rows()


def test_years_across(write_xlsx, recognised) -> None:
    rows = [
        ["Kutai Barat", "10,20", "9,85*", "-"],
        ["Kutai Kartanegara", "7,96", "7,61", "7,28"],
        ["Kota Balikpapan", "2,45", "...", "1,97"],
        ["Kalimantan Timur", "6,31", "6,11", "5,78"],
    ]
    path = write_xlsx(
        "p0.xlsx", {"Tabel": (["Kabupaten/Kota", "2022", "2023", "2024"], rows)}, above=[TITLE, []]
    )
    found = recognised(path)
    assert (found.profile.name, found.drift) == ("bps_tabel", ())
    converted = found.profile.convert(found, "2024")
    seen = figures(converted)
    measure = "Persentase Penduduk Miskin"
    assert ("Kutai Kartanegara", "64.02", "2024", measure, 7.28, "persen", "D", 5) in seen
    assert ("Kutai Barat", "64.07", "2023", measure, 9.85, "persen", "C", 4) in seen
    assert ("Kutai Barat", "64.07", "2024", measure, None, "persen", "D", 4) in seen
    assert ("Kota Balikpapan", "64.71", "2023", measure, None, "persen", "C", 6) in seen
    assert ("Kalimantan Timur", "64", "2022", measure, 6.31, "persen", "B", 7) in seen
    assert len(seen) == 12
    assert converted.persons is None
    assert converted.findings.select("row", "code").rows() == [(4, "bps_tanda_strip")]
    assert set(converted.lineage.filter(field="nilai")["column"]) == {"B", "C", "D"}


def test_measures_across_with_the_year_in_the_title(write_xlsx, delivered) -> None:
    head = [
        "Kabupaten/Kota",
        "Jumlah Penduduk Miskin (ribu jiwa)",
        "Garis Kemiskinan (Rupiah/Kapita/Bulan)",
        "Indeks Kedalaman Kemiskinan (P1)",
    ]
    rows = [["Kutai Timur", "35,64", "703.120", "1,05"], ["Bontang", "8,00", "724.401", "0,60"]]
    title = [["Kemiskinan Provinsi Kalimantan Timur, Maret 2024"]]
    seen = figures(delivered(write_xlsx("k.xlsx", {"T": (head, rows)}, above=title), "2024"))
    assert ("Kutai Timur", "64.08", "2024-03", "Jumlah Penduduk Miskin", 35.64, "ribu_jiwa", "B", 3) in seen
    assert ("Kutai Timur", "64.08", "2024-03", "Garis Kemiskinan", 703120.0, "rupiah", "C", 3) in seen
    assert ("Bontang", "64.74", "2024-03", "Indeks Kedalaman Kemiskinan", 0.6, "indeks", "D", 4) in seen


def test_two_header_rows(write_xlsx, delivered) -> None:
    head = ["", "2023", "2024", "2023", "2024"]
    above = [
        ["Kabupaten/Kota", "Persentase Penduduk Miskin (%)", "", "Jumlah Penduduk Miskin (Ribu Jiwa)", ""]
    ]
    rows = [
        ["Kutai Kartanegara", "7,61", "7,28", "61,31", "59,00"],
        ["Kutai Timur", "9,06", "8,81", "38,22", "38,24"],
    ]
    seen = figures(delivered(write_xlsx("k.xlsx", {"T": (head, rows)}, above=above), "2024"))
    assert ("Kutai Kartanegara", "64.02", "2024", "Jumlah Penduduk Miskin", 59.0, "ribu_jiwa", "E", 3) in seen
    assert ("Kutai Timur", "64.08", "2023", "Persentase Penduduk Miskin", 9.06, "persen", "B", 4) in seen


def test_a_list_with_one_figure_per_row(write_csv, recognised) -> None:
    head = ["wilayah", "kode_kemendagri", "periode", "ukuran", "nilai", "satuan", "sumber"]
    rows = [
        ["Kalimantan Timur", "64", "2018-09", "P0_persen", "6,06", "%", "BRS"],
        ["Kota Kupang", "53.71", "2024", "Penduduk miskin", "40,38", "ribu jiwa", "BRS"],
        ["Kutai Timur", "64.08", "tahun lalu", "P0_persen", "8,81", "%", "BRS"],
    ]
    found = recognised(write_csv("acuan.csv", head, rows))
    assert (found.profile.name, found.drift) == ("bps_daftar", ())
    converted = found.profile.convert(found, "2024")
    assert [row[:5] for row in figures(converted)] == [
        ("Kalimantan Timur", "64", "2018-09", "P0_persen", 6.06),
        ("Kota Kupang", "53.71", "2024", "Penduduk miskin", 40.38),
        ("Kutai Timur", "64.08", None, "P0_persen", 8.81),
    ]
    assert converted.findings.select("row", "code").rows() == [(4, "bps_periode_tak_jelas")]


def test_a_bps_code_is_believed_only_beside_its_own_name(write_xlsx, delivered) -> None:
    head = ["Kode", "Kabupaten/Kota", "Persentase Penduduk Miskin 2024"]
    rows = [
        ["6402", "Kutai Barat", "9,5"],
        ["6403", "Kutai Kartanegara", "7,28"],
        ["6402", "Kutai Timur", "8,81"],
    ]
    converted = delivered(write_xlsx("k.xlsx", {"T": (head, rows)}), "2024")
    assert converted.aggregates["kode"].to_list() == ["64.07", "64.02", None]
    assert converted.findings.select("row", "code").rows() == [(4, "bps_kode_nama_beda")]


def test_kupang_is_the_kabupaten_where_kota_kupang_stands_beside_it() -> None:
    assert places.by_name("Kupang", ["Kupang", "Kota Kupang"]).code == "53.01"
    assert places.by_name("Kota Kupang", ["Kupang", "Kota Kupang"]).code == "53.71"
    assert places.by_name("Kupang", ["Kupang"]) == places.Found(None, places.UNKNOWN)
    assert places.by_name("Indonesia", []) == places.Found(None)
    assert places.by_name("Negeri Jauh", []).finding == places.UNKNOWN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024", "2024"),
        ("Maret 2024", "2024-03"),
        ("September 2023", "2023-09"),
        ("2024 Semester 2 (September)", "2024-09"),
        ("2010-2024", None),
        ("Persentase", None),
    ],
)
def test_periods(text: str, expected: str | None) -> None:
    assert codes.period(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jumlah Penduduk Miskin (Ribu Jiwa)", "ribu_jiwa"),
        ("Garis Kemiskinan (Rupiah/Kapita/Bulan)", "rupiah"),
        ("Persentase Penduduk Miskin", "persen"),
        ("Jumlah Penduduk (Jiwa)", "jiwa"),
        ("Pengeluaran per Kapita (Ribu Rupiah)", "ribu_rupiah"),
        ("Umur Harapan Hidup (Tahun)", "tahun"),
        ("Luas (km2)", "km2"),
        ("Sesuatu", None),
    ],
)
def test_units(text: str, expected: str | None) -> None:
    assert codes.unit(text) == expected


def test_a_column_whose_year_nobody_names_is_reported(write_xlsx, delivered, codes_of) -> None:
    head = ["Kabupaten/Kota", "Persentase Penduduk Miskin"]
    converted = delivered(
        write_xlsx("k.xlsx", {"T": (head, [["Kutai Timur", "8,81"], ["Bontang", "4,1"]])}), "2024"
    )
    assert (None, "periode", "bps_periode_tak_jelas") in codes_of(converted)
    assert converted.aggregates["periode"].null_count() == 2


def test_a_table_of_kecamatan(write_xlsx, delivered) -> None:
    above = [["Jumlah Penduduk Menurut Kecamatan di Kabupaten Kutai Kartanegara (Jiwa), 2024"]]
    rows = [
        ["Loa Kulu", "54.321"],
        ["Samboja Barat", "31.000"],
        ["Antah Berantah", "1"],
        ["Kutai Kartanegara", "85.322"],
    ]
    converted = delivered(write_xlsx("k.xlsx", {"T": (["Kecamatan", "2024"], rows)}, above=above), "2024")
    assert converted.aggregates["kode"].to_list() == ["64.02.02", "64.02.20", None, "64.02"]
    assert converted.aggregates["nilai"].to_list() == [54321.0, 31000.0, 1.0, 85322.0]
    assert converted.findings.select("row", "code").rows() == [(5, "bps_wilayah_tak_dikenal")]


def test_kecamatan_name_their_kabupaten_where_no_title_does(write_xlsx, delivered) -> None:
    names = ["Loa Kulu", "Loa Janan", "Anggana", "Sebulu", "Kota Bangun", "Kutai Kartanegara"]
    rows = [[name, "10", "20"] for name in names]
    converted = delivered(
        write_xlsx("k.xlsx", {"T": (["Kecamatan", "Penduduk 2023", "Penduduk 2024"], rows)}), "2024"
    )
    found = dict(converted.aggregates.select("wilayah", "kode").rows())
    assert found["Loa Kulu"] == "64.02.02"
    assert found["Kutai Kartanegara"] == "64.02"
    assert all(code.startswith("64.02.") for name, code in found.items() if name != "Kutai Kartanegara")
