"""What P3KE files look like: family and person sheets of the district copies, and the local musdes sheet.

Headers are those of the copies used by applications of several kabupaten, typing errors included (BNPT, Kemendagri).
"""

from __future__ import annotations

from typing import Final

from selaras.engine.read.deliver import fields
from selaras.engine.read.profile import Field, Part, Profile
from selaras.sources.p3ke import convert

_ID: Final = Field(
    "id_keluarga",
    ("ID Keluarga P3KE", "ID Keluarga", "IDKELUARGA P3KE", "ID_KELUARGA", "ID P3KE", "ID KK P3KE"),
    required=True,
    characteristic=True,
)
_PROGRAMMES: Final = (
    Field("bpnt", ("Penerima BPNT", "Penerima BNPT", "BPNT"), characteristic=True),
    Field("bpum", ("Penerima BPUM", "BPUM"), characteristic=True),
    Field("bst", ("Penerima BST", "BST"), characteristic=True),
    Field("pkh", ("Penerima PKH", "PKH")),
    Field("sembako", ("Penerima SEMBAKO", "Penerima Bansos Sembako", "SEMBAKO"), characteristic=True),
    Field("prakerja", ("Penerima Prakerja", "Penerima Pra Kerja", "Prakerja"), optional=True),
    Field("kur", ("Penerima KUR", "KUR"), optional=True),
    Field("pkh_2023", ("Penerima PKH 2023 (HIMBARA)",), optional=True),
    Field("sembako_2023", ("Penerima SEMBAKO 2023 (HIMBARA)",), optional=True),
    Field("pkh_keluarga_2023", ("Keluarga Penerima PKH 2023 (HIMBARA)",), optional=True),
    Field(
        "sembako_keluarga_2023",
        ("Keluarga Penerima SEMBAKO (HIMBARA 2023)", "Keluarga Penerima SEMBAKO 2023 (HIMBARA)"),
        optional=True,
    ),
)
_PADAN: Final = Field("padan", ("Padan Dukcapil", "Padan Capil", "Padan DUKCAPIL"), characteristic=True)
_STUNTING: Final = Field("risiko_stunting", ("Resiko Stunting", "Risiko Stunting"), characteristic=True)
_IGNORED: Final = ("No", "No.", "Nomor", "Pensasaran", "Pensasaran P3KE", "Penyasaran", "Keterangan")
_WHERE: Final = fields.having(
    "provinsi", "kabupaten", "kecamatan", "desa", "kode_wilayah", "alamat", characteristic=("kode_wilayah",)
)

KELUARGA: Final = Part(
    name="keluarga",
    fields=(
        _ID,
        *_WHERE,
        *fields.having("desil", "nik", "jenis_kelamin", "tanggal_lahir", "pekerjaan", "pendidikan"),
        Field("nama_kepala", ("Kepala Keluarga", "Nama Kepala Keluarga"), required=True, characteristic=True),
        _PADAN,
        Field("status_rumah", ("Kepemilikan Rumah", "Status Kepemilikan Rumah"), characteristic=True),
        Field(
            "aset_simpanan",
            (
                "Memiliki Simpanan Uang/Perhiasan/Ternak/Lainnya",
                "Memiliki Simpanan",
                "Simpanan Uang/Perhiasan/Ternak/Lainnya",
                "Memiliki Simpanan Uang/ Perhiasan/ Ternak/ Lainnya",
            ),
            characteristic=True,
        ),
        Field("atap", ("Jenis Atap",), characteristic=True),
        Field("dinding", ("Jenis Dinding",), characteristic=True),
        Field("lantai", ("Jenis Lantai",), characteristic=True),
        Field("penerangan", ("Sumber Penerangan",), characteristic=True),
        Field("bahan_bakar", ("Bahan Bakar Memasak", "Bahan Bakar Masak"), characteristic=True),
        Field("air_minum", ("Sumber Air Minum",), characteristic=True),
        Field("bab", ("Memiliki Fasilitas Buang Air Besar", "Fasilitas Buang Air Besar", "Fasilitas BAB")),
        *_PROGRAMMES,
        _STUNTING,
    ),
    signature=(("id_keluarga", "nama_kepala", "atap"), ("id_keluarga", "nama_kepala", "desil")),
    ignored=_IGNORED,
)
INDIVIDU: Final = Part(
    name="individu",
    fields=(
        _ID,
        *_WHERE,
        *fields.having("desil"),
        Field("id_individu", ("ID Individu", "IDINDIVIDU", "ID Individu P3KE"), characteristic=True),
        *fields.having(
            "nama",
            "nik",
            "jenis_kelamin",
            "hubungan",
            "tanggal_lahir",
            "status_kawin",
            "pekerjaan",
            "pendidikan",
            required=("nama", "nik"),
        ),
        _PADAN,
        *_PROGRAMMES,
        _STUNTING,
    ),
    signature=(("id_keluarga", "id_individu"), ("id_keluarga", "nama", "hubungan", "padan")),
    ignored=(
        *_IGNORED,
        "Usia dibawah 7 tahun",
        "Usia 7-12",
        "Usia 13-15",
        "Usia 16-18",
        "Usia 19-21",
        "Usia 22-59",
        "Usia 60 tahun keatas",
    ),
)
# The sheet villages fill in at their musdes: a title block, few columns, members of one family below one another.
MUSDES: Final = Part(
    name="musdes",
    fields=(
        _ID,
        *fields.having(
            "provinsi",
            "kabupaten",
            "kecamatan",
            "desa",
            "alamat",
            optional=("provinsi", "kabupaten", "kecamatan"),
        ),
        Field("desil", ("Desil", "Desil Kesejahteraan"), required=True),
        *fields.having("nama", "nik", "jenis_kelamin", "hubungan", required=("nama", "nik", "hubungan")),
        Field("nik_perbaikan", ("Perbaikan NIK", "NIK Perbaikan"), characteristic=True, optional=True),
        Field(
            "hasil_verifikasi",
            ("Verifikasi", "Hasil Verifikasi", "Hasil Musdes", "Keterangan Musdes"),
            optional=True,
        ),
    ),
    signature=(("id_keluarga", "desil", "nama", "hubungan"),),
    ignored=("No", "No.", "Foto", "Latitude", "Longitude", "Lat", "Long", "Tahun", "Keterangan"),
)

PROFILES: Final = (
    Profile("p3ke", "p3ke", "P3KE, data keluarga dan individu", (KELUARGA, INDIVIDU), convert.file),
    Profile("p3ke_musdes", "p3ke", "P3KE, lembar musdes desa", (MUSDES,), convert.file),
)
