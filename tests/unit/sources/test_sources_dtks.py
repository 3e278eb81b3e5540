"""DTKS: SIKS-NG exports and BDT 2015 become records; every value can be walked back."""

from __future__ import annotations

import datetime as dt

import pytest

MEMBERS = [
    {
        "NO": "1", "ID DTKS": "11111", "PROVINSI": "KALIMANTAN TIMUR", "KABUPATEN/KOTA": "KAB. KUTAI KARTANEGARA",
        "KECAMATAN": "LOA KULU", "DESA/KELURAHAN": "JEMBAYAN", "ALAMAT": "Jl. Poros Km 12", "DUSUN": "Melati",
        "RT": "003", "RW": "000", "NO KK": "6402021203109001", "NIK": "'6402021504789001", "NAMA": "Budi  Santoso",
        "TANGGAL LAHIR": "15/04/1978", "TEMPAT LAHIR": "Samarinda", "JENIS KELAMIN": "L", "PEKERJAAN": "Petani/Pekebun",
        "NAMA IBU KANDUNG": "Aminah", "HUB KELUARGA": "Kepala Keluarga", "KETERANGAN PADAN": "PADAN",
        "BANSOS BPNT": "YA", "BANSOS PKH": "TIDAK", "BANSOS BPNT-PPKM": "TIDAK", "PBI JKN": "YA",
    },
    {
        "NO": "2", "ID DTKS": "22222", "KABUPATEN/KOTA": "KAB. KUTAI KARTANEGARA", "KECAMATAN": "LOA KULU",
        "DESA/KELURAHAN": "JEMBAYAN", "NO KK": "6402021203109001", "NIK": "6402025707809002", "NAMA": "Siti Aisyah",
        "TANGGAL LAHIR": "31/02/1980", "JENIS KELAMIN": "Perempuan", "HUB KELUARGA": "Istri",
        "KETERANGAN PADAN": "BELUM PADAN", "BANSOS BPNT": "MUNGKIN", "BANSOS PKH": "",
    },
]  # fmt: skip


@pytest.fixture
def converted(write_xlsx, delivered, layouts):
    return delivered(write_xlsx("siks.xlsx", {"Export": (layouts["dtks"], MEMBERS)}))


def test_a_row_becomes_a_person_in_canonical_words(converted) -> None:
    person = converted.persons.row(0, named=True)
    expected = {
        "source": "dtks", "edition": "2024-10", "file": "siks.xlsx", "sheet": "Export", "row": 2, "part": "anggota",
        "person_ref": "11111", "family_ref": "6402021203109001", "nik": "6402021504789001", "nik_status": "ok",
        "nama": "BUDI SANTOSO", "nama_ibu": "AMINAH", "jenis_kelamin": "L", "tanggal_lahir": dt.date(1978, 4, 15),
        "tempat_lahir": "SAMARINDA", "hubungan": "kepala", "padan": True, "terima_sembako": True, "terima_pkh": False,
        "terima_pbi": True, "rt": 3, "rw": None, "dusun": "MELATI", "alamat": "Jl. Poros Km 12",
        "kode_desa": "64.02.02.2003", "kode_kecamatan": "64.02.02", "desa": "JEMBAYAN", "pekerjaan": "PETANI/PEKEBUN",
        "desil": None,
    }  # fmt: skip
    assert {name: person[name] for name in expected} == expected


def test_an_empty_answer_is_not_a_no_and_an_unknown_one_is_reported(converted, codes_of) -> None:
    wife = converted.persons.row(1, named=True)
    assert wife["terima_pkh"] is None
    assert wife["terima_sembako"] is None
    assert wife["padan"] is False
    assert (3, "terima_sembako", "kode_tak_dikenal") in codes_of(converted)
    value = converted.findings.filter(field="terima_sembako")["value"].to_list()
    assert value == ["MUNGKIN"]


def test_an_impossible_date_is_null_with_a_finding(converted, codes_of) -> None:
    assert converted.persons["tanggal_lahir"][1] is None
    assert (3, "tanggal_lahir", "tanggal_tak_terbaca") in codes_of(converted)


def test_lineage_names_the_column_each_field_came_from(converted) -> None:
    found = {row["field"]: (row["column"], row["header"]) for row in converted.lineage.iter_rows(named=True)}
    assert found["nik"] == ("L", "NIK")
    assert found["terima_sembako"] == ("U", "BANSOS BPNT")
    assert found["person_ref"] == ("B", "ID DTKS")
    assert not any(field.startswith("_") for field in found)


