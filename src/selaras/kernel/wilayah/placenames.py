"""Names of places as offices write them, brought to one form. Names find candidates; they are never keys.

Sei/Sungai, Semboja/Samboja, Sanga-Sanga/Sangasanga, Kotabangun/Kota Bangun, Bakti/Bhakti, Desa/Kelurahan/Kel. in front,
old spelling. Numbers (I, 1, Satu) and words of direction (Ulu, Ilir, Utara, ...) are kept apart: they must agree exactly
before any likeness counts, else Naikoten I becomes Naikoten Dua.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_NOT_WORD = re.compile(r"[^A-Z0-9]+")
_APOSTROPHES = re.compile(r"['`’‘ʼ]")
_GLUED_NUMBER = re.compile(r"(?<=[A-Z])(?=\d)")

_LEADING: Final = frozenset(
    "DESA DS KELURAHAN KEL KELURAHANDESA DESAKELURAHAN KECAMATAN KEC KABUPATEN KAB KOTAMADYA KODYA PROVINSI PROPINSI PROV".split()
)
_NUMBERS: Final = {
    **{
        word: str(n)
        for n, word in enumerate("SATU DUA TIGA EMPAT LIMA ENAM TUJUH DELAPAN SEMBILAN SEPULUH".split(), 1)
    },
    **{word: str(n) for n, word in enumerate("I II III IV V VI VII VIII IX X XI XII XIII XIV XV".split(), 1)},
}
_WORDS: Final = {
    "SEI": "SUNGAI", "SEIE": "SUNGAI", "SUNGEI": "SUNGAI", "SEMBOJA": "SAMBOJA", "KERTANEGARA": "KARTANEGARA", "HULU": "ULU", "HILIR": "ILIR",
    "TJ": "TANJUNG", "TG": "TANJUNG", "TJG": "TANJUNG", "TANJONG": "TANJUNG", "MA": "MUARA", "MUA": "MUARA", "GN": "GUNUNG",
    "GNG": "GUNUNG", "KP": "KAMPUNG", "KAMPONG": "KAMPUNG", "LB": "LUBUK", "TLK": "TELUK", "PL": "PULAU", "P": "PULAU", "S": "SUNGAI",
    "BT": "BATU",
    "SIMP": "SIMPANG", "LG": "LONG", "TGR": "TENGGARONG", "SEB": "SEBERANG",
    "UT": "UTARA", "SEL": "SELATAN", "TIM": "TIMUR", "BRT": "BARAT",
}  # fmt: skip
_DIRECTIONS: Final = frozenset(
    "ULU ILIR UTARA SELATAN TIMUR BARAT TENGAH DARAT LAUT ATAS BAWAH DALAM LUAR BARU LAMA KANAN KIRI BESAR KECIL KOTA "
    "SEBERANG PESISIR INDUK PANTAI KUALA".split()
)
# Sounds that are written in two ways. Order matters: DJ before J, TJ before T.
_SPELLING: Final = (
    ("OE", "U"), ("DJ", "J"), ("TJ", "C"), ("BH", "B"), ("DH", "D"), ("Q", "K"), ("Y", "I"), ("UU", "U"), ("LL", "L"),
    ("KK", "K"), ("SS", "S"), ("TT", "T"), ("NN", "N"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name ready to compare. `key` has no spaces; equal keys are the same name up to spelling.

    `numbers` and `directions` must be equal before likeness of `stem` may count.
    """

    key: str
    stem: str
    numbers: tuple[str, ...]
    directions: frozenset[str]


@functools.lru_cache(maxsize=65536)
def read(text: str) -> PlaceName:
    """A place name in comparable form. An empty key means that nothing readable was written."""
    words = [_word(word, first=n == 0) for n, word in enumerate(words_of(text))]
    numbers = tuple(word for word in words if word.isdigit())
    stem = "".join(_spelling(word) for word in words if not word.isdigit() and word not in _DIRECTIONS)
    directions = frozenset(_spelling(word) for word in words if word in _DIRECTIONS)
    return PlaceName(
        "".join(word if word.isdigit() else _spelling(word) for word in words), stem, numbers, directions
    )


def words_of(text: str) -> list[str]:
    """The words in capitals, without accents, apostrophes and words like Desa or Kel. in front."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = _GLUED_NUMBER.sub(" ", _APOSTROPHES.sub("", text).upper())
    words = [word for word in _NOT_WORD.split(text) if word]
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    return words


def _word(word: str, *, first: bool) -> str:
    word = _WORDS.get(word, word)
    if word.isdigit():
        return str(int(word))
    # "I" and "V" in front of a name are not numbers; "Dua" in front (Dua Boccoe) reads the same on both sides.
    return word if first and len(word) == 1 else _NUMBERS.get(word, word)


def _spelling(word: str) -> str:
    for written, meant in _SPELLING:
        if written in word:
            word = word.replace(written, meant)
    return word
