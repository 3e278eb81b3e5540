"""KK number: the number of a family card. 6 digits region of issue, 6 date of registration (ddmmyy, no 40), 4 serial.

It changes with a move, the death of the head, a divorce or a split. So it is a dated attribute of a keluarga, never
its key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from selaras.kernel import nomor
from selaras.kernel.wilayah import history

TANGGAL_TAK_LAZIM: Final = "kk_tanggal_tak_lazim"
SEPERTI_NIK: Final = "kk_seperti_nik"
WILAYAH_DIHAPUS: Final = "kk_wilayah_dihapus"
WILAYAH_TAK_DIKENAL: Final = "kk_wilayah_tak_dikenal"

# Population registration with family cards began with Keppres 52/1977.
_EARLIEST: Final = 1977


class Kk(nomor.Nomor):
    """A KK number of the right shape. Prints masked; digits by `.digits` only."""

    __slots__ = ()

    @property
    def date_parts(self) -> tuple[int, int, int]:
        """Day, month and two-digit year of registration as written; not always a date."""
        return int(self._digits[6:8]), int(self._digits[8:10]), int(self._digits[10:12])

    def registrations(self, as_known_on: date) -> tuple[date, ...]:
        """Possible dates of registration, earliest first, from 1977 on: none, one or two."""
        day, month, year = self.date_parts
        found = []
        for century in (1900, 2000):
            if century + year < _EARLIEST:
                continue
            try:
                found.append(date(century + year, month, day))
            except ValueError:
                continue
        return tuple(day for day in found if day <= as_known_on)

    def flags(self, *, as_known_on: date) -> tuple[str, ...]:
        """Codes of findings that a person should look at. Never a reason to refuse."""
        found = []
        if 41 <= self.date_parts[0] <= 71:
            # Only a woman's NIK has such a day: a NIK was typed into the KK column.
            found.append(SEPERTI_NIK)
        elif not self.registrations(as_known_on):
            found.append(TANGGAL_TAK_LAZIM)
        standing = history.standing(self.region)
        found += {"abolished": [WILAYAH_DIHAPUS], "unknown": [WILAYAH_TAK_DIKENAL]}.get(standing, [])
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell held. `kk` is there exactly when `status` is "ok"."""

    status: nomor.Status
    kk: Kk | None


def read(text: str | None) -> Reading:
    """Read one cell, tolerant as `nomor.read`. An unknown province is malformed."""
    status, digits = nomor.read(text)
    if digits is None:
        return Reading(status, None)
    if not history.is_province(digits[:2]):
        return Reading("malformed", None)
    return Reading("ok", Kk(digits))
