"""Dates, numbers and money as a page says them: Indonesian by the rules of the kernel, or their English translation."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language, gettext

from selaras.kernel import angka, dates, errors, nomor, periods, rupiah
from selaras.kernel.wilayah import tables

_SWAPPED = str.maketrans(",.", ".,")
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
NOT_KNOWN = "–"
UNDATED = "tanpa-tanggal-"
_PARAMETER = re.compile(r"\{(\w+)\}")
_KEPT = 4


def english() -> bool:
    """The page is read in English."""
    return (get_language() or "id").startswith("en")


def long_date(day: date) -> str:
    """ "22 November 2026"; of a moment its day in the zone of the office."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}" if english() else dates.long(day)


def moment(when: datetime) -> str:
    """ "22 November 2026, 14.05" in the zone of the office."""
    local = timezone.localtime(when) if timezone.is_aware(when) else when
    return f"{long_date(local)}, {local:%H:%M}" if english() else f"{long_date(local)}, {local:%H.%M}"


def number(value: Decimal | float, decimals: int = 0) -> str:
    """ "1.234,5"; in English "1,234.5"."""
    text = angka.text(value, decimals)
    return text.translate(_SWAPPED) if english() else text


def percent(share: Decimal | float, decimals: int = 0) -> str:
    """A share between 0 and 1 as "12,5 %"; in English "12.5 %"."""
    return f"{number(Decimal(str(share)) * 100, decimals)} %"


def money(amount: rupiah.Rupiah | int) -> str:
    """ "Rp 6.670.000"; in English "Rp 6,670,000"."""
    text = str(amount if isinstance(amount, rupiah.Rupiah) else rupiah.Rupiah(amount))
    return text.translate(_SWAPPED) if english() else text


def masked(text: object) -> str:
    """The one way a NIK or KK number is shown: "•••• •••• •••• 9001"; nothing for none.

    Takes the number, its last four digits (all that is kept beside the sealed number), or what this gave before.
    """
    said = str(text or "").strip()
    if not said:
        return ""
    kept = said.replace(nomor.DOT, "").strip()
    if len(kept) == _KEPT and kept.isascii() and kept.isdigit():
        # Stands for a whole number, so that the rule of showing four digits stays in one place.
        return nomor.mask(kept.rjust(nomor.LENGTH, "0"))
    return nomor.mask(said)


def region(code: str | None) -> str:
    """Name of a Kemendagri code with dots; the code itself where it is not in force."""
    return tables.names().get(code or "", code or NOT_KNOWN)


def region_path(code: str | None) -> list[tuple[str, str]]:
    """(code, name) from the province down to `code`."""
    parts = (code or "").split(".") if code else []
    codes = [".".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
    return [(each, region(each)) for each in codes]


def said(text: object) -> str:
    """A sentence of the kernel's lists (findings, discrepancies) in the language of the page.

    The lists are Indonesian and know no Django: their sentences are the msgids of the catalogue (docs/adr/0013).
    """
    plain = str(text or "")
    return gettext(plain) if plain else ""


def told(code: str, params: Mapping[str, object] | None = None) -> tuple[str, str] | None:
    """What an error code says and what to do next, in the language of the page; None where a parameter is missing."""
    text = errors.catalogue().get(code)
    if text is None:
        return None
    given = dict(params or {})
    try:
        return gettext(text.message).format_map(given), gettext(text.hint).format_map(given)
    except KeyError:
        return None


def retold(text: str) -> str:
    """A sentence of errors.toml that was kept as it was said, in the language of the page: its parameters are read back
    from it. What is no such sentence stays as it is."""
    if not text or not english():
        return text
    for template, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return gettext(template).format_map(found.groupdict())
    return text


@functools.cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every sentence of errors.toml with the pattern it leaves; those with the most words of their own first."""
    sentences = {part for text in errors.catalogue().values() for part in (text.message, text.hint)}
    ordered = sorted(sentences, key=lambda sentence: (-len(_PARAMETER.sub("", sentence)), sentence))
    return tuple((sentence, _pattern(sentence)) for sentence in ordered)


def _pattern(sentence: str) -> re.Pattern[str]:
    seen: set[str] = set()
    parts = []
    for index, part in enumerate(_PARAMETER.split(sentence)):
        if index % 2 == 0:
            parts.append(re.escape(part))
        elif part in seen:
            parts.append(f"(?P={part})")
        else:
            seen.add(part)
            parts.append(f"(?P<{part}>.*)")
    return re.compile("".join(parts), re.DOTALL)


def error(trouble: errors.SelarasError) -> str:
    """An error as one line of a page."""
    return " ".join(told(trouble.code, trouble.params) or (trouble.message, trouble.hint))


def edition(label: str) -> str:
    """The label of an edition as people say it: "2024-10" is "Oktober 2024"; another maker's label stays as it is."""
    if label.startswith(UNDATED):
        return gettext("tanpa tanggal")
    period = periods.from_label(label)
    if period is None:
        return label
    mark = periods.apart(label)[1].replace("-", " ")
    return f"{_period(period)} ({mark})" if mark else _period(period)


def _period(period: periods.Period) -> str:
    if not english():
        return period.title
    end = period.end
    return {
        "hari": long_date(end),
        "bulan": f"{_ENGLISH_MONTHS[end.month - 1]} {end.year}",
        "triwulan": f"quarter {end.month // 3} of {end.year}",
        "semester": f"semester {end.month // 6} of {end.year}",
        "tahun": str(end.year),
    }[period.kind]
