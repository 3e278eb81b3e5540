"""Region codes as values that carry their system.

"6402" is Kutai Kartanegara for Kemendagri and Kutai Barat for BPS. So a code is never a bare string here: the two types
are not equal to one another and cannot be mixed.

    Kemendagri  PP.KK.CC.VVVV   province, kabupaten/kota, kecamatan, desa (V: 1 kelurahan, 2 desa, 3 desa adat)
    BPS         PPKKCCCVVV      no dots; three digits for kecamatan and for desa
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Final, Literal, Self

Level = Literal["provinsi", "kabkota", "kecamatan", "desa"]

_LEVELS: Final[tuple[Level, ...]] = ("provinsi", "kabkota", "kecamatan", "desa")
_DOTTED = re.compile(r"\d\d(?:\.\d\d(?:\.\d\d(?:\.\d{4})?)?)?")
_SEPARATORS = re.compile(r"[\s'`’.\-]+")


@dataclass(frozen=True, slots=True, order=True)
class KodeKemendagri:
    """A code of Kemendagri, kept with dots: KodeKemendagri("64.02.02.2003"). Raises ValueError for another shape."""

    text: str

    def __post_init__(self) -> None:
        if not _DOTTED.fullmatch(self.text):
            raise ValueError(f"not a Kemendagri code with dots: {self.text!r}")

    @property
    def digits(self) -> str:
        return self.text.replace(".", "")

    @property
    def level(self) -> Level:
        return _LEVELS[self.text.count(".")]

    @property
    def parent(self) -> KodeKemendagri | None:
        return KodeKemendagri(self.text.rpartition(".")[0]) if "." in self.text else None

    @property
    def is_kelurahan(self) -> bool:
        return self.level == "desa" and self.text[9] == "1"

    def at(self, level: Level) -> KodeKemendagri:
        """The code of the region of that level this one lies in. Raises ValueError for a finer level."""
        depth = _LEVELS.index(level)
        parts = self.text.split(".")
        if depth >= len(parts):
            raise ValueError(f"{self.text} is coarser than {level}")
        return KodeKemendagri(".".join(parts[: depth + 1]))

    def contains(self, other: Self) -> bool:
        return other.text == self.text or other.text.startswith(self.text + ".")

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, order=True)
class KodeBps:
    """A code of BPS: 2, 4, 7 or 10 digits without dots. Raises ValueError for another shape."""

    text: str

    def __post_init__(self) -> None:
        if len(self.text) not in _BPS_LEVELS or not (self.text.isascii() and self.text.isdigit()):
            raise ValueError(f"not a BPS code: {self.text!r}")

    @property
    def digits(self) -> str:
        return self.text

    @property
    def level(self) -> Level:
        return _BPS_LEVELS[len(self.text)]

    @property
    def parent(self) -> KodeBps | None:
        depth = _LEVELS.index(self.level)
        return KodeBps(self.text[: _BPS_LENGTHS[depth - 1]]) if depth else None

    def __str__(self) -> str:
        return self.text


_BPS_LENGTHS: Final = (2, 4, 7, 10)
_BPS_LEVELS: Final[dict[int, Level]] = dict(zip(_BPS_LENGTHS, _LEVELS, strict=True))
_KEMENDAGRI_CUTS: Final = {2: (2,), 4: (2, 4), 6: (2, 4, 6), 10: (2, 4, 6, 10)}


def parse_kemendagri(text: str | None) -> KodeKemendagri | None:
    """A code written with or without dots, spaces or an apostrophe; None when it has not the shape of one."""
    text = (text or "").strip().strip("'`’")
    if _DOTTED.fullmatch(text):
        return KodeKemendagri(text)
    if "." in text and not _only_full_groups(text):
        return None
    digits = _SEPARATORS.sub("", text)
    if not (digits.isascii() and digits.isdigit() and len(digits) in _KEMENDAGRI_CUTS):
        return None
    cuts = (0, *_KEMENDAGRI_CUTS[len(digits)])
    return KodeKemendagri(".".join(digits[a:b] for a, b in itertools.pairwise(cuts)))


def _only_full_groups(text: str) -> bool:
    """False for "64.2" or "64.02.1": a lost zero must not shift the digits that follow."""
    groups = [len(group.strip()) for group in text.split(".")]
    return groups in ([2], [2, 2], [2, 2, 2], [2, 2, 2, 4])


def parse_bps(text: str | None) -> KodeBps | None:
    """A BPS code, spaces and an apostrophe tolerated; None when it has not the shape of one. Dots are not BPS."""
    digits = re.sub(r"[\s'`’]+", "", text or "")
    if digits.isascii() and digits.isdigit() and len(digits) in _BPS_LEVELS:
        return KodeBps(digits)
    return None
