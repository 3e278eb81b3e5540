"""Numbers as they are written in Indonesia: dots between thousands, a comma before the fraction: 1.234,5."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

_INDONESIAN = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")
_ENGLISH = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_SWAPPED = str.maketrans(",.", ".,")
_SPACES = re.compile(r"[\s\u00a0\u202f']+")


def parse(text: str | None) -> Decimal | None:
    """The number, or None when the text is not one.

    Indonesian first: "1.234" is one thousand two hundred thirty-four and "1,234" is one and a bit. What cannot be Indonesian is read as English: "1,234.5",
    "12.5". A column of the one kind should be judged as a whole; this reads a single cell.
    """
    compact = _SPACES.sub("", text or "").replace("\u2212", "-")
    if not compact.isascii():
        return None
    if _INDONESIAN.fullmatch(compact):
        return Decimal(compact.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(compact):
        return Decimal(compact.replace(",", ""))
    return None


def whole(text: str, digits: int = 15) -> int | None:
    """The number a text of so many digits at most is; None for anything else. A form may bring thousands of digits, which
    `int` refuses with an error of its own."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


def text(number: Decimal | float, decimals: int = 0) -> str:
    """The number with that many decimals, halves rounded away from zero: text(1234.5, 1) == "1.234,5"."""
    if type(number) is int and not decimals:
        return f"{number:,}".translate(_SWAPPED)
    rounded = Decimal(str(number)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    if not rounded:
        rounded = abs(rounded)
    return f"{rounded:,.{decimals}f}".translate(_SWAPPED)
