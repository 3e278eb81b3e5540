"""Regsosek 2022.K: five sheets of question numbers, joined by the KK number."""

from __future__ import annotations

import pytest

KK1, KK2, KK3 = "6402021203109001", "6402021203109002", "6402021203109003"


@pytest.fixture
def template(write_xlsx, layouts):
    """The OpenSID template: header in row 2, 3 or 4, the wording of the questions above it."""

    def make(rows: dict[str, list[dict[str, str]]]):
        sheets = {}
        for name, sheet in layouts["regsosek2022k"].items():
            headers = sheet["columns"]
            lines = []
            for row in rows.get(name, []):
                # Repeated headers (401, 402 Nama, 403 NIK) hold the same value each time.
                lines.append([row.get(header) for header in headers])
            above = [[name.upper()]] + [[""] * len(headers) for _ in range(sheet["header_row"] - 2)]
            sheets[name] = (above[0], [*above[1:], headers, *lines])
        return write_xlsx("regsosek.xlsx", sheets)

    return make


PERSON = {
    "no kartu keluarga": KK1, "401": "1", "402 Nama": "Budi Santoso", "403 NIK": "6402021504789001", "404": "1",
    "405": "1", "406": "15/04/1978", "407": "44", "408": "2", "409": "1", "410": "2", "411": "5", "412": "3", "415": "3",
    "416a": "1", "418": "4", "426": "3", **{f"428{letter}": "4" for letter in "abcdefghij"}, "430": "1", "431a": "9",
    "431b": "2", "431c": "8", "431e": "1", "431f": "31",
}  # fmt: skip
ROWS = {
    "1.keterangan tempat": [
        {"no kartu keluarga": KK1, "nama sls/non sls": "RT 003 RW 001", "kode sls/ non sls": "0003"},
        {"no kartu keluarga": KK2, "nama sls/non sls": "DUSUN MELATI"},
    ],
    "2.keterangan petugas": [
        {"no kartu keluarga": KK1, "nama ppl": "Rahmat Hidayat", "kode ppl": "12", "hasil pendataan keluarga": "1"},
        {"no kartu keluarga": KK2, "nama ppl": "Rahmat Hidayat", "kode ppl": "12", "hasil pendataan keluarga": "5"},
        {"no kartu keluarga": KK3, "nama ppl": "Rahmat Hidayat", "kode ppl": "12", "hasil pendataan keluarga": "4"},
    ],
    "3.keterangan perumahan": [
        {"no kartu keluarga": KK1, "301a": "1", "302": "48,5", "303": "5", "304": "3", "305": "5", "306a": "9",
         "307a": "1", "307b1": "3", "307b2": "1", "308": "12", "309a": "1", "309b": "4", "310": "3"},
        {"no kartu keluarga": KK2, "301a": "6", "303": "8", "305": "6. Bambu", "308": "4"},
    ],
    "4.ket sos-ek anggota": [
        PERSON,
        {**PERSON, "402 Nama": "Siti", "403 NIK": "6402025707809002", "405": "2", "409": "2", "404": "2", "410": "1",
         "428a": "2", "430": "2", "431a": "16", "411": "9", "412": "1", "415": "23"},
        {**PERSON, "402 Nama": "Joni", "403 NIK": "6402020101059003", "409": "3", "404": "4", "428i": "", "412": "2",
         "415": "13", "426": "64", "431f": "99", "431a": "0"},
    ],
    "5.keikutsertaan program dll": [
        {"no kartu keluarga": KK1, "501a": "1", "501a Bulan": "10", "501a Tahun": "2022", "501b": "2", "501c": "1",
         "501e": "2", "502a": "1", "502b": "2", "502i": "1", "503a": "1", "504a": "3", "504e": "2", "505": "3", "506": "4"},
    ],
}  # fmt: skip


@pytest.fixture
def converted(template, delivered):
    return delivered(template(ROWS), "2022-10")


def test_the_workbook_is_recognised_without_drift(template, recognised) -> None:
    found = recognised(template(ROWS))
    assert found.profile.name == "regsosek2022k"
    assert [mapped.part for mapped in found.sheets] == [
        "tempat",
        "petugas",
        "perumahan",
        "anggota",
        "program",
    ]
    assert found.confidence > 0.95
    assert found.drift == ()


def test_the_sheets_of_a_keluarga_become_one_record(converted) -> None:
    families = converted.keluarga.select("family_ref", "sheet", "row", "status").rows()
    assert families == [
        (KK1, "3.keterangan perumahan", 4, "aktif"),
        (KK2, "3.keterangan perumahan", 5, "pindah"),
        (KK3, "2.keterangan petugas", 5, None),
    ]
    house = converted.keluarga.row(0, named=True)
    expected = {
        "luas_lantai": 48.5, "lantai": "kayu", "atap": "kayu", "air_minum": "permukaan", "daya": 450,
        "bahan_bakar": "tidak_memasak", "kloset": "cemplung", "tinja": "kolam_sungai", "terima_sembako": True,
        "terima_pkh": False, "terima_blt_dd": True, "aset_tabung_gas": True, "aset_lemari_es": False, "aset_sepeda_motor": True,
        "aset_lahan": True, "jumlah_sapi": 3, "jumlah_kambing": 2, "rt": 3, "rw": 1, "kk": KK1,
    }  # fmt: skip
    assert {name: house[name] for name in expected} == expected


