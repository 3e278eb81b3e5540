"""The columns of the layout, by field: one place for who writes such a file and for who reads it.

It is our own layout: two sheets, canonical words in the cells. `id_keluarga` and `id_orang` are references of the registry
that the officer was sent with: a row belongs to that person whatever else it says. NIK, KK and name stand there only
where the officer saw the document and put them right: a file of findings says as little about who somebody is as it can.
"""

from __future__ import annotations

from typing import Final

from selaras.engine import tables

SOURCE: Final = "verval"
KELUARGA_SHEET: Final = "Keluarga"
ANGGOTA_SHEET: Final = "Anggota"
TITLE: Final = "Hasil verval Selaras"

HOUSING: Final = {
    "status_rumah": "Status Rumah",
    "luas_lantai": "Luas Lantai (m2)",
    "lantai": "Lantai",
    "dinding": "Dinding",
    "atap": "Atap",
    "air_minum": "Air Minum",
    "penerangan": "Penerangan",
    "daya": "Daya Listrik (VA)",
    "bahan_bakar": "Bahan Bakar Memasak",
    "bab": "Tempat Buang Air Besar",
    "kloset": "Kloset",
    "tinja": "Pembuangan Tinja",
}
ASSETS: Final = {
    column.name: "Punya " + column.name.removeprefix("aset_").replace("_", " ").title()
    for column in tables.KELUARGA_RECORDS.columns
    if column.name.startswith("aset_")
}
LIVESTOCK: Final = {
    f"jumlah_{name}": f"Jumlah {name.title()}" for name in ("sapi", "kerbau", "kuda", "babi", "kambing")
}
PLACE: Final = {
    "kode_wilayah": "Kode Desa/Kelurahan",
    "kecamatan": "Kecamatan",
    "desa": "Desa/Kelurahan",
    "alamat": "Alamat",
    "rt": "RT",
    "rw": "RW",
}
KELUARGA: Final = {
    "id_keluarga": "ID Keluarga Registri",
    "id_sasaran": "ID Sasaran Verval",
    **PLACE,
    "tanggal_kunjungan": "Tanggal Kunjungan",
    "hasil": "Hasil Verval",
    "status": "Keberadaan Keluarga",
    "kk": "Nomor KK (dokumen dilihat)",
    "jumlah_anggota": "Jumlah Anggota Ditemui",
    **HOUSING,
    **ASSETS,
    **LIVESTOCK,
}
ANGGOTA: Final = {
    "id_orang": "ID Orang Registri",
    "id_keluarga": "ID Keluarga Registri",
    **PLACE,
    "nama": "Nama",
    "nik": "NIK (dokumen dilihat)",
    "kk": "Nomor KK (dokumen dilihat)",
    "jenis_kelamin": "Jenis Kelamin",
    "tanggal_lahir": "Tanggal Lahir",
    "hubungan": "Hubungan dengan Kepala Keluarga",
    "status": "Keberadaan Orang",
    "status_date": "Tanggal Keberadaan",
    "bekerja": "Bekerja",
    "pekerjaan": "Pekerjaan",
    "bersekolah": "Bersekolah",
    "disabilitas": "Penyandang Disabilitas",
    "penyakit_menahun": "Penyakit Menahun",
    "hamil": "Hamil",
}