def test_an_id_shared_by_the_members_of_a_kk_is_the_familys(write_xlsx, delivered, layouts, codes_of) -> None:
    rows = [{**row, "ID DTKS": "777"} for row in MEMBERS]
    converted = delivered(write_xlsx("siks.xlsx", {"Export": (layouts["dtks"], rows)}))
    assert converted.persons["family_ref"].to_list() == ["777", "777"]
    assert converted.persons["person_ref"].to_list() == [None, None]
    assert (None, "family_ref", "id_dtks_per_keluarga") in codes_of(converted)
    assert "family_ref" in converted.lineage["field"].to_list()


def test_one_id_twice_in_a_long_list_is_a_double_row_not_a_family(write_xlsx, delivered, layouts) -> None:
    rows = [
        {
            **MEMBERS[0],
            "ID DTKS": str(n),
            "NIK": f"640202150478{9000 + n}",
            "NO KK": f"640202120310{9000 + n}",
        }
        for n in range(11, 31)
    ]
    converted = delivered(write_xlsx("siks.xlsx", {"Export": (layouts["dtks"], [*rows, rows[0]])}))
    assert converted.persons["person_ref"].null_count() == 0


HOUSE = {
    "ID rumah tangga (2)": "R1", "Kab/Kota (5)": "KUTAI KARTANEGARA", "Kecamatan (7)": "LOA KULU",
    "Desa/Kelurahan (9)": "JEMBAYAN", "Nama SLS (11)": "RT 003 RW 001", "Nama KRT (13)": "Budi", "Jumlah ART (14)": "3",
    "Jumlah Keluarga (15)": "2", "Luas lantai (18)": "36", "Lantai terluas (19)": "9", "Atap Terluas (22)": "6",
    "Bahan bakar memasak (29)": "9", "Kepemilikan ac (35)": "2", "Kepemilikan lemari es (34)": "3",
    "Kepemilikan kapal (47)": "4", "Kepemilikan motor tempel (45)": "1", "Status PKH": "3", "percentile": "7",
}  # fmt: skip
ART = [
    {**HOUSE, "Nama ART": "Budi", "NIK": "6402021504789001", "HubKRT": "1", "Nomor urut keluarga": "1",
     "Hubungan dengan kepala keluarga": "1", "jenis kelamin": "1"},
    {**HOUSE, "Nama ART": "Siti", "NIK": "6402025707809002", "HubKRT": "2", "Nomor urut keluarga": "1",
     "Hubungan dengan kepala keluarga": "2", "jenis kelamin": "2", "Jenis cacat": "0", "Penyakit kronis": "2"},
    {**HOUSE, "Nama ART": "Joni", "NIK": "6402020101019003", "HubKRT": "3", "Nomor urut keluarga": "2",
     "Hubungan dengan kepala keluarga": "1", "jenis kelamin": "1", "Jenis cacat": "3"},
]  # fmt: skip


@pytest.fixture
def bdt(write_xlsx, delivered, layouts):
    return delivered(write_xlsx("bdt.xlsx", {"BDT": (layouts["bdt2015"], ART)}), edition="2015")


def test_bdt_keeps_one_keluarga_per_family_not_per_row_or_house(bdt, codes_of) -> None:
    families = bdt.keluarga.select(
        "family_ref", "row", "jumlah_anggota", "nama_kepala", "luas_lantai", "lantai"
    ).rows()
    assert families == [("R1", 2, None, "BUDI", 36.0, "tanah"), ("R1/2", 4, None, None, 36.0, "tanah")]
    assert (2, "family_ref", "rumah_tangga_beberapa_keluarga") in codes_of(bdt)


def test_bdt_reads_its_own_codes(bdt) -> None:
    house = bdt.keluarga.row(0, named=True)
    assert (house["atap"], house["bahan_bakar"]) == ("seng", "tidak_memasak")
    assert (house["aset_ac"], house["aset_lemari_es"], house["aset_kapal_motor"]) == (False, True, True)
    assert house["terima_pkh"] is True


def test_bdt_members_and_their_place(bdt) -> None:
    people = bdt.persons.select(
        "nama", "family_ref", "hubungan", "disabilitas", "penyakit_menahun", "rt", "rw"
    ).rows()
    assert people == [
        ("BUDI", "R1", "kepala", None, None, 3, 1),
        ("SITI", "R1", "istri", False, True, 3, 1),
        ("JONI", "R1/2", "kepala", True, None, 3, 1),
    ]
    assert bdt.persons["kode_desa"].to_list() == ["64.02.02.2003"] * 3
    assert bdt.persons["desil"].null_count() == 3, "a percentile is not a decile"
