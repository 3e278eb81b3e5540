"""DTSEN: sets of families and members, their kabupaten variants, the SIKS-NG check result, the portal's answer."""

from __future__ import annotations

import pytest

from selaras.sources.dtsen import convert

FAMILY = {
    "kode_provinsi": "64", "provinsi": "KALIMANTAN TIMUR", "kode_kabupaten_kota": "6402", "kabupaten_kota": "KUTAI KARTANEGARA",
    "kode_kecamatan": "640202", "kecamatan": "LOA KULU", "kode_kelurahan_desa": "6402022003", "kelurahan_desa": "JEMBAYAN",
    "alamat": "Jl. Poros", "no_kk": "6402021203109001", "nama_kepala_keluarga": "Budi Santoso",
    "jumlah_anggota_keluarga": "3", "id_status_keberadaan_keluarga": "1", "id_status_penguasaan_bangunan": "1",
    "luas_lantai_bangunan": "36", "id_lantai_terluas": "6", "id_dinding_terluas": "3", "id_atap_terluas": "5",
    "id_sumber_airminum": "4", "id_sumberpenerangan": "1", "id_dayapenerangan": "2", "id_bb_utama": "0",
    "id_fasilitas_bab": "1", "id_jenis_kloset": "1", "id_pembuangan_tinja": "1", "aset_bergerak_tabung_gas": "2",
    "aset_bergerak_sepeda_motor": "1", "lahan_tempat_lain": "2", "jml_sapi": "2", "jml_kambing_domba": "0",
    "pbi_nas": "TIDAK", "pbi_pemda": "YA", "desil_nasional": "2", "skor": "0.31",
}  # fmt: skip


@pytest.fixture
def family(write_csv, delivered, layouts):
    rows = [
        FAMILY,
        {**FAMILY, "no_kk": "6402021203109002", "id_status_keberadaan_keluarga": "2", "id_atap_terluas": "6", "desil_nasional": "11"},
        {**FAMILY, "no_kk": "6402021203109003", "id_status_keberadaan_keluarga": "3", "aset_bergerak_mobil": "3"},
    ]  # fmt: skip
    return delivered(write_csv("dtsen.csv", layouts["dtsen_keluarga"], rows), "2025-06")


def test_a_family_in_canonical_words(family) -> None:
    house = family.keluarga.row(0, named=True)
    expected = {
        "sheet": "dtsen", "row": 2, "family_ref": "6402021203109001", "kk": "6402021203109001", "kk_status": "ok",
        "nama_kepala": "BUDI SANTOSO", "jumlah_anggota": 3, "status": "aktif", "status_rumah": "milik_sendiri",
        "luas_lantai": 36.0, "lantai": "semen", "dinding": "kayu", "atap": "bambu", "air_minum": "sumur_bor",
        "penerangan": "pln_meteran", "daya": 900, "bahan_bakar": "tidak_memasak", "bab": "sendiri",
        "kloset": "leher_angsa", "tinja": "tangki_septik", "aset_tabung_gas": False, "aset_sepeda_motor": True,
        "aset_ac": None, "aset_lahan": False, "jumlah_sapi": 2, "jumlah_kambing": 0, "terima_pbi": True, "desil": 2,
        "kode_desa": "64.02.02.2003",
    }  # fmt: skip
    assert {name: house[name] for name in expected} == expected
    assert family.keluarga["atap"].to_list() == ["bambu", "kayu", "bambu"]


def test_unknown_codes_become_null_with_the_code_in_the_finding(family) -> None:
    assert family.keluarga["aset_mobil"].to_list() == [None, None, None]
    assert family.keluarga["desil"].to_list() == [2, None, 2]
    found = family.findings.filter(row=4, field="aset_mobil").select("code", "value").rows()
    assert found == [("kode_tak_dikenal", "3")]


def test_the_head_is_where_the_family_is_but_nobody_is_called_dead_for_it(family) -> None:
    assert family.keluarga["status"].to_list() == ["aktif", "pindah", "meninggal"]
    heads = family.persons.select("part", "hubungan", "nama", "status", "nik_status").rows()
    assert heads == [
        ("kepala", "kepala", "BUDI SANTOSO", "aktif", "empty"),
        ("kepala", "kepala", "BUDI SANTOSO", "pindah", "empty"),
        ("kepala", "kepala", "BUDI SANTOSO", None, "empty"),
    ]


