"""Code lists that Regsosek 2022 and DTSEN print alike.

Source: questionnaire REGSOSEK2022.K (BPS) as held in OpenSID; DTSEN exports of three kabupaten number these answers
in the same way. What the two print differently (roof, cooking fuel) is not here: it stands in each source.
"""

from __future__ import annotations

from typing import Final

from selaras.engine.read.deliver import words
from selaras.engine.read.deliver.codes import CodeList, Value


def numbered(*values: Value | None) -> dict[int, Value | None]:
    """The values under the numbers 1, 2, 3, ..."""
    return dict(enumerate(values, start=1))


STATUS_RUMAH: Final = CodeList(
    "status_rumah", numbered("milik_sendiri", "sewa", "bebas_sewa", "dinas", "lainnya"), words.STATUS_RUMAH
)
LANTAI: Final = CodeList(
    "lantai",
    numbered("marmer", "keramik", "parket", "ubin", "kayu", "semen", "bambu", "tanah", "lainnya"),
    words.LANTAI,
    words.LANTAI_BROAD,
)
DINDING: Final = CodeList(
    "dinding",
    numbered("tembok", "plesteran", "kayu", "anyaman_bambu", "batang_kayu", "bambu", "lainnya"),
    words.DINDING,
)
AIR_MINUM: Final = CodeList(
    "air_minum",
    numbered(
        "kemasan",
        "isi_ulang",
        "leding",
        "sumur_bor",
        "sumur_terlindung",
        "sumur_tak_terlindung",
        "mata_air_terlindung",
        "mata_air_tak_terlindung",
        "permukaan",
        "hujan",
        "lainnya",
    ),
    words.AIR_MINUM,
    words.AIR_BROAD,
)
PENERANGAN: Final = CodeList(
    "penerangan",
    numbered("pln_meteran", "pln_tanpa_meteran", "non_pln", "bukan_listrik"),
    words.PENERANGAN,
    words.PENERANGAN_BROAD,
)
DAYA: Final = CodeList("daya", numbered(450, 900, 1300, 2200, 2201), words.DAYA)
BAB: Final = CodeList(
    "bab",
    numbered("sendiri", "bersama", "mck_komunal", "mck_umum", "tidak_menggunakan", "tidak_ada"),
    words.BAB,
    words.BAB_BROAD,
)
KLOSET: Final = CodeList(
    "kloset",
    numbered("leher_angsa", "plengsengan_tutup", "plengsengan_tanpa_tutup", "cemplung"),
    words.KLOSET,
    words.KLOSET_BROAD,
)
TINJA: Final = CodeList(
    "tinja",
    numbered("tangki_septik", "ipal", "kolam_sungai", "lubang_tanah", "pantai_kebun", "lainnya"),
    words.TINJA,
)
KAWIN: Final = CodeList(
    "status_kawin",
    numbered("belum_kawin", "kawin", "cerai_hidup", "cerai_mati"),
    words.KAWIN,
    words.KAWIN_BROAD,
)
HUBUNGAN: Final = CodeList(
    "hubungan",
    numbered(
        "kepala",
        words.ISTRI_SUAMI,
        "anak",
        "menantu",
        "cucu",
        words.ORANGTUA_MERTUA,
        "pembantu",
        "lainnya",
    ),
    words.HUBUNGAN,
)
SEKOLAH: Final = CodeList(
    "bersekolah",
    {1: False, 2: True, 3: False},
    {"Tidak/belum pernah sekolah": False, "Masih sekolah": True, "Tidak bersekolah lagi": False},
)
KEDUDUKAN: Final = CodeList(
    "pekerjaan",
    numbered(
        "BERUSAHA SENDIRI",
        "BERUSAHA DIBANTU BURUH TIDAK TETAP/TIDAK DIBAYAR",
        "BERUSAHA DIBANTU BURUH TETAP/DIBAYAR",
        "BURUH/KARYAWAN/PEGAWAI SWASTA",
        "PNS/TNI/POLRI/BUMN/BUMD/PEJABAT NEGARA",
        "PEKERJA BEBAS PERTANIAN",
        "PEKERJA BEBAS NON-PERTANIAN",
        "PEKERJA KELUARGA/TIDAK DIBAYAR",
    ),
    open=True,
)
KESULITAN: Final = CodeList("disabilitas", {1: True, 2: True, 3: False, 4: False}, words.KESULITAN)
PENYAKIT: Final = CodeList(
    "penyakit_menahun",
    {1: False, **dict.fromkeys(range(2, 19), True)},
    {"Tidak ada": False, **words.PENYAKIT},
)
YA_TIDAK: Final = CodeList("ya_tidak", {1: True, 2: False}, words.YA_TIDAK)
YA_TIDAK_8: Final = CodeList("ya_tidak_tidak_tahu", {1: True, 2: False, 8: None}, words.YA_TIDAK)
