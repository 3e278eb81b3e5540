"""Reading 16-digit numbers as spreadsheets hand them over. What NIK and KK number have in common.

Rules and damage patterns: DOMAIN notes on NIK; PP 40/2019. The checks here are about writing only. Whether a number
belongs to a person is for Dukcapil to say.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

Status = Literal["ok", "empty", "placeholder", "malformed", "damaged"]

LENGTH: Final = 16
DOT: Final = "•"
_HIDDEN: Final = DOT * 4

# A float keeps every whole number up to here. Above it (provinces 91 and up) ".0" means that the last digit is lost.
_EXACT_FLOAT: Final = 2**53

_SCIENTIFIC = re.compile(r"\d(?:[.,]\d*)?[eE]\+?\d{1,2}")
_TOO_NARROW = re.compile(r"#{3,}")
_FRACTION = re.compile(r"(\d{5,})[.,]0{1,2}")
_NOT_DIGITS = re.compile(r"[^0-9]")
_SEPARATORS = re.compile(r"[\s'`’‘\"´.,\-_/]+")
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "i": "1", "|": "1"})
_MOST_LOOKALIKES: Final = 4

_WORDS = frozenset(
    "TIDAKADA TDKADA TAKADA BELUMADA BLMADA ADA TIDAK BELUM NULL NONE NAN NA NIHIL KOSONG TIDAKTAHU TIDAKDIKETAHUI "
    "BELUMPUNYA TIDAKPUNYA NIK KK X XX XXX XXXX".split()
)
_KNOWN_DUMMIES = frozenset(
    {
        "1234567890123456",
        "0123456789012345",
        "1234567812345678",
        "1111222233334444",
        # The tax office writes this where a NIK was not matched.
        "9990000000999000",
    }
)


def read(text: str | None) -> tuple[Status, str | None]:
    """Status and, when it is "ok", the 16 digits.

    empty: nothing written. placeholder: something that stands for "no number" (-, 0, NULL, one digit repeated,
    1234567890123456, 9999..., serial 0000). damaged: a spreadsheet has lost digits (6.40E+15, ####, a float too
    large to be exact). malformed: anything else that is not 16 digits. Tolerates a leading apostrophe, spaces of any
    kind, dots, dashes, a trailing .0, and O or l for 0 or 1 where everything else is a digit.
    """
    if text is None:
        return "empty", None
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.strip().strip("'`’‘\"").strip()
    if not text:
        return "empty", None
    if _SCIENTIFIC.fullmatch(text.replace(" ", "")) or _TOO_NARROW.search(text):
        return "damaged", None
    whole = _FRACTION.fullmatch(text)
    if whole and len(whole.group(1)) == LENGTH and int(whole.group(1)) > _EXACT_FLOAT:
        return "damaged", None
    compact = _SEPARATORS.sub("", whole.group(1) if whole else text)
    return _judged(compact)


def _judged(compact: str) -> tuple[Status, str | None]:
    if not compact or compact.upper() in _WORDS:
        return "placeholder", None
    if not (compact.isascii() and compact.isdigit()):
        compact = _without_lookalikes(compact)
        if not compact:
            return "malformed", None
    if is_dummy(compact):
        return "placeholder", None
    return ("ok", compact) if len(compact) == LENGTH else ("malformed", None)


def _without_lookalikes(compact: str) -> str:
    """The digits meant, or "" when too much of it is not a digit to be sure."""
    if len(compact) != LENGTH or len(_NOT_DIGITS.findall(compact)) > _MOST_LOOKALIKES:
        return ""
    meant = compact.translate(_LOOKALIKES)
    return meant if meant.isascii() and meant.isdigit() else ""


def is_dummy(digits: str) -> bool:
    """True for digits nobody was ever given: one digit repeated, 9999..., a counting row, serial 0000 (the first is 0001)."""
    if len(set(digits)) == 1:
        return True
    if len(digits) != LENGTH:
        return False
    return digits in _KNOWN_DUMMIES or digits.startswith(("0000", "9999")) or digits.endswith("0000")


def mask(text: str | None) -> str:
    """The only form in which a number may be shown: "•••• •••• •••• 9001".

    Shows the last four digits when there are at least eight, else none; never anything that is not a digit.
    """
    digits = _NOT_DIGITS.sub("", text or "")
    shown = digits[-4:] if len(digits) >= 8 else _HIDDEN
    return f"{_HIDDEN} {_HIDDEN} {_HIDDEN} {shown}"


class Nomor:
    """A 16-digit number that prints masked. The digits are had by `.digits` and by nothing else."""

    __slots__ = ("_digits",)
    _digits: str

    def __init__(self, digits: str) -> None:
        if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
            raise ValueError("a number of 16 digits is needed")
        object.__setattr__(self, "_digits", digits)

    @property
    def digits(self) -> str:
        return self._digits

    @property
    def region(self) -> str:
        """First six digits: kecamatan of first registration (NIK) or of issue (KK), Kemendagri code without dots."""
        return self._digits[:6]

    @property
    def province(self) -> str:
        return self._digits[:2]

    @property
    def serial(self) -> str:
        return self._digits[12:]

    @property
    def is_synthetic(self) -> bool:
        """Serials 9000-9999 are used for made-up people only, in this project."""
        return self._digits[12] == "9"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __eq__(self, other: object) -> bool:
        return (
            type(other) is type(self) and other._digits == self._digits
            if isinstance(other, Nomor)
            else NotImplemented
        )

    def __hash__(self) -> int:
        return hash((type(self), self._digits))

    def __str__(self) -> str:
        return mask(self._digits)

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self._digits,)
