"""Lists of local offices: by common headers, or by a mapping that was saved once."""

from __future__ import annotations

import datetime as dt

import pytest

from selaras.kernel.errors import SelarasError
from selaras.sources.generic import mapping, profile

HEADERS = [
    "No",
    "NIK",
    "Nama Lengkap",
    "Tempat/Tanggal Lahir",
    "L/P",
    "Alamat",
    "RT/RW",
    "Desa/Kelurahan",
    "Kecamatan",
    "No HP",
]
ROWS = [
    ["1", "6402021504789001", "Budi Santoso", "Samarinda, 15-04-1978", "L", "Jl. Poros", "003/001", "Jembayan", "Loa Kulu", "08"],
    ["2", "6402025707809002", "Siti Aisyah", "Tenggarong, 17/07/1980", "P", "Jl. Poros", "RT.3", "Timbau", "Tenggarong", "08"],
]  # fmt: skip


def test_common_headers_are_understood_without_a_mapping(write_xlsx, recognised) -> None:
    found = recognised(write_xlsx("peserta.xlsx", {"Peserta": (HEADERS, ROWS)}))
    assert found.profile.name == "umum"
    person = found.profile.convert(found, "2024").persons.row(0, named=True)
    expected = {
        "source": "lokal", "nama": "BUDI SANTOSO", "tempat_lahir": "SAMARINDA", "tanggal_lahir": dt.date(1978, 4, 15),
        "jenis_kelamin": "L", "rt": 3, "rw": 1, "kode_desa": "64.02.02.2003", "alamat": "Jl. Poros",
    }  # fmt: skip
    assert {name: person[name] for name in expected} == expected


RTLH = """
nama = "rtlh_perkim"
sumber = "perkim"
judul = "Daftar RTLH Dinas Perkim"
abaikan = ["Foto"]

[kolom]
nik = "No. Identitas"
nama = "Penerima Bantuan"
desa = "Lokasi"
kecamatan = "Wilayah Kec."
bekerja = "Kerja?"
status = "Ket. Verifikasi"

[kode.status]
"1" = "aktif"
"2" = "meninggal"
"PINDAH DOMISILI" = "pindah"

[tetap]
terima_pemda = true
"""


@pytest.fixture
def rtlh(tmp_path):
    path = tmp_path / "rtlh.toml"
    path.write_text(RTLH, encoding="utf-8")
    return path


def test_a_saved_mapping_names_the_columns_and_the_codes(rtlh, write_xlsx, recognised) -> None:
    headers = [
        "No. Identitas",
        "Penerima Bantuan",
        "Lokasi",
        "Wilayah Kec.",
        "Kerja?",
        "Ket. Verifikasi",
        "Foto",
    ]
    rows = [
        ["6402021504789001", "Budi", "Jembayan", "Loa Kulu", "Ya", "1", ""],
        ["6402025707809002", "Siti", "Timbau", "Tenggarong", "tidak", "02", "x"],
        ["6402020101059003", "Joni", "Timbau", "Tenggarong", "-", "Pindah domisili", "x"],
        ["6402020101059004", "Jono", "Timbau", "Tenggarong", "", "3", "x"],
    ]
    own = profile.from_file(rtlh)
    found = recognised(write_xlsx("rtlh.xlsx", {"RTLH": (headers, rows)}), [*profile.PROFILES, own])
    assert (found.profile.name, found.drift) == ("rtlh_perkim", ())
    converted = found.profile.convert(found, "2024")
    assert converted.persons["source"].unique().to_list() == ["perkim"]
    assert converted.persons["status"].to_list() == ["aktif", "meninggal", "pindah", None]
    assert converted.persons["bekerja"].to_list() == [True, False, None, None]
    assert converted.persons["terima_pemda"].to_list() == [True] * 4
    assert converted.persons["kode_desa"].null_count() == 0
    assert converted.findings.filter(field="status").select("row", "value").rows() == [(5, "3")]


def test_a_mapping_of_families_gives_keluarga_and_heads(tmp_path, write_csv, recognised) -> None:
    saved = mapping.ColumnMapping(
        name="krs", source="dppkb", title="Keluarga risiko stunting", rows="keluarga",
        columns={"kk": "Nomor Keluarga", "nama_kepala": "Suami/Kepala", "nik_kepala": "NIK Suami", "jumlah_anggota": "Jiwa",
                 "risiko_stunting": "Berisiko", "lantai": "Lantai"},
    )  # fmt: skip
    path = tmp_path / "krs.toml"
    mapping.save(saved, path)
    assert mapping.load(path) == saved
    rows = [["6402021203109001", "Budi", "6402021504789001", "4 orang", "Ya", "Tanah"]]
    found = recognised(write_csv("krs.csv", list(saved.columns.values()), rows), [profile.from_file(path)])
    converted = found.profile.convert(found, "2024")
    house = converted.keluarga.row(0, named=True)
    wanted = ("family_ref", "kk", "nama_kepala", "nik_kepala", "jumlah_anggota", "risiko_stunting", "lantai")
    assert [house[name] for name in wanted] == [
        "6402021203109001",
        "6402021203109001",
        "BUDI",
        "6402021504789001",
        4,
        True,
        "tanah",
    ]
    head = converted.persons.row(0, named=True)
    assert (head["part"], head["hubungan"], head["nik"], head["nama"]) == (
        "kepala",
        "kepala",
        "6402021504789001",
        "BUDI",
    )


def test_what_is_saved_is_loaded_again(rtlh, tmp_path) -> None:
    loaded = mapping.load(rtlh)
    mapping.save(loaded, tmp_path / "again.toml")
    assert mapping.load(tmp_path / "again.toml") == loaded


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ('nama = "rtlh_perkim"=>', "'nama' belum diisi"),
        ('nama = "Penerima Bantuan"=>', "kolom 'nama' belum dipetakan"),
        ('bekerja = "Kerja?"=>gaji = "Upah"', "gaji"),
        ('bekerja = "Kerja?"=>bekerja = ""', "judul kolom yang kosong"),
        ('terima_pemda = true=>terima_pemda = "banyak"', "terima_pemda"),
        ("[kolom]=>[kolom", "TOML"),
        ('abaikan = ["Foto"]=>abaikan = "Foto"', "'abaikan'"),
        ('sumber = "perkim"=>sumber = "perkim"\nbaris = "rumah"', "'baris'"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(rtlh, change: str, reason: str) -> None:
    before, after = change.split("=>")
    rtlh.write_text(RTLH.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(SelarasError) as caught:
        mapping.load(rtlh)
    assert caught.value.code == "pemetaan_salah"
    assert reason in str(caught.value)
