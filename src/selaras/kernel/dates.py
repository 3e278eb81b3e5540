"""Dates as Indonesian lists write them, one cell at a time, and dates as Indonesian sentences say them.

Day before month always: 05/06/1978 is the fifth of June. That the other order would also be a date is told, not acted on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip

# What can be said about a reading.
KOSONG: Final = "tanggal_kosong"
TAK_TERBACA: Final = "tanggal_tak_terbaca"
TAK_MUNGKIN: Final = "tanggal_tak_mungkin"
TAHUN_TAK_LAZIM: Final = "tanggal_tahun_tak_lazim"
URUTAN_RANCU: Final = "tanggal_urutan_rancu"
ABAD_RANCU: Final = "tanggal_abad_rancu"
NOMOR_SERI: Final = "tanggal_nomor_seri"

_FIRST_YEAR: Final = 1880
_LAST_YEAR: Final = 2100
# Without a better clue two-digit years are read as spreadsheets do: 00-29 is 2000-2029.
_PIVOT: Final = 29
_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = range(3654, 73051)  # 1910 to 2099

_MONTH_WORDS: Final = {
    word: number
    for number, words in enumerate(
        (
            "JANUARI JANUARY JAN JANWARI", "FEBRUARI FEBRUARY FEB PEBRUARI PEB PEBR FEBR", "MARET MARCH MAR MRT", "APRIL APR APRL", "MEI MAY", "JUNI JUNE JUN",
            "JULI JULY JUL", "AGUSTUS AUGUST AGU AGS AGT AGST AGUS AUG", "SEPTEMBER SEP SEPT", "OKTOBER OCTOBER OKT OCT",
            "NOVEMBER NOPEMBER NOV NOP", "DESEMBER DECEMBER DES DEC",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
_TIME = re.compile(r"[T\s]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$")
_PLACE = re.compile(r"^[A-Z .'()-]+,\s*")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/., ]\s*(\d{1,2})\s*[-/., ]\s*(\d{4}|\d{2})")
_WITH_WORD = re.compile(r"(\d{1,2})\s*[-/., ]?\s*([A-Z]{3,9})\.?\s*[-/., ]?\s*(\d{4}|\d{2})")
_EIGHT = re.compile(r"\d{8}")
_SERIAL = re.compile(r"(\d{4,5})(?:[.,]\d+)?")
_NOTHING: Final = frozenset(
    {"", "-", "--", "0", "NULL", "NAN", "NAT", "NONE", "00/00/0000", "00-00-0000", "0000-00-00", "00000000"}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell held. `value` is None when no date could be read; `notes` are codes of what to know about it."""

    value: date | None
    notes: tuple[str, ...] = ()


def parse(text: str | None, *, as_known_on: date | None = None) -> Reading:
    """Read one cell: 17/08/1978, 17-8-78, 17 Agustus 1978, 17-Agt-78, 1978-08-17, 19780817, 17081978, 28719 (serial of a spreadsheet).

    A place in front ("Samarinda, 17-08-1978") and a time behind are passed over. Two-digit years are taken as not later than `as_known_on`
    (as spreadsheets do, 1930-2029, when it is not given); `tanggal_abad_rancu` tells where both centuries would do.
    """
    upper = " ".join((text or "").replace("\u00a0", " ").strip().strip("'`’").upper().split())
    if upper in _NOTHING:
        return Reading(None, (KOSONG,))
    upper = _PLACE.sub("", _TIME.sub("", upper)).strip(" .,")
    if upper in _NOTHING:
        return Reading(None, (KOSONG,))
    return _shaped(upper, as_known_on)


def _shaped(text: str, as_known_on: date | None) -> Reading:
    found = Reading(None, (TAK_TERBACA,))
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
        found = _made(int(year), int(month), int(day))
    elif match := _DAY_FIRST.fullmatch(text):
        found = _numeric(*match.groups(), as_known_on=as_known_on)
    elif match := _WITH_WORD.fullmatch(text):
        day, word, year = match.groups()
        if word in _MONTH_WORDS:
            found = _dated(day, _MONTH_WORDS[word], year, as_known_on)
    elif _EIGHT.fullmatch(text):
        found = _eight_digits(text)
    elif (match := _SERIAL.fullmatch(text)) and int(match.group(1)) in _SERIALS:
        found = Reading(_EPOCH + timedelta(days=int(match.group(1))), (NOMOR_SERI,))
    return found


def _numeric(day: str, month: str, year: str, *, as_known_on: date | None) -> Reading:
    reading = _dated(day, int(month), year, as_known_on)
    if reading.value is None and int(month) > 12 >= int(day):
        # 08/17/1978 can only be month first.
        reading = _dated(month, int(day), year, as_known_on)
        return Reading(reading.value, (*reading.notes, URUTAN_RANCU)) if reading.value else reading
    if reading.value and int(day) <= 12 and int(day) != int(month):
        return Reading(reading.value, (*reading.notes, URUTAN_RANCU))
    return reading


def _dated(day: str, month: int, year: str, as_known_on: date | None) -> Reading:
    if len(year) == 4:
        return _made(int(year), month, int(day))
    later, earlier = _made(2000 + int(year), month, int(day)), _made(1900 + int(year), month, int(day))
    limit = as_known_on or date(2000 + _PIVOT, 12, 31)
    if later.value is None or later.value > limit:
        return earlier
    return Reading(later.value, (ABAD_RANCU,)) if earlier.value else later


def _eight_digits(digits: str) -> Reading:
    """yyyymmdd or ddmmyyyy; hardly ever both."""
    year_first = _made(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    day_first = _made(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    if year_first.value and day_first.value:
        return Reading(year_first.value, (URUTAN_RANCU,))
    return year_first if year_first.value else day_first


def _made(year: int, month: int, day: int) -> Reading:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return Reading(None, (TAHUN_TAK_LAZIM,))
    try:
        return Reading(date(year, month, day))
    except ValueError:
        return Reading(None, (TAK_MUNGKIN,))


def month_number(word: str) -> int | None:
    """1-12 for an Indonesian or English name of a month, whole or short; None for anything else."""
    return _MONTH_WORDS.get(word.strip().strip(".").upper())


def long(day: date) -> str:
    """ "22 November 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
