"""Dukcapil: the register's own codes, and a padan result whose disagreeing fields are not Dukcapil's values."""

from __future__ import annotations

import datetime as dt

import pytest

SIAK = [
    "NO", "NO_KK", "NIK", "NAMA_LGKP", "JENIS_KLMIN", "TMPT_LHR", "TGL_LHR", "AGAMA", "STAT_KWN", "STAT_HBKEL", "PDDK_AKH",
    "JENIS_PKRJN", "NAMA_LGKP_IBU", "NAMA_LGKP_AYAH", "ALAMAT", "NO_RT", "NO_RW", "DUSUN", "KODE WILAYAH",
    "DESA/KELURAHAN", "KECAMATAN", "STATUS", "TGL_STATUS",
]  # fmt: skip
PERSON = {
    "NO_KK": "6402021203109001", "NIK": "6402021504789001", "NAMA_LGKP": "BUDI SANTOSO", "JENIS_KLMIN": "LAKI-LAKI",
    "TMPT_LHR": "SAMARINDA", "TGL_LHR": "15-04-1978", "AGAMA": "ISLAM", "STAT_KWN": "2", "STAT_HBKEL": "1",
    "PDDK_AKH": "5", "JENIS_PKRJN": "9", "NAMA_LGKP_IBU": "AMINAH", "ALAMAT": "JL. POROS", "NO_RT": "003",
    "NO_RW": "000", "KODE WILAYAH": "64.02.02.2003", "DESA/KELURAHAN": "JEMBAYAN", "KECAMATAN": "LOA KULU",
    "STATUS": "HIDUP",
}  # fmt: skip


def test_the_register_in_siak_codes(write_csv, recognised) -> None:
    rows = [
        PERSON,
        {**PERSON, "STAT_HBKEL": "3", "JENIS_KLMIN": "2", "STATUS": "MENINGGAL", "TGL_STATUS": "02-01-2024"},
        {
            **PERSON,
            "STAT_HBKEL": "4",
            "STATUS": "PINDAH KELUAR",
            "STAT_KWN": "1",
            "PDDK_AKH": "BELUM TAMAT SD/SEDERAJAT",
        },
        {**PERSON, "STAT_HBKEL": "8", "JENIS_PKRJN": "WIRASWASTA", "STATUS": "?"},
        {**PERSON, "STAT_HBKEL": "FAMILI LAIN", "JENIS_PKRJN": "Juru Parkir"},
    ]
    found = recognised(write_csv("penduduk.csv", SIAK, rows))
    assert (found.profile.name, found.drift) == ("dukcapil_siak", ())
    converted = found.profile.convert(found, "2024-10")
    people = converted.persons
    assert people["hubungan"].to_list() == ["kepala", "istri", "anak", "mertua", "famili"]
    assert people["status"].to_list() == ["aktif", "meninggal", "pindah", None, "aktif"]
    assert people["status_date"][1] == dt.date(2024, 1, 2)
    assert people["pendidikan"].to_list()[:3] == ["sma", "sma", "belum_tamat_sd"]
    assert people["pekerjaan"].to_list()[2:] == ["PETANI/PEKEBUN", "WIRASWASTA", "JURU PARKIR"]
    assert people["kode_desa"].to_list() == ["64.02.02.2003"] * 5
    codes = converted.findings.select("row", "field", "code").rows()
    assert (5, "status", "kode_tak_dikenal") in codes
    assert (6, "pekerjaan", "kode_tak_dikenal") in codes
    assert len(codes) == 2


PADAN = [
    "NO", "NIK", "NO KK", "NAMA LENGKAP", "TANGGAL LAHIR", "JENIS KELAMIN", "HASIL NIK", "HASIL NO KK", "HASIL NAMA",
    "HASIL TANGGAL LAHIR", "HASIL JENIS KELAMIN", "STATUS PENDUDUK", "TANGGAL STATUS",
]  # fmt: skip
SENT = ["1", "6402021504789001", "6402021203109001", "BUDI SANTOSO", "15/04/1978", "L"]
ROWS = [
    [*SENT, "Sesuai", "Sesuai", "Sesuai (100)", "Sesuai", "Sesuai", "", ""],
    [*SENT, "Sesuai", "Tidak Sesuai", "Tidak Sesuai (61)", "Sesuai", "Sesuai", "", ""],
    [*SENT, "NIK Tidak Ditemukan", "", "", "", "", "", ""],
    [*SENT, "Sesuai", "Sesuai", "Sesuai (88)", "Tidak Sesuai", "", "Meninggal", "02/01/2024"],
    [*SENT, "", "", "", "", "", "", ""],
    [*SENT, "Sesuai", "Entah", "Sesuai", "Sesuai", "Sesuai", "NIK Ganda", ""],
]


@pytest.fixture
def padan(write_xlsx, recognised):
    found = recognised(write_xlsx("padan.xlsx", {"Hasil": (PADAN, ROWS)}))
    assert (found.profile.name, found.drift) == ("dukcapil_padan", ())
    return found.profile.convert(found, "2024-11")


def test_padan_is_yes_only_where_nothing_disagrees(padan) -> None:
    assert padan.persons["padan"].to_list() == [True, False, False, False, None, True]


def test_a_value_dukcapil_does_not_confirm_is_not_its_value(padan) -> None:
    second = padan.persons.row(1, named=True)
    assert (second["nik"], second["nama"], second["kk"], second["kk_status"]) == (
        "6402021504789001",
        None,
        None,
        "empty",
    )
    assert second["tanggal_lahir"] == dt.date(1978, 4, 15)
    assert padan.persons["tanggal_lahir"][3] is None
    found = padan.findings.filter(code="dukcapil_tidak_sesuai").select("row", "field").rows()
    assert sorted(found) == [(3, "kk"), (3, "nama"), (5, "tanggal_lahir")]


def test_not_found_dead_and_double_are_told_apart(padan) -> None:
    assert padan.persons["status"].to_list() == [None, None, "tidak_ditemukan", "meninggal", None, "ganda"]
    assert padan.persons["status_date"][3] == dt.date(2024, 1, 2)


def test_an_answer_nobody_knows_is_reported(padan) -> None:
    found = padan.findings.filter(code="kode_tak_dikenal").select("row", "field", "value").rows()
    assert found == [(7, "kk", "•••• •••• •••• ••••")], (
        "what stands about a KK is shown masked, whatever it is"
    )


@pytest.mark.parametrize(
    "headers",
    [
        ["NIK", "NO_KK", "NAMA_LGKP", "TGL_LHR", "JENIS_KLMIN", "NIK SESUAI", "NO_KK SESUAI", "NAMA_LGKP SESUAI", "TGL_LHR SESUAI", "JENIS_KLMIN SESUAI"],
        ["NIK", "NO KK", "NAMA", "TANGGAL LAHIR", "JK", "KET NIK", "KET NO KK", "KET NAMA", "KET TANGGAL LAHIR", "KET JK"],
    ],
    ids=["flag_behind", "word_in_front"],
)  # fmt: skip
def test_other_ways_to_head_the_answers(write_xlsx, recognised, headers: list[str]) -> None:
    rows = [[*SENT[1:], "Sesuai", "Sesuai", "Tidak Sesuai", "Sesuai", "Sesuai"]]
    found = recognised(write_xlsx("p.xlsx", {"S": (headers, rows)}))
    assert found.profile.name == "dukcapil_padan"
    person = found.profile.convert(found, "2024").persons.row(0, named=True)
    assert (person["padan"], person["nama"], person["kk"]) == (False, None, SENT[2])
