"""Editions: which issue of a list this is, and until when it knows. Lists are never final, they are dated."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from selaras.kernel import dates

Kind = Literal["hari", "bulan", "triwulan", "semester", "tahun"]

_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4}
_YEAR: Final = r"(?P<y>20[0-4]\d|19[7-9]\d)"
_PATTERNS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("hari", re.compile(rf"(?<!\d){_YEAR}(?P<s>[-_. ]?)(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")),
    ("hari", re.compile(rf"(?<!\d)(?<!\d[-_/.])(?P<d>0?[1-9]|[12]\d|3[01])[-_/. ](?P<m>0?[1-9]|1[0-2])[-_/. ]{_YEAR}(?!\d)")),
    ("hari", re.compile(rf"(?<!\d)(?P<d>0?[1-9]|[12]\d|3[01])[-_ ](?P<w>[A-Z]{{3,9}})\.?[-_ ]{_YEAR}(?!\d)")),
    ("semester", re.compile(rf"(?<![A-Z])(?:SEMESTER|SEM|SMT|S)[-_. ]?(?P<n>II|I|1|2)(?:[-_/., ]+(?:TAHUN|TA|TH)?[-_. ]*){_YEAR}(?!\d)")),
    ("semester", re.compile(rf"(?<!\d){_YEAR}[-_/., ]*(?:SEMESTER|SEM|SMT|S)[-_. ]?(?P<n>II|I|1|2)(?![A-Z0-9])")),
    ("triwulan", re.compile(rf"(?<![A-Z])(?:TRIWULAN|TRIW|TW|Q|KUARTAL)[-_. ]?(?P<n>IV|III|II|I|[1-4])(?:[-_/., ]+(?:TAHUN|TA|TH)?[-_. ]*){_YEAR}(?!\d)")),
    ("triwulan", re.compile(rf"(?<!\d){_YEAR}[-_/., ]*(?:TRIWULAN|TRIW|TW|Q|KUARTAL)[-_. ]?(?P<n>IV|III|II|I|[1-4])(?![A-Z0-9])")),
    ("bulan", re.compile(rf"(?<![A-Z])(?P<w>[A-Z]{{3,9}})\.?[-_/., ]*{_YEAR}(?!\d)")),
    ("bulan", re.compile(rf"(?<!\d){_YEAR}[-_/., ]+(?P<w>[A-Z]{{3,9}})(?![A-Z])")),
    ("bulan", re.compile(rf"(?<!\d){_YEAR}[-_./ ]?(?P<m>0[1-9]|1[0-2])(?!\d)")),
    ("bulan", re.compile(rf"(?<!\d)(?<!\d[-_/.])(?P<m>0[1-9]|1[0-2])[-_./ ]{_YEAR}(?!\d)")),
    ("tahun", re.compile(rf"(?<!\d)(?<!\d\.){_YEAR}(?!\d)(?!\.\d)")),
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of time an edition speaks for. Sorts by its end, then by its start."""

    end: date
    start: date
    kind: Kind

    @property
    def label(self) -> str:
        """Name of the edition in tables: "2024-10-15", "2024-10", "2024-06-S1", "2025-06-TW2", "2024".

        Labels with a month sort as their ends do. A bare year sorts before the dated issues of that year: an issue with a month is the newer word.
        """
        month = f"{self.end.year}-{self.end.month:02}"
        return {
            "hari": self.end.isoformat(),
            "bulan": month,
            "triwulan": f"{month}-TW{self.end.month // 3}",
            "semester": f"{month}-S{self.end.month // 6}",
            "tahun": str(self.end.year),
        }[self.kind]

    @property
    def title(self) -> str:
        """In words: "15 Oktober 2024", "Oktober 2024", "Semester 1 2024", "Triwulan II 2025", "2024"."""
        return {
            "hari": dates.long(self.end),
            "bulan": f"{dates.MONTHS[self.end.month - 1]} {self.end.year}",
            "triwulan": f"Triwulan {list(_ROMAN)[self.end.month // 3 - 1]} {self.end.year}",
            "semester": f"Semester {self.end.month // 6} {self.end.year}",
            "tahun": str(self.end.year),
        }[self.kind]


def parse(text: str | None) -> Period | None:
    """The period named in a file name, a sheet name or a title; the most exact one where there are several, else None.

    "DTSEN_KUKAR_2024-10.xlsx", "202410", "Oktober 2024", "semester 1 2024", "TW II 2025", "2025Q2", "P3KE 2023".
    """
    upper = (text or "").upper()
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(upper):
            period = _period(kind, match.groupdict())
            if period is not None:
                return period
    return None


def _period(kind: Kind, parts: dict[str, str | None]) -> Period | None:
    year = int(parts["y"] or 0)
    month = dates.month_number(parts["w"] or "") if parts.get("w") else int(parts.get("m") or 0)
    if kind == "tahun":
        return Period(date(year, 12, 31), date(year, 1, 1), kind)
    if kind in ("semester", "triwulan"):
        number = _ROMAN.get(parts["n"] or "") or int(parts["n"] or 0)
        months = 6 if kind == "semester" else 3
        return _months(year, months * number, months, kind)
    if not month:
        return None
    if kind == "bulan":
        return _months(year, month, 1, kind)
    try:
        day = date(year, month, int(parts["d"] or 0))
    except ValueError:
        return None
    return Period(day, day, kind)


def _months(year: int, last: int, count: int, kind: Kind) -> Period:
    return Period(date(year, last, calendar.monthrange(year, last)[1]), date(year, last - count + 1, 1), kind)


def apart(label: str) -> tuple[str, str]:
    """A label and what sets it apart from others of its day: "2026-11-20.kampanye-12" is ("2026-11-20", "kampanye-12").

    Lists of which several are made of one day and place, findings of the field, carry such a mark, so that one is not taken for
    a correction of the other. Without one the second part is "".
    """
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)\.([a-z]{1,20}-\d{1,12})", label)
    return (match.group(1), match.group(2)) if match else (label, "")


def from_label(label: str) -> Period | None:
    """The period a label of ours stands for; None for a label of another maker."""
    label = apart(label)[0]
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(TW|S)[1-4]", label):
        kind: Kind = "triwulan" if match.group(3) == "TW" else "semester"
        found = _months(int(match.group(1)), int(match.group(2)), 3 if kind == "triwulan" else 6, kind)
    else:
        parsed = parse(label) if re.fullmatch(r"\d{4}(-\d\d){0,2}", label) else None
        if parsed is None:
            return None
        found = parsed
    return found if found.label == label else None


@dataclass(frozen=True, slots=True, order=True)
class Vintage:
    """One issue of one list. New issues never overwrite old ones; a figure says as known on which `as_of`."""

    as_of: date
    source: str
    edition: str
    provisional: bool = True

    def __str__(self) -> str:
        state = ", sementara" if self.provisional else ""
        return f"{self.source.upper()} edisi {self.edition} (per {dates.long(self.as_of)}{state})"
