"""Numbers and days as an Indonesian record spells them out: "Minggu, dua puluh dua November dua ribu dua puluh enam"."""

from __future__ import annotations

import datetime as dt

from selaras.kernel import dates

_ONES = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_TWENTY = 20
_SIZES = ((1000, "ribu"), (100, "ratus"), (10, "puluh"))


def number(value: int) -> str:
    """A whole number from 0 to 999.999 in words."""
    if value < len(_ONES):
        return _ONES[value]
    if value < _TWENTY:
        return f"{_ONES[value - 10]} belas"
    size, word = next(each for each in _SIZES if value >= each[0])
    many, rest = divmod(value, size)
    counted = f"se{word}" if many == 1 else f"{number(many)} {word}"
    return f"{counted} {number(rest)}" if rest else counted


def day(value: dt.date) -> str:
    """A day as the head of a berita acara has it."""
    month = dates.MONTHS[value.month - 1]
    return (
        f"hari {_DAYS[value.weekday()]}, tanggal {number(value.day)} bulan {month} tahun {number(value.year)}"
    )
