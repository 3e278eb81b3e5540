"""Places of a file: by code or name, and by titles and sheet names where no column says them."""

from __future__ import annotations

import pytest

from selaras.engine.read.deliver import where
from selaras.kernel.errors import SelarasError

HEAD = ["NO", "NIK", "NAMA", "ALAMAT", "RT"]


def rows(count: int = 2) -> list[list[str]]:
    return [[str(n), f"640202150478{9000 + n}", f"ORANG {n}", "Jl. Poros", "3"] for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("KECAMATAN LOA KULU", "kecamatan", "LOA KULU"),
        ("Kecamatan : Loa Kulu, Kabupaten Kutai Kartanegara", "kecamatan", "LOA KULU"),
        ("DAFTAR PENERIMA DESA JEMBAYAN KECAMATAN LOA KULU TAHUN 2024", "desa", "JEMBAYAN"),
        ("Kelurahan: Naikoten I", "desa", "NAIKOTEN I"),
        ("PEMERINTAH KABUPATEN KUTAI KARTANEGARA", "kabupaten", "KABUPATEN KUTAI KARTANEGARA"),
        ("DAFTAR NAMA", "desa", None),
    ],
)
def test_what_a_title_says(text: str, name: str, expected: str | None) -> None:
    assert where.title([text], name) == expected


def test_titles_place_a_sheet_without_place_columns(write_xlsx, delivered) -> None:
    above = [["PEMERINTAH KABUPATEN KUTAI KARTANEGARA"], ["KECAMATAN LOA KULU"], ["DESA JEMBAYAN"]]
    converted = delivered(write_xlsx("f.xlsx", {"Sheet1": (HEAD, rows())}, above=above))
    assert converted.persons["kode_desa"].to_list() == ["64.02.02.2003"] * 2
    assert converted.persons["desa"].to_list() == ["JEMBAYAN"] * 2


def test_one_sheet_per_kecamatan(write_xlsx, delivered) -> None:
    head = [*HEAD, "DESA"]
    sheets = {
        "Loa Kulu": (head, [[*row, "Jembayan"] for row in rows()]),
        "Kec. Tenggarong": (head, [[*row, "Timbau"] for row in rows()]),
    }
    above = [["DAFTAR PENERIMA KABUPATEN KUTAI KARTANEGARA"]]
    converted = delivered(write_xlsx("f.xlsx", sheets, above=above))
    assert converted.persons["kode_desa"].to_list() == ["64.02.02.2003"] * 2 + ["64.02.06.1004"] * 2


def test_a_header_that_promises_kemendagri_is_held_to_it(write_xlsx, delivered, layouts) -> None:
    base = {"ID Keluarga P3KE": "1", "Kepala Keluarga": "Budi", "Kabupaten/Kota": "KUTAI KARTANEGARA", "Kecamatan": "LOA KULU",
            "Desa/Kelurahan": "JEMBAYAN", "NIK": "6402021504789001"}  # fmt: skip
    names = ["JEMBAYAN", "LOA KULU KOTA", "PONORAGAN", "JONGGON JAYA"]
    right = [{**base, "Kode Kemdagri": code, "Desa/Kelurahan": desa} for code, desa in zip(
        ["6402022003", "6402022004", "6402022006", "6402022009"], names, strict=True)]  # fmt: skip
    converted = delivered(write_xlsx("k.xlsx", {"D": (layouts["p3ke_keluarga"], right)}), "2022")
    assert converted.keluarga["kode_desa"][0] == "64.02.02.2003"
    wrong = [{**row, "Kode Kemdagri": code} for row, code in zip(
        right, ["6403050003", "6403050006", "6403050004", "6403050008"], strict=True)]  # fmt: skip
    with pytest.raises(SelarasError) as caught:
        delivered(write_xlsx("k2.xlsx", {"D": (layouts["p3ke_keluarga"], wrong)}), "2022")
    assert caught.value.code == "kode_wilayah_sistem_lain"


def test_codes_of_bps_lead_to_the_villages_of_kemendagri(write_csv, delivered, layouts) -> None:
    names = ["JEMBAYAN", "LOA KULU KOTA", "PONORAGAN", "JONGGON JAYA"]
    codes = ["6403050003", "6403050006", "6403050004", "6403050008"]
    lines = [
        {"kode_kelurahan_desa": code, "kelurahan_desa": name, "kecamatan": "LOA KULU", "kabupaten_kota": "KUTAI KARTANEGARA",
         "no_kk": "6402021203109001", "nama_kepala_keluarga": "BUDI"}
        for code, name in zip(codes, names, strict=True)
    ]  # fmt: skip
    converted = delivered(write_csv("d.csv", layouts["dtsen_keluarga"], lines), "2025")
    expected = ["64.02.02.2003", "64.02.02.2004", "64.02.02.2006", "64.02.02.2009"]
    assert converted.keluarga["kode_desa"].to_list() == expected


def test_codes_in_parts_are_put_together(write_csv, delivered, layouts) -> None:
    row = {"kode_provinsi": "64", "kode_kabupaten_kota": "2", "kode_kecamatan": "2", "kode_kelurahan_desa": "2003",
           "no_kk": "6402021203109001", "nama_kepala_keluarga": "Budi", "kabupaten_kota": "KUTAI KARTANEGARA"}  # fmt: skip
    converted = delivered(write_csv("d.csv", layouts["dtsen_keluarga"], [row, row]), "2025")
    assert converted.keluarga["kode_desa"].to_list() == ["64.02.02.2003"] * 2


def test_a_name_that_fits_nowhere_is_left_open_with_a_finding(write_xlsx, delivered, layouts) -> None:
    base = {"KABUPATEN/KOTA": "KAB. KUTAI KARTANEGARA", "KECAMATAN": "LOA KULU", "NIK": "6402021504789001", "NAMA": "BUDI",
            "ID DTKS": "1", "NAMA IBU KANDUNG": "AMINAH"}  # fmt: skip
    lines = [{**base, "DESA/KELURAHAN": desa} for desa in ("JEMBAYAN", "ENTAH DI MANA")]
    converted = delivered(write_xlsx("f.xlsx", {"L": (layouts["dtks"], lines)}))
    assert converted.persons["kode_desa"].to_list() == ["64.02.02.2003", None]
    assert converted.persons["kode_kecamatan"].to_list() == ["64.02.02", "64.02.02"]
    assert converted.persons["desa"][1] == "ENTAH DI MANA"
    found = converted.findings.filter(field="kode_desa").select("row", "code", "value").rows()
    assert found == [(3, "desa_tak_ditemukan", "ENTAH DI MANA")]