MALANG = {
    "id_status_penguasaan_bangunan": "status_kepemilikan_rumah", "id_lantai_terluas": "jenis_lantai_terluas",
    "luas_lantai_bangunan": "luas_lantai", "id_dinding_terluas": "jenis_dinding_terluas",
    "id_atap_terluas": "jenis_atap_terluas", "id_sumber_airminum": "sumber_air_minum_utama",
    "id_sumberpenerangan": "sumber_penerangan_utama", "id_dayapenerangan": "daya_terpasang",
    "id_bb_utama": "bahan_bakar_utama_memasak", "id_fasilitas_bab": "fasilitas_bab", "id_jenis_kloset": "jenis_kloset",
    "id_pembuangan_tinja": "pembuangan_akhir_tinja", "lahan_tempat_lain": "aset_tidak_bergerak_lahan_lainnya",
    "rumah_tempat_lain": "aset_tidak_bergerak_rumah_lainnya", "jml_sapi": "jumlah_ternak_sapi",
    "jml_kerbau": "jumlah_ternak_kerbau", "jml_kuda": "jumlah_ternak_kuda", "jml_babi": "jumlah_ternak_babi",
    "jml_kambing_domba": "jumlah_ternak_kambing_domba",
}  # fmt: skip


def test_another_kabupaten_names_the_same_columns_differently(write_csv, recognised, layouts, family) -> None:
    headers = [MALANG.get(header, header) for header in layouts["dtsen_keluarga"]]
    row = [FAMILY.get(header) for header in layouts["dtsen_keluarga"]]
    found = recognised(write_csv("malang.csv", headers[::-1], [row[::-1]]))
    assert (found.profile.name, found.drift) == ("dtsen", ())
    same = found.profile.convert(found, "2025-06").keluarga.drop("file", "sheet")
    assert same.row(0) == family.keluarga.drop("file", "sheet").row(0)


MEMBER = {
    "nik": "6402021504789001", "no_kk (nomor_kartu_keluarga)": "6402021203109001", "nama": "Budi Santoso",
    "tempat_lahir": "Samarinda", "tanggal_lahir": "1978-04-15", "id_jenis_kelamin": "1", "id_hub_kepala_keluarga": "1",
    "pbi": "1", "id_status_perkawinan": "2", "id_partisipasi_sekolah": "3", "id_jenjang_pendidikan_dukcapil": "5",
    "membantu_bekerja": "1", "id_status_kedudukan_pekerjaan_utama": "6", **dict.fromkeys(convert.DIFFICULTIES, "4"), "id_pendengaran": "3",
    "id_penyakit_menahun": "1", "status_dtsen": "DTSEN AKTIF", "desil_nasional": "2",
}  # fmt: skip


def test_members(write_csv, delivered, layouts, codes_of) -> None:
    rows = [
        MEMBER,
        {**MEMBER, "id_jenis_kelamin": "2", "id_hub_kepala_keluarga": "2", "id_penglihatan": "1", "id_penyakit_menahun": "7"},
        {**MEMBER, "id_hub_kepala_keluarga": "3", "id_jenis_kelamin": "2", "status_dtsen": "DTSEN AKTIF - ASESMEN MENINGGAL"},
        {**MEMBER, "id_hub_kepala_keluarga": "9", "status_dtsen": "DTSEN NONAKTIF", "id_pendengaran": "", "id_jenjang_pendidikan_dukcapil": "12"},
    ]  # fmt: skip
    converted = delivered(write_csv("anggota.csv", layouts["dtsen_individu"], rows), "2025-06")
    people = converted.persons
    assert people["hubungan"].to_list() == ["kepala", "istri", "anak", None]
    assert people["status"].to_list() == ["aktif", "aktif", "meninggal", "nonaktif"]
    assert people["disabilitas"].to_list() == [False, True, False, None], (
        "one question without an answer is not a no"
    )
    assert people["penyakit_menahun"].to_list() == [False, True, False, False]
    assert people["pendidikan"].to_list() == ["sma", "sma", "sma", "12"]
    assert people["pekerjaan"][0] == "PEKERJA BEBAS PERTANIAN"
    assert people["family_ref"].to_list() == ["6402021203109001"] * 4
    found = codes_of(converted)
    assert (4, "status", "dtsen_asesmen_meninggal") in found
    assert (5, "hubungan", "kode_tak_dikenal") in found
    assert (5, "pendidikan", "kode_tak_dikenal") in found
    assert (5, "disabilitas", "kode_tak_dikenal") not in found


def test_sensitive_answers_are_hidden_in_findings(write_csv, delivered, layouts) -> None:
    rows = [{**MEMBER, "id_penyakit_menahun": "77"}, MEMBER]
    converted = delivered(write_csv("a.csv", layouts["dtsen_individu"], rows), "2025-06")
    assert converted.findings.filter(field="penyakit_menahun")["value"].to_list() == ["••••"]


