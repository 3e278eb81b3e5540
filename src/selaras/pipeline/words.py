"""How numbers, shares and editions are written for people: 1.234,5; 12,3 %; Oktober 2024."""

from __future__ import annotations

from selaras.kernel import periods

UNDATED = "tanpa-tanggal-"


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


def edition(label: str) -> str:
    """The label of an edition as people say it; a label of another maker stays as it is."""
    if label.startswith(UNDATED):
        return "tanpa tanggal"
    period = periods.from_label(label)
    if period is None:
        return label
    mark = periods.apart(label)[1].replace("-", " ")
    return f"{period.title} ({mark})" if mark else period.title


def listed(items: list[str]) -> str:
    """a, b, dan c."""
    if len(items) < 3:
        return " dan ".join(items)
    return f"{', '.join(items[:-1])}, dan {items[-1]}"
