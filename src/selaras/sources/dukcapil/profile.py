"""What Dukcapil files look like.

A padan result holds the rows that were sent, and beside each field whether it agrees: Dukcapil answers sesuai or tidak
sesuai, never with its own data. A SIAK extract holds the register itself, as far as an agreement allows it.
"""

from __future__ import annotations

from typing import Final

from selaras.engine.read.deliver import fields
from selaras.engine.read.profile import Field, Part, Profile
from selaras.sources.dukcapil import padan, siak

# What each answered field is called in results: "HASIL NIK", "NIK SESUAI", "KET_NIK", "NIK_FLAG", ...
_ANSWERED: Final = {
    "nik": ("NIK",),
    "kk": ("NO KK", "NO_KK", "KK", "NOMOR KK"),
    "nama": ("NAMA", "NAMA_LGKP", "NAMA LENGKAP"),
    "jenis_kelamin": ("JENIS KELAMIN", "JENIS_KLMIN", "JK"),
    "tanggal_lahir": ("TANGGAL LAHIR", "TGL_LHR", "TGL LAHIR"),
    "tempat_lahir": ("TEMPAT LAHIR", "TMPT_LHR"),
    "nama_ibu": ("NAMA IBU", "NAMA IBU KANDUNG", "NAMA_LGKP_IBU"),
    "alamat": ("ALAMAT",),
}
_BEFORE: Final = ("HASIL", "KET", "KETERANGAN", "STATUS", "CEK", "FLAG", "PADAN", "KESESUAIAN")
_AFTER: Final = ("SESUAI", "FLAG", "HASIL", "PADAN", "STATUS", "KET")


_OTHERS: Final = tuple(name for name in fields.WHO if name not in ("nama", "tanggal_lahir"))
_PLACES: Final = ("alamat", "rt", "rw", "rt_rw", "desa", "kecamatan", "kabupaten", "kode_wilayah")


def answer_headers(names: tuple[str, ...]) -> tuple[str, ...]:
    """Every usual way to head the answer about a field."""
    return tuple(f"{word} {name}" for name in names for word in _BEFORE) + tuple(
        f"{name} {word}" for name in names for word in _AFTER
    )


PADAN: Final = Part(
    name="padan",
    fields=(
        *fields.having(*fields.WHO, "nik", "kk", required=("nik",), optional=_OTHERS),
        *fields.having(*_PLACES, optional=_PLACES),
        *(
            Field(
                f"hasil_{name}",
                answer_headers(names),
                characteristic=True,
                optional=name not in ("nik", "nama", "tanggal_lahir"),
            )
            for name, names in _ANSWERED.items()
        ),
        Field(
            "hasil",
            (
                "HASIL PADAN",
                "STATUS PADAN",
                "HASIL PEMADANAN",
                "KETERANGAN PADAN",
                "HASIL VERIFIKASI NIK",
                "RESPON",
                "RESPONSE",
            ),
            characteristic=True,
            optional=True,
        ),
        Field(
            "status",
            (
                "STATUS PENDUDUK",
                "STATUS KEPENDUDUKAN",
                "STATUS HIDUP",
                "KETERANGAN STATUS",
                "STATUS DUKCAPIL",
                "KETERANGAN",
            ),
        ),
        Field(
            "status_date",
            ("TANGGAL STATUS", "TGL MENINGGAL", "TANGGAL MENINGGAL", "TANGGAL PINDAH", "TGL PINDAH"),
            optional=True,
        ),
        Field("person_ref", ("ID", "ID BARIS", "NO URUT KIRIM"), optional=True),
    ),
    signature=(
        ("hasil_nik",),
        ("hasil_nama", "hasil_tanggal_lahir"),
        ("hasil", "hasil_nama"),
        ("hasil", "hasil_tanggal_lahir"),
    ),
    ignored=("NO", "NO.", "TANGGAL PADAN", "TGL PADAN", "SKOR NAMA"),
)
SIAK: Final = Part(
    name="penduduk",
    fields=(
        *fields.having(
            *fields.WHO, "nik", "kk", required=("nama", "nik", "kk"), optional=("tempat_tanggal_lahir",)
        ),
        *fields.having(*fields.WHERE, optional=("provinsi", "kabupaten", "dusun")),
        Field(
            "hubungan",
            ("SHDK", "STAT_HBKEL", "Status Hubungan Dalam Keluarga", "Hubungan Keluarga", "HUB_KEL"),
            characteristic=True,
        ),
        Field("status_kawin", ("STAT_KWN", "Status Kawin", "Status Perkawinan")),
        Field("pendidikan", ("PDDK_AKH", "Pendidikan", "Pendidikan Akhir", "Pendidikan Terakhir")),
        Field("agama", ("AGAMA",), characteristic=True, optional=True),
        Field("golongan_darah", ("GOL_DRH", "Golongan Darah", "GOL_DARAH"), optional=True),
        Field(
            "nama_ayah",
            ("NAMA_LGKP_AYAH", "Nama Ayah", "Nama Lengkap Ayah"),
            characteristic=True,
            optional=True,
        ),
        Field(
            "status",
            (
                "STATUS",
                "STATUS PENDUDUK",
                "STATUS_PENDUDUK",
                "STATUS KEPENDUDUKAN",
                "STAT_KPDDK",
                "KETERANGAN STATUS",
            ),
            characteristic=True,
        ),
        Field(
            "status_date",
            (
                "TANGGAL STATUS",
                "TGL_STATUS",
                "TANGGAL PERISTIWA",
                "TGL_PERISTIWA",
                "TGL MENINGGAL",
                "TANGGAL MENINGGAL",
            ),
            optional=True,
        ),
        Field("tanggal_pindah", ("TGL PINDAH", "TANGGAL PINDAH", "TGL_PINDAH"), optional=True),
    ),
    signature=(
        ("hubungan", "status"),
        ("hubungan", "agama"),
        ("status", "nama_ayah"),
        ("hubungan", "nama_ayah"),
    ),
    ignored=(
        "NO",
        "NO.",
        "UMUR",
        "USIA",
        "NO_PROP",
        "NO_KAB",
        "NO_KEC",
        "NO_KEL",
        "NIK_AYAH",
        "NIK_IBU",
        "AKTA_LHR",
        "NO_AKTA_LHR",
        "KEWARGANEGARAAN",
        "WNI",
    ),
)

PROFILES: Final = (
    Profile("dukcapil_padan", "dukcapil", "Hasil pemadanan Dukcapil", (PADAN,), padan.convert),
    Profile("dukcapil_siak", "dukcapil", "Data penduduk SIAK", (SIAK,), siak.convert),
)
