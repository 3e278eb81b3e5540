"""Answers that cover several others: a form that asks "Asbes/Seng" says neither no to asbestos nor no to tin.

Field -> joint word -> the words it covers, as in the records (engine/tables.py). "mahasiswa" and "listrik_bersama" are
words of their own: what they cover cannot be told.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Final

_GAS: Final = "elpiji_3 elpiji_5_5 elpiji_12 gas_kota biogas"

COVERS: Final[Mapping[str, Mapping[str, frozenset[str]]]] = {
    field: {word: frozenset(parts.split()) for word, parts in words.items()}
    for field, words in {
        "lantai": {"keramik_atau_marmer_atau_ubin": "keramik marmer ubin"},
        "atap": {"seng_atau_asbes": "seng asbes"},
        "air_minum": {"kemasan_atau_isi_ulang": "kemasan isi_ulang"},
        "penerangan": {"pln": "pln_meteran pln_tanpa_meteran"},
        "bahan_bakar": {
            "listrik_atau_gas": f"listrik {_GAS} elpiji_di_atas_3 gas_kota_atau_biogas",
            "gas_atau_kayu_bakar": f"{_GAS} elpiji_di_atas_3 gas_kota_atau_biogas kayu_bakar",
            "arang_atau_kayu_bakar": "arang kayu_bakar",
            "elpiji_di_atas_3": "elpiji_5_5 elpiji_12",
            "gas_kota_atau_biogas": "gas_kota biogas",
        },
        "bab": {"bersama_atau_umum": "bersama mck_komunal mck_umum"},
        "kloset": {"plengsengan": "plengsengan_tutup plengsengan_tanpa_tutup"},
        "status_kawin": {"cerai": "cerai_hidup cerai_mati"},
        "pendidikan": {"perguruan_tinggi": "d1_d3 s1 s2_s3"},
    }.items()
}


@functools.cache
def pairs(field: str) -> frozenset[tuple[str, str]]:
    """All pairs of different words of the field that may be true together, in both orders; empty for other fields."""
    covers = COVERS.get(field, {})
    words = {word: {word} for parts in covers.values() for word in parts} | {
        word: {word, *parts} for word, parts in covers.items()
    }
    return frozenset((a, b) for a in words for b in words if a != b and words[a] & words[b])