def test_lineage_leads_to_the_sheet_a_field_of_the_keluarga_came_from(converted) -> None:
    found = {
        row["field"]: (row["sheet"], row["column"], row["header"])
        for row in converted.lineage.iter_rows(named=True)
    }
    assert found["atap"][:2] == ("3.keterangan perumahan", "G")
    assert found["terima_pkh"] == ("5.keikutsertaan program dll", "E", "501b")
    assert found["nama"] == ("4.ket sos-ek anggota", "C", "402 Nama"), (
        "the first of three columns of that name"
    )


def test_unknown_codes_of_the_house(converted) -> None:
    second = converted.keluarga.row(1, named=True)
    assert (second["status_rumah"], second["lantai"], second["atap"], second["bahan_bakar"]) == (
        None,
        "tanah",
        "bambu",
        "elpiji_3",
    )
    assert converted.findings.filter(row=5, field="status_rumah").select("code", "value").rows() == [
        ("kode_tak_dikenal", "6")
    ]


def test_members(converted) -> None:
    people = converted.persons
    assert people["hubungan"].to_list() == ["kepala", "istri", "anak"]
    assert people["status"].to_list() == ["aktif", "meninggal", "pindah"]
    assert people["disabilitas"].to_list() == [False, True, None]
    assert people["penyakit_menahun"].to_list() == [False, True, False]
    assert people["pendidikan"].to_list() == ["sd", "tidak_sekolah", "sma"]
    assert people["bersekolah"].to_list() == [False, False, True]
    assert people["hamil"].to_list() == [False, True, False]
    assert people["terima_pbi"].to_list() == [True, None, False]
    assert people["terima_kur"].to_list() == [None, None, None], "8 is does not know"
    assert people["terima_pip"].to_list() == [True, True, True]
    assert people["family_ref"].to_list() == [KK1] * 3


def test_impossible_sums_are_reported_even_where_no_column_of_ours_needs_them(converted) -> None:
    found = converted.findings.filter(code="jumlah_kode_mustahil").select("row", "field", "value").rows()
    assert sorted(found) == [(5, "identitas", "9"), (5, "terima_pbi", "16"), (6, "internet_usaha", "64")]


def test_the_wording_of_a_question_may_stand_beside_its_number(write_xlsx, recognised, layouts) -> None:
    wording = {
        "301a": "Status kepemilikan bangunan",
        "305": "Jenis atap terluas",
        "308": "Bahan bakar utama untuk memasak",
    }
    numbers = layouts["regsosek2022k"]["3.keterangan perumahan"]["columns"]
    headers = [f"{number}. {wording[number]}" if number in wording else number for number in numbers]
    rows = [[KK1, "1", "", "48", "5", "3", "5"], [KK2, "1", "", "36", "5", "3", "6"]]
    found = recognised(write_xlsx("r.xlsx", {"3.keterangan perumahan": (headers, rows)}))
    assert found.profile.name == "regsosek2022k"
    assert found.profile.convert(found, "2022").keluarga["atap"].to_list() == ["kayu", "bambu"]


def test_a_kk_twice_in_one_sheet_stays_two_rows(template, delivered) -> None:
    twice = {**ROWS, "3.keterangan perumahan": [ROWS["3.keterangan perumahan"][0]] * 2}
    families = delivered(template(twice), "2022-10").keluarga
    assert families.filter(family_ref=KK1)["row"].to_list() == [4, 5]


def test_rows_without_a_kk_are_reported_and_a_short_kk_still_joins(template, delivered, codes_of) -> None:
    short = "640202120310900"
    rows = {name: [{**row, "no kartu keluarga": {KK1: short, KK2: "-"}.get(row["no kartu keluarga"], "")} for row in lines]
            for name, lines in ROWS.items()}  # fmt: skip
    converted = delivered(template(rows), "2022-10")
    first = converted.keluarga.row(0, named=True)
    assert (first["family_ref"], first["kk"], first["kk_status"]) == (short, None, "malformed")
    assert (first["atap"], first["terima_pkh"], first["rt"]) == ("kayu", False, 3)
    assert converted.keluarga.height == 2, (
        "the house without a KK stays; rows of other sheets without one belong to nobody"
    )
    found = [(field, code) for _, field, code in codes_of(converted) if code == "regsosek_baris_tanpa_kk"]
    assert len(found) == 3
    assert converted.persons["family_ref"].to_list() == [short] * 3
