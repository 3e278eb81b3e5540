"""Units and periods as BPS prints them in titles and column heads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# First match wins: "ribu jiwa" before "jiwa", "ribu rupiah" before "rupiah".
_UNITS: Final = (
    (re.compile(r"(?i)\bribu\s*(?:jiwa|orang)\b|\(000\s*(?:jiwa|orang)?\)|'000"), "ribu_jiwa"),
    (re.compile(r"(?i)\bjuta\s*(?:rupiah|rp)\b"), "juta_rupiah"),
    (re.compile(r"(?i)\bribu\s*(?:rupiah|rp)\b"), "ribu_rupiah"),
    (re.compile(r"(?i)\bmiliar\s*(?:rupiah|rp)\b"), "miliar_rupiah"),
    (re.compile(r"(?i)\brupiah\b|\brp\b|\bidr\b"), "rupiah"),
    (re.compile(r"(?i)%|\bpersen\b|\bpersentase\b"), "persen"),
    (re.compile(r"(?i)\bkm\s*(?:2|²|persegi)"), "km2"),
    (re.compile(r"(?i)\b(?:jiwa|orang)\b"), "jiwa"),
    (re.compile(r"(?i)\(tahun\)"), "tahun"),
    (re.compile(r"(?i)\bindeks\b|\bipm\b|\bgini\b"), "indeks"),
)
_YEAR: Final = re.compile(r"\b((?:19|20)\d{2})\b")
_MONTHS: Final = {"maret": "03", "september": "09", "februari": "02", "agustus": "08", "semester i": "03", "semester 1": "03", "semester ii": "09", "semester 2": "09"}  # fmt: skip
_MONTH: Final = re.compile(r"(?i)\b(maret|september|februari|agustus|semester\s+(?:ii|i|2|1))\b")


def unit(*texts: str) -> str | None:
    """The unit in the first text that names one: persen, ribu_jiwa, rupiah, indeks, ..."""
    for text in texts:
        # A unit in brackets is the unit; a word such as "penduduk miskin (ribu jiwa)" may name another.
        bracketed = " ".join(re.findall(r"\([^)]*\)", text))
        for part in (bracketed, text):
            for pattern, name in _UNITS:
                if part and pattern.search(part):
                    return name
    return None


def period(text: str) -> str | None:
    """Year or month in a text, "2024" or "2024-03"; None where there is none or more than one year."""
    years = set(_YEAR.findall(text))
    if len(years) != 1:
        return None
    month = _MONTH.search(text)
    tail = f"-{_MONTHS[' '.join(month[1].lower().split())]}" if month else ""
    return f"{years.pop()}{tail}"


def measure(text: str) -> str:
    """What is left of a head without period, unit, region words and footnote marks."""
    bare = re.sub(r"\([^)]*\)", " ", text)
    bare = _MONTH.sub(" ", _YEAR.sub(" ", bare))
    bare = re.sub(r"(?i)^\s*tabel\s*[\d.]+\s*[:.]?", " ", bare)
    bare = re.sub(
        r"(?i)\s+(?:menurut|di|per|provinsi|kabupaten)\s+(?:kab|kota|prov|wil|kalimantan|nusa|kecamatan).*$",
        " ",
        bare,
    )
    bare = re.sub(r"[*¹²³,;:\-–—]+\s*$", " ", " ".join(bare.split()))
    return " ".join(bare.split())


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of figures measures. A part is None where neither head nor title says it."""

    measure: str | None
    period: str | None
    unit: str | None


def described(head: str, parts: tuple[str, ...], titles: tuple[str, ...]) -> Column:
    """Measure, period and unit of a column, from its head, else from the titles above the table."""
    title = max((t for t in titles if measure(t)), key=len, default="")
    own = measure(head)
    named = own if len(own) > 2 else measure(title)
    own_period = next(
        (found for found in (period(head), *(period(part) for part in reversed(parts))) if found), None
    )
    in_titles = next((found for found in map(period, titles) if found), None)
    return Column(named or None, own_period or in_titles, unit(head, title, *titles))
