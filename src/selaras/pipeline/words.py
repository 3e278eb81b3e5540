"""How numbers, shares and dates are written for people: 1.234,5; 12,3 %; 22 November 2026."""

from __future__ import annotations

import datetime as dt

_MONTHS = ("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember").split()


def count(number: float) -> str:
    """A whole number with dots between thousands."""
    return f"{number:,.0f}".replace(",", ".")


def decimal(number: float, digits: int = 1) -> str:
    """A number with a decimal comma."""
    return f"{number:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def share(part: float) -> str:
    """A fraction 0..1 as per cent. What is not quite nothing or not quite all never reads as 0 or 100."""
    if 0 < part < 0.001:
        return "< 0,1 %"
    if 0.999 < part < 1:
        return "> 99,9 %"
    return f"{decimal(part * 100)} %"


def day(date: dt.date) -> str:
    """22 November 2026."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def edition(text: str) -> str:
    """ "2024-10" reads Oktober 2024; what is no date stays as it is."""
    parts = text.split("-")
    if len(parts) == 2 and all(part.isdigit() for part in parts) and 1 <= int(parts[1]) <= 12:
        return f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    if text.startswith("tanpa-tanggal"):
        return "tanpa tanggal"
    return text


def listed(items: list[str]) -> str:
    """a, b, dan c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])}{',' if len(items) > 2 else ''} dan {items[-1]}"
