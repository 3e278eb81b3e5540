"""The labels that forms print, and the canonical word each stands for (data/words.toml).

Each list is a mapping from label to value. The *_BROAD lists hold labels that cover several canonical words at once
("Asbes/Seng"): they get a word of their own (seng_atau_asbes) and the sheet says so once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

_FILE: Final = Path(__file__).parent / "data" / "words.toml"
_ALL: Final[Mapping[str, Mapping[str, Any]]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))

NOTHING: Final = "kosong"
BROAD: Final = "cakup"

ISTRI_SUAMI: Final = "istri_suami"
ORANGTUA_MERTUA: Final = "orangtua_mertua"


def _words(name: str) -> dict[str, str | None]:
    """Label -> canonical word; None for a label that says nothing."""
    return {
        label: None if word == NOTHING else word
        for word, labels in _ALL[name].items()
        if word != BROAD
        for label in labels
    }


def _yes_no(name: str) -> dict[str, bool | None]:
    return {label: None if word is None else word == "ya" for label, word in _words(name).items()}


def _broad(name: str) -> dict[str, str | None]:
    groups: Mapping[str, list[str]] = _ALL[name][BROAD]
    return {label: None if word == NOTHING else word for word, labels in groups.items() for label in labels}


STATUS_RUMAH: Final = _words("status_rumah")
LANTAI: Final = _words("lantai")
LANTAI_BROAD: Final = _broad("lantai")
DINDING: Final = _words("dinding")
ATAP: Final = _words("atap")
ATAP_BROAD: Final = _broad("atap")
AIR_MINUM: Final = _words("air_minum")
AIR_BROAD: Final = _broad("air_minum")
PENERANGAN: Final = _words("penerangan")
PENERANGAN_BROAD: Final = _broad("penerangan")
DAYA: Final = {label: None if watt is None else int(watt) for label, watt in _words("daya").items()}
BAHAN_BAKAR: Final = _words("bahan_bakar")
BAHAN_BAKAR_BROAD: Final = _broad("bahan_bakar")
BAB: Final = _words("bab")
BAB_BROAD: Final = _broad("bab")
KLOSET: Final = _words("kloset")
KLOSET_BROAD: Final = _broad("kloset")
TINJA: Final = _words("tinja")
KAWIN: Final = _words("kawin")
KAWIN_BROAD: Final = _broad("kawin")
HUBUNGAN: Final = _words("hubungan")
PENDIDIKAN: Final = _words("pendidikan")
PENDIDIKAN_BROAD: Final = _broad("pendidikan")
KEBERADAAN: Final = _words("keberadaan")
KESULITAN: Final = _yes_no("kesulitan")
PENYAKIT: Final = _yes_no("penyakit")
YA_TIDAK: Final = _yes_no("ya_tidak")
