"""What DTSEN files look like: the family and member sets, and the portal's request variables.

Kabupaten exports name the same variable differently (id_lantai_terluas, jenis_lantai_terluas), so columns are known by
their names, never by their place. The check result of SIKS-NG stands in `siksng.py`.
"""

from __future__ import annotations

from typing import Final

from selaras.engine.read.deliver import fields
from selaras.engine.read.profile import Field, Part, Profile
from selaras.sources.dtsen import convert, siksng

_PLACE_NAMES: Final = ("provinsi", "kabupaten", "kecamatan", "desa", "alamat", "dusun", "rt", "rw", "rt_rw")
_KODE: Final = (
    Field(
        "kode_wilayah",
        ("kode_kelurahan_desa", "kode_desa_kelurahan", "kode_desa", "id_wilayah", "kode_wilayah"),
        optional=True,
    ),
    Field("kode_provinsi", ("kode_provinsi",), optional=True),
    Field("kode_kabupaten", ("kode_kabupaten_kota", "kode_kabupaten"), optional=True),
    Field("kode_kecamatan", ("kode_kecamatan",), optional=True),
)
_HOUSING: Final = (
    Field(
        "status_rumah",
        ("id_status_penguasaan_bangunan", "status_kepemilikan_rumah", "status_penguasaan_bangunan"),
    ),
    Field("luas_lantai", ("luas_lantai_bangunan", "luas_lantai")),
    Field("lantai", ("id_lantai_terluas", "jenis_lantai_terluas", "lantai_terluas"), characteristic=True),
    Field("dinding", ("id_dinding_terluas", "jenis_dinding_terluas", "dinding_terluas"), characteristic=True),
    Field("atap", ("id_atap_terluas", "jenis_atap_terluas", "atap_terluas"), characteristic=True),
    Field("air_minum", ("id_sumber_airminum", "sumber_air_minum_utama", "id_sumber_air_minum")),
    Field("penerangan", ("id_sumberpenerangan", "sumber_penerangan_utama", "id_sumber_penerangan")),
    Field("daya", ("id_dayapenerangan", "daya_terpasang", "id_daya_terpasang")),
    Field(
        "bahan_bakar",
        ("id_bb_utama", "bahan_bakar_utama_memasak", "id_bahan_bakar_utama"),
        characteristic=True,
    ),
    Field("bab", ("id_fasilitas_bab", "fasilitas_bab")),
    Field("kloset", ("id_jenis_kloset", "jenis_kloset")),
    Field("tinja", ("id_pembuangan_tinja", "pembuangan_akhir_tinja"), characteristic=True),
)
_ASSETS: Final = (
    Field("aset_tabung_gas", ("aset_bergerak_tabung_gas",), characteristic=True),
    Field("aset_lemari_es", ("aset_bergerak_lemari_es",)),
    Field("aset_ac", ("aset_bergerak_ac",)),
    Field("aset_pemanas_air", ("aset_bergerak_pemanas_air",)),
    Field("aset_telepon_rumah", ("aset_bergerak_telepon_rumah",)),
    Field("aset_televisi", ("aset_bergerak_tv_datar", "aset_bergerak_televisi")),
    Field("aset_emas", ("aset_bergerak_emas_perhiasan", "aset_bergerak_emas")),
    Field("aset_komputer", ("aset_bergerak_komputer_laptop_tablet", "aset_bergerak_komputer")),
    Field("aset_sepeda_motor", ("aset_bergerak_sepeda_motor",)),
    Field("aset_sepeda", ("aset_bergerak_sepeda",)),
    Field("aset_mobil", ("aset_bergerak_mobil",)),
    Field("aset_perahu", ("aset_bergerak_perahu",)),
    Field("aset_kapal_motor", ("aset_bergerak_kapal_perahu_motor",)),
    Field("aset_smartphone", ("aset_bergerak_smartphone",)),
    Field("aset_lahan", ("lahan_tempat_lain", "aset_tidak_bergerak_lahan_lainnya")),
    Field("aset_rumah_lain", ("rumah_tempat_lain", "aset_tidak_bergerak_rumah_lainnya")),
    Field("jumlah_sapi", ("jml_sapi", "jumlah_ternak_sapi")),
    Field("jumlah_kerbau", ("jml_kerbau", "jumlah_ternak_kerbau")),
    Field("jumlah_kuda", ("jml_kuda", "jumlah_ternak_kuda")),
    Field("jumlah_babi", ("jml_babi", "jumlah_ternak_babi")),
    Field("jumlah_kambing", ("jml_kambing_domba", "jumlah_ternak_kambing_domba", "jumlah_ternak_kambing")),
)
_ID: Final = Field("id_keluarga", ("id_keluarga", "id_keluarga_dtsen"), optional=True)
_DESIL: Final = Field("desil", ("desil_nasional", "desil"), characteristic=True)
_NO_KK: Final = Field(
    "kk",
    ("no_kk", "nomor_kartu_keluarga", "no_kk (nomor_kartu_keluarga)", "no_kartu_keluarga", "kk"),
    required=True,
)
_NAMA_KEPALA: Final = Field("nama_kepala", ("nama_kepala_keluarga", "nama_kk"), required=True)