def test_the_check_result_of_siks_ng(write_xlsx, delivered, layouts) -> None:
    family = {
        "id_keluarga": "K1", "nik": "6402021504789001", "kk": "6402021203109001", "nama_kepala_keluarga": "Budi",
        "nik_kepala_keluarga": "6402021504789001", "alamat": "Jl. Poros RT 003", "provinsi": "KALIMANTAN TIMUR",
        "kabupaten": "KUTAI KARTANEGARA", "kecamatan": "LOA KULU", "kelurahan": "JEMBAYAN", "peringkat_nasional": "1200345",
        "percentile_nasional": "7", "jumlah_anggota_keluarga": "3", "status_aktif": "AKTIF", "PKH": "YA", "SEMBAKO": "TIDAK",
        "PBI": "YA",
    }  # fmt: skip
    families = [
        family,
        {**family, "id_keluarga": "K2", "keterangan_deleted": "Data ganda", "status_aktif": ""},
    ]
    member = {
        "id_keluarga": "K1", "no_kk": "6402021203109001", "idsemesta": "S1", "nik": "6402021504789001", "nama": "Budi",
        "hub_kepala_keluarga": "Kepala Keluarga", "pekerjaan_utama": "Petani", "keberadaan_anggota": "Ditemukan",
        "flag_aktif": "1", "id_hub_kepala_keluarga": "1",
    }  # fmt: skip
    members = [
        member,
        {
            **member,
            "idsemesta": "S2",
            "hub_kepala_keluarga": "",
            "id_hub_kepala_keluarga": "3",
            "status_meninggal": "1",
        },
        {**member, "idsemesta": "S3", "keberadaan_anggota": "Pindah"},
        {**member, "idsemesta": "S4", "flag_aktif": "0"},
    ]
    sheets = {
        "Keluarga": (layouts["siksng_keluarga"], families),
        "Anggota": (layouts["siksng_anggota"], members),
    }
    converted = delivered(write_xlsx("cek.xlsx", sheets), "2025-06")
    assert converted.keluarga.select("family_ref", "status", "desil", "terima_pkh").rows() == [
        ("K1", "aktif", None, True),
        ("K2", "nonaktif", None, True),
    ]
    people = converted.persons.filter(part="anggota").select("person_ref", "hubungan", "status").rows()
    assert people == [
        ("S1", "kepala", "aktif"),
        ("S2", "anak", "meninggal"),
        ("S3", "kepala", "pindah"),
        ("S4", "kepala", "nonaktif"),
    ]
    assert converted.keluarga["rt"].to_list() == [3, 3]


def test_the_answer_of_the_request_portal(write_xlsx, delivered, layouts) -> None:
    row = {
        "Provinsi": "KALIMANTAN TIMUR", "Kabupaten/Kota": "KUTAI KARTANEGARA", "Kecamatan": "LOA KULU",
        "Desa/Kelurahan": "JEMBAYAN", "Tahun Pendataan": "2025", "Desil": "3", "Persentil": "27", "Alamat": "Jl. Poros",
        "Nama Kepala Keluarga": "Budi", "NIK Keluarga": "6402021504789001", "NIK (Kepala Keluarga) Padan": "Ya",
        "Jenis Lantai": "Keramik", "Bahan Bakar Memasak": "Gas elpiji 3 kg", "Sumber Penerangan": "Listrik PLN dengan meteran",
        "Daya Listrik Terpasang": "1.300 watt", "Sumber Air Minum": "Air isi ulang",
        "Memiliki Fasilitas Buang Air Besar": "Ada, di MCK komunal", "Resiko Stunting": "Tidak", "Penerima BPNT": "Ya",
    }  # fmt: skip
    converted = delivered(write_xlsx("portal.xlsx", {"Hasil": (layouts["dtsen_portal"], [row])}), "2025")
    house = converted.keluarga.row(0, named=True)
    wanted = (
        "desil",
        "lantai",
        "bahan_bakar",
        "penerangan",
        "daya",
        "air_minum",
        "bab",
        "risiko_stunting",
        "terima_sembako",
    )
    assert [house[name] for name in wanted] == [
        3,
        "keramik",
        "elpiji_3",
        "pln_meteran",
        1300,
        "isi_ulang",
        "mck_komunal",
        False,
        True,
    ]
    head = converted.persons.row(0, named=True)
    assert (head["nik"], head["padan"], head["nama"]) == ("6402021504789001", True, "BUDI")
