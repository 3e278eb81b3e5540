"""The answers of P3KE district copies: words, not numbers.

Source: P3KE copies as used by applications of several kabupaten. Some answers cover several of ours ("Asbes/Seng",
"Listrik/Gas"): they stay unread, and the sheet says so once.
"""

from __future__ import annotations

from typing import Final

from selaras.engine.read.deliver import words
from selaras.engine.read.deliver.codes import CodeList

YA_TIDAK: Final = CodeList("ya_tidak", {1: True, 0: False}, words.YA_TIDAK)
PADAN: Final = CodeList("padan", {1: True, 0: False}, {**words.YA_TIDAK, "Padan": True, "Tidak padan": False})
STATUS_RUMAH: Final = CodeList("status_rumah", words=words.STATUS_RUMAH)
ATAP: Final = CodeList("atap", words=words.ATAP, broad=words.ATAP_BROAD)
DINDING: Final = CodeList("dinding", words=words.DINDING)
LANTAI: Final = CodeList("lantai", words=words.LANTAI, broad=words.LANTAI_BROAD)
PENERANGAN: Final = CodeList("penerangan", words=words.PENERANGAN, broad=words.PENERANGAN_BROAD)
# "s/d 900 Watt" is 450 or 900: only the lowest step says how much.
DAYA: Final = CodeList(
    "daya",
    words={
        "Listrik Pribadi s/d 450 Watt": 450,
        "Listrik Pribadi s/d 900 Watt": None,
        "Listrik Pribadi > 900 Watt": None,
        "Genset/solar cell": None,
        "Listrik Bersama": None,
        "Menumpang": None,
        "Listrik Non-PLN": None,
        "Non-Listrik": None,
    },
)
BAHAN_BAKAR: Final = CodeList("bahan_bakar", words=words.BAHAN_BAKAR, broad=words.BAHAN_BAKAR_BROAD)
AIR_MINUM: Final = CodeList("air_minum", words=words.AIR_MINUM, broad=words.AIR_BROAD)
BAB: Final = CodeList("bab", words=words.BAB, broad=words.BAB_BROAD)
# The toilet column also says where it drains.
TINJA: Final = CodeList(
    "tinja",
    words={
        "Ya, dengan Septic Tank": "tangki_septik",
        "Ya, tanpa Septic Tank": None,
        "Tidak, Jamban Umum/Bersama": None,
        "Jamban Umum/Bersama": None,
        "Lainnya": None,
        "Ya": None,
        "Tidak": None,
    },
)
HUBUNGAN: Final = CodeList("hubungan", words=words.HUBUNGAN)
KAWIN: Final = CodeList("status_kawin", words=words.KAWIN, broad=words.KAWIN_BROAD)
PENDIDIKAN: Final = CodeList("pendidikan", words=words.PENDIDIKAN, broad=words.PENDIDIKAN_BROAD, open=True)
# What the village meeting found. "Layak" and "tidak layak" are findings of verval, not a status of the person.
VERIFIKASI: Final = CodeList(
    "verifikasi",
    words={
        **words.KEBERADAAN,
        "Layak": None,
        "Tidak layak": None,
        "Mampu": None,
        "Tidak mampu": None,
        "Sudah": None,
        "Belum": None,
        "Sudah diverifikasi": None,
        "Belum diverifikasi": None,
        "Menolak": None,
    },
)