KELUARGA: Final = Part(
    name="keluarga",
    fields=(
        *fields.having(*_PLACE_NAMES, optional=("dusun", "rt", "rw")),
        *_KODE,
        _ID,
        _NO_KK,
        _NAMA_KEPALA,
        Field("nik_kepala", ("nik_kepala_keluarga", "nik_kk", "nik"), optional=True),
        Field("jumlah_anggota", ("jumlah_anggota_keluarga", "jml_anggota_keluarga")),
        Field("status", ("id_status_keberadaan_keluarga", "status_keberadaan_keluarga"), characteristic=True),
        *_HOUSING,
        *_ASSETS,
        Field("pbi_nas", ("pbi_nas",), characteristic=True),
        Field("pbi_pemda", ("pbi_pemda",), characteristic=True),
        _DESIL,
    ),
    signature=(("atap", "lantai"), ("status", "desil"), ("desil", "dinding")),
    ignored=(
        "no",
        "skor",
        "persentil_nasional",
        "peringkat_nasional",
    ),
)
ANGGOTA: Final = Part(
    name="anggota",
    fields=(
        *fields.having(*_PLACE_NAMES, optional=_PLACE_NAMES),
        *_KODE,
        _ID,
        Field("person_ref", ("idsemesta", "id_anggota", "id_individu"), optional=True),
        Field("nik", ("nik", "nomor_induk_kependudukan"), required=True),
        _NO_KK,
        *fields.having(
            "nama",
            "nama_ibu",
            "tempat_lahir",
            "tanggal_lahir",
            "jenis_kelamin",
            required=("nama",),
            optional=("nama_ibu",),
        ),
        Field(
            "hubungan",
            ("id_hub_kepala_keluarga", "hub_kepala_keluarga", "hubungan_kepala_keluarga"),
            characteristic=True,
        ),
        Field("pbi", ("pbi",)),
        Field("status_kawin", ("id_status_perkawinan", "status_perkawinan")),
        Field("bersekolah", ("id_partisipasi_sekolah", "partisipasi_sekolah")),
        Field(
            "pendidikan",
            ("id_jenjang_pendidikan_dukcapil", "jenjang_pendidikan_dukcapil", "id_pendidikan_dukcapil"),
        ),
        Field("bekerja", ("membantu_bekerja", "bekerja_membantu_bekerja")),
        Field(
            "kedudukan",
            ("id_status_kedudukan_pekerjaan_utama", "status_kedudukan_pekerjaan_utama"),
            characteristic=True,
        ),
        *(Field(name, (name,), characteristic=True) for name in convert.DIFFICULTIES),
        Field("penyakit_menahun", ("id_penyakit_menahun", "penyakit_menahun"), characteristic=True),
        Field("status", ("status_dtsen",), characteristic=True),
        _DESIL,
    ),
    signature=(("status",), ("hubungan", "desil"), ("hubungan", "kedudukan"), ("penyakit_menahun",)),
    ignored=(
        "no",
        "id_disabilitas",
        "id_lapangan_usaha_dari_usaha_utama",
        "id_kepemilikan_izin_usaha",
        "jumlah_jenis_usaha",
        "id_pekerjaan_utama",
        "id_pendapatan",
        "jumlah_pekerja_dibayar",
        "jumlah_pekerja_tidak_dibayar",
        "id_omset_usaha_utama",
        "id_kondisi_gizi",
        "id_kesedihan_depresi",
    ),
)
# The variables one ticks in the request form, as the answer prints them.
PORTAL: Final = Part(
    name="portal",
    fields=(
        *fields.having("provinsi", "kabupaten", "kecamatan", "desa", "alamat"),
        Field("desil", ("Desil",), required=True),
        Field("persentil", ("Persentil",), characteristic=True),
        Field("tahun", ("Tahun Pendataan",), characteristic=True),
        Field("kk", ("No KK", "Nomor KK", "No Kartu Keluarga"), optional=True),
        Field("nama_kepala", ("Nama Kepala Keluarga",), required=True),
        Field("nik_kepala", ("NIK Keluarga", "NIK Kepala Keluarga"), required=True, characteristic=True),
        Field("padan", ("NIK (Kepala Keluarga) Padan", "NIK Kepala Keluarga Padan"), characteristic=True),
        Field("lantai", ("Jenis Lantai",)),
        Field("bahan_bakar", ("Bahan Bakar Memasak",)),
        Field("penerangan", ("Sumber Penerangan",)),
        Field("daya", ("Daya Listrik Terpasang",), characteristic=True),
        Field("air_minum", ("Sumber Air Minum",)),
        Field("bab", ("Memiliki Fasilitas Buang Air Besar",)),
        Field("risiko_stunting", ("Resiko Stunting", "Risiko Stunting")),
        Field("bpnt", ("Penerima BPNT",)),
        Field("bst", ("Penerima BST",)),
    ),
    signature=(("persentil",), ("padan",), ("tahun",)),
    ignored=("No", "Kualitas Dinding", "Kualitas Lantai"),
)

PROFILES: Final = (
    Profile("dtsen", "dtsen", "DTSEN, set keluarga dan anggota", (KELUARGA, ANGGOTA), convert.file),
    Profile(
        "dtsen_siksng", "dtsen", "DTSEN, hasil cek SIKS-NG", (siksng.KELUARGA, siksng.ANGGOTA), siksng.convert
    ),
    Profile("dtsen_portal", "dtsen", "DTSEN, variabel dari portal permintaan data", (PORTAL,), convert.file),
)
