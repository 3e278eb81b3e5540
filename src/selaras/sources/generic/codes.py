"""Answers that offices write in words. A number without a code list of its own stays unread: nobody says whose it is."""

from __future__ import annotations

from typing import Final

from selaras.engine.read.deliver import words
from selaras.engine.read.deliver.codes import CodeList

YA_TIDAK: Final = CodeList("ya_tidak", {1: True, 0: False}, words.YA_TIDAK)
LISTS: Final = {
    "hubungan": CodeList("hubungan", words=words.HUBUNGAN),
    "status_kawin": CodeList("status_kawin", words=words.KAWIN, broad=words.KAWIN_BROAD),
    "pendidikan": CodeList("pendidikan", words=words.PENDIDIKAN, broad=words.PENDIDIKAN_BROAD, open=True),
    "status": CodeList("status", words=words.KEBERADAAN),
    "padan": CodeList(
        "padan",
        {1: True, 0: False},
        {**words.YA_TIDAK, "Padan": True, "Tidak padan": False, "Belum padan": False},
    ),
    "status_rumah": CodeList("status_rumah", words=words.STATUS_RUMAH),
    "lantai": CodeList("lantai", words=words.LANTAI, broad=words.LANTAI_BROAD),
    "dinding": CodeList("dinding", words=words.DINDING),
    "atap": CodeList("atap", words=words.ATAP, broad=words.ATAP_BROAD),
    "air_minum": CodeList("air_minum", words=words.AIR_MINUM, broad=words.AIR_BROAD),
    "penerangan": CodeList("penerangan", words=words.PENERANGAN, broad=words.PENERANGAN_BROAD),
    "daya": CodeList("daya", words=words.DAYA),
    "bahan_bakar": CodeList("bahan_bakar", words=words.BAHAN_BAKAR, broad=words.BAHAN_BAKAR_BROAD),
    "bab": CodeList("bab", words=words.BAB, broad=words.BAB_BROAD),
    "kloset": CodeList("kloset", words=words.KLOSET, broad=words.KLOSET_BROAD),
    "tinja": CodeList("tinja", words=words.TINJA),
}
