"""Profile fields that many lists have, with the headers they go by.

The name of each field is that of the canonical column it becomes. A source takes them with `having`, and writes down
only what is its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from selaras.engine.read.profile import Field

_COMMON: Final = (
    Field("provinsi", ("Provinsi", "Nama Provinsi", "Prov", "NM_PROP", "NAMA_PROP")),
    Field(
        "kabupaten",
        (
            "Kabupaten/Kota",
            "Kab/Kota",
            "Kabupaten",
            "Nama Kabupaten/Kota",
            "Kabupaten Kota",
            "Kota/Kabupaten",
            "NM_KAB",
            "NAMA_KAB",
        ),
    ),
    Field("kecamatan", ("Kecamatan", "Nama Kecamatan", "Kec", "NM_KEC", "NAMA_KEC")),
    Field(
        "desa",
        (
            "Desa/Kelurahan",
            "Kelurahan/Desa",
            "Kelurahan",
            "Desa",
            "Nama Desa/Kelurahan",
            "Nama Kelurahan/Desa",
            "Nama Desa",
            "Nama Kelurahan",
            "Desa/Kel",
            "Kel/Desa",
            "NM_KEL",
            "NAMA_KEL",
        ),
    ),
    Field(
        "kode_wilayah",
        (
            "Kode Kemdagri",
            "Kode Kemendagri",
            "Kode Desa/Kelurahan",
            "Kode Kelurahan/Desa",
            "Kode Kelurahan Desa",
            "Kode Desa",
            "Kode Wilayah",
            "id_wilayah",
        ),
    ),
    Field("alamat", ("Alamat", "Alamat Lengkap", "Alamat Rumah", "Alamat Domisili", "Alamat KTP")),
    Field("dusun", ("Dusun", "Nama Dusun", "Dusun/Lingkungan", "Lingkungan")),
    Field("rt", ("RT", "No. RT", "Nomor RT", "NO_RT")),
    Field("rw", ("RW", "No. RW", "Nomor RW", "NO_RW")),
    Field("rt_rw", ("RT/RW", "RT RW", "RT / RW")),
    Field(
        "nik", ("NIK", "No. NIK", "Nomor NIK", "Nomor Induk Kependudukan", "No KTP", "No. KTP/NIK", "NIK KTP")
    ),
    Field(
        "kk",
        (
            "NO KK",
            "No. KK",
            "Nomor KK",
            "Nomor Kartu Keluarga",
            "No Kartu Keluarga",
            "No. Kartu Keluarga",
            "NO_KK",
            "KK",
            "NKK",
        ),
    ),
    Field(
        "nama",
        (
            "Nama",
            "Nama Lengkap",
            "NAMA_LGKP",
            "Nama Anggota Keluarga",
            "Nama Penduduk",
            "Nama ART",
            "Nama Orang",
        ),
    ),
    Field("nama_ibu", ("Nama Ibu Kandung", "Nama Ibu", "NAMA_LGKP_IBU", "Nama Lengkap Ibu", "Ibu Kandung")),
    Field(
        "jenis_kelamin",
        (
            "Jenis Kelamin",
            "JK",
            "L/P",
            "Kelamin",
            "JNS_KLMIN",
            "JENIS_KLMIN",
            "Jns Kelamin",
            "id_jenis_kelamin",
        ),
    ),
    Field("tanggal_lahir", ("Tanggal Lahir", "Tgl Lahir", "Tgl. Lahir", "TGL_LHR", "Tanggal_Lahir")),
    Field("tempat_lahir", ("Tempat Lahir", "TMPT_LHR", "Tmp Lahir", "Tempat_Lahir")),
    Field(
        "tempat_tanggal_lahir",
        (
            "Tempat/Tanggal Lahir",
            "Tempat, Tanggal Lahir",
            "Tempat Tanggal Lahir",
            "Tempat & Tgl Lahir",
            "TTL",
        ),
    ),
    Field("pekerjaan", ("Pekerjaan", "Jenis Pekerjaan", "JENIS_PKRJN", "Mata Pencaharian")),
    Field("pendidikan", ("Pendidikan", "Pendidikan Terakhir", "PDDK_AKH", "Pendidikan Akhir")),
    Field(
        "hubungan",
        (
            "Hubungan dengan Kepala Keluarga",
            "Hubungan Keluarga",
            "Hub Keluarga",
            "Hub. Keluarga",
            "Hubungan dalam Keluarga",
            "Status Hubungan Dalam Keluarga",
            "Status Hubungan Keluarga",
            "SHDK",
            "STAT_HBKEL",
        ),
    ),
    Field("status_kawin", ("Status Kawin", "Status Perkawinan", "STAT_KWN", "Status Pernikahan")),
    Field("desil", ("Desil", "Desil Kesejahteraan", "desil_nasional", "Desil Nasional")),
)

BY_NAME: Final = {field.name: field for field in _COMMON}
ALWAYS_OPTIONAL: Final = frozenset({"rt_rw", "tempat_tanggal_lahir", "kode_wilayah"})
WHERE: Final = (
    "provinsi",
    "kabupaten",
    "kecamatan",
    "desa",
    "kode_wilayah",
    "alamat",
    "dusun",
    "rt",
    "rw",
    "rt_rw",
)
WHO: Final = (
    "nama",
    "nama_ibu",
    "jenis_kelamin",
    "tanggal_lahir",
    "tempat_lahir",
    "tempat_tanggal_lahir",
    "pekerjaan",
)


def having(
    *names: str,
    required: tuple[str, ...] = (),
    characteristic: tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
) -> tuple[Field, ...]:
    """The common fields of these names, with what this source makes of them. KeyError for an unknown name.

    Fields in ALWAYS_OPTIONAL are other ways to write what two plain columns say: no list has both.
    """
    return tuple(
        replace(
            BY_NAME[name],
            required=name in required,
            characteristic=name in characteristic,
            optional=name in optional or name in ALWAYS_OPTIONAL,
        )
        for name in names
    )
