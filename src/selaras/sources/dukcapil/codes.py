"""The answers of Dukcapil: the lists of SIAK (form F-1.01) and what a padan result says about each field.

Source: lists as held in OpenSID, which follow the Dukcapil forms; data/kode.json. Trap: relation 2 is husband, 3 wife,
4 child in SIAK; 2 is husband or wife and 3 child on every BPS form.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from selaras.engine.read.deliver import bps_form, words
from selaras.engine.read.deliver.codes import CodeList, Value

_FILE: Final = Path(__file__).parent / "data" / "kode.json"
_TABLES: Final[dict[str, dict[str, str]]] = json.loads(_FILE.read_text(encoding="utf-8"))["tables"]

HUBUNGAN: Final = CodeList(
    "shdk",
    bps_form.numbered(
        "kepala",
        "suami",
        "istri",
        "anak",
        "menantu",
        "cucu",
        "orangtua",
        "mertua",
        "famili",
        "pembantu",
        "lainnya",
    ),
    words.HUBUNGAN,
)
KAWIN: Final = bps_form.KAWIN
PENDIDIKAN: Final = CodeList(
    "pendidikan",
    bps_form.numbered(
        "tidak_sekolah", "belum_tamat_sd", "sd", "smp", "sma", "d1_d3", "d1_d3", "s1", "s2_s3", "s2_s3"
    ),
    words.PENDIDIKAN,
    words.PENDIDIKAN_BROAD,
    open=True,
)


def _occupations() -> dict[int, Value | None]:
    return {int(number): name for number, name in _TABLES["tweb_penduduk_pekerjaan"].items()}


PEKERJAAN: Final = CodeList(
    "pekerjaan",
    _occupations(),
    {name: name for name in _TABLES["tweb_penduduk_pekerjaan"].values()},
    open=True,
)
STATUS: Final = CodeList(
    "status",
    words={
        **words.KEBERADAAN,
        "Hidup": "aktif",
        "Tetap": "aktif",
        "Mati": "meninggal",
        "Wafat": "meninggal",
        "Almarhum": "meninggal",
        "Pindah keluar": "pindah",
        "Pindah datang": "aktif",
        "Pindah masuk": "aktif",
        "Pindah antar kabupaten": "pindah",
        "Pindah ke luar negeri": "pindah",
        "Hilang": "tidak_ditemukan",
        "NIK tidak ditemukan": "tidak_ditemukan",
        "Data tidak ditemukan": "tidak_ditemukan",
        "NIK ganda": "ganda",
        "Data ganda": "ganda",
        "Data ditemukan": "aktif",
    },
)
COCOK: Final = CodeList(
    "hasil",
    {1: True, 0: False},
    {
        "Sesuai": True,
        "Cocok": True,
        "Padan": True,
        "Sudah padan": True,
        "Ditemukan": True,
        "NIK ditemukan": True,
        "Data ditemukan": True,
        "Tidak sesuai": False,
        "Tdk sesuai": False,
        "Tidak cocok": False,
        "Tidak padan": False,
        "Belum padan": False,
        "Tidak ditemukan": False,
        "NIK tidak ditemukan": False,
        "Data tidak ditemukan": False,
        **words.YA_TIDAK,
    },
)
