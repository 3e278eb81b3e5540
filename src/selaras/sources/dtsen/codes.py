"""The answers of DTSEN exports that DTSEN alone prints this way.

Source: DTSEN exports of three kabupaten, compared with REGSOSEK2022.K. Two traps stand here: roof 5 is bamboo and 6
wood (the reverse of Regsosek), and fuel 0 is "does not cook" (12 in Regsosek). There is no public codebook.
"""

from __future__ import annotations

from typing import Final

from selaras.engine.read.deliver import bps_form, words
from selaras.engine.read.deliver.codes import CodeList

ATAP: Final = CodeList(
    "atap",
    bps_form.numbered("beton", "genteng", "seng", "asbes", "bambu", "kayu", "jerami", "lainnya"),
    words.ATAP,
    words.ATAP_BROAD,
)
BAHAN_BAKAR: Final = CodeList(
    "bahan_bakar",
    {
        0: "tidak_memasak",
        **bps_form.numbered(
            "listrik",
            "elpiji_5_5",
            "elpiji_12",
            "elpiji_3",
            "gas_kota",
            "biogas",
            "minyak_tanah",
            "briket",
            "arang",
            "kayu_bakar",
            "lainnya",
        ),
    },
    words.BAHAN_BAKAR,
    words.BAHAN_BAKAR_BROAD,
)
KEBERADAAN: Final = CodeList(
    "id_status_keberadaan_keluarga",
    bps_form.numbered("aktif", "pindah", "meninggal", "tidak_ditemukan"),
    words.KEBERADAAN,
)
# "ASESMEN MENINGGAL": the field check found the person dead, the list still counts them. Taken as dead, and said so.
STATUS_DTSEN: Final = CodeList(
    "status_dtsen",
    words={
        "DTSEN AKTIF": "aktif",
        "AKTIF": "aktif",
        "DTSEN AKTIF - ASESMEN MENINGGAL": "meninggal",
        "DTSEN NONAKTIF": "nonaktif",
        "DTSEN NON AKTIF": "nonaktif",
        "NONAKTIF": "nonaktif",
    },
)
STATUS_AKTIF: Final = CodeList("status_aktif", {1: "aktif", 0: "nonaktif"}, words.KEBERADAAN)
MENINGGAL: Final = CodeList(
    "status_meninggal",
    {1: "meninggal", 0: None},
    {"Ya": "meninggal", "Meninggal": "meninggal", "Tidak": None, "Tidak meninggal": None, "Hidup": None},
)
# SIKS-NG prints words here; what its numbers would mean is not published.
KEBERADAAN_ANGGOTA: Final = CodeList("keberadaan_anggota", words=words.KEBERADAAN)
PENDIDIKAN: Final = CodeList(
    "id_jenjang_pendidikan_dukcapil",
    bps_form.numbered(
        "tidak_sekolah", "belum_tamat_sd", "sd", "smp", "sma", "d1_d3", "d1_d3", "s1", "s2_s3", "s2_s3"
    ),
    words.PENDIDIKAN,
    words.PENDIDIKAN_BROAD,
    open=True,
)
# Programme columns print YA/TIDAK, 1/0 or 1/2.
PROGRAM: Final = CodeList("program", {0: False, 1: True, 2: False}, words.YA_TIDAK)
PADAN: Final = CodeList(
    "padan",
    {0: False, 1: True},
    {**words.YA_TIDAK, "Padan": True, "Tidak padan": False, "Belum padan": False},
)
