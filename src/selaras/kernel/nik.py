"""NIK: the number of a person. PP KK CC DDMMYY NNNN; women have 40 added to the day.

The region is the kecamatan of first registration in the codes of Kemendagri. A NIK is for life: it does not follow a
move and is not changed when the birth date inside it is wrong (PP 40/2019 art. 30(2)). So everything but the shape
and the province is a flag to look at, never a rejection. There is no check digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from selaras.kernel import nomor
from selaras.kernel.wilayah import history

Sex = Literal["L", "P"]

LAHIR_BEDA: Final = "nik_lahir_beda"
JENIS_KELAMIN_BEDA: Final = "nik_jenis_kelamin_beda"
ABAD_RANCU: Final = "nik_abad_rancu"
TANGGAL_TAK_LAZIM: Final = "nik_tanggal_tak_lazim"
WILAYAH_DIHAPUS: Final = "nik_wilayah_dihapus"
WILAYAH_TAK_DIKENAL: Final = "nik_wilayah_tak_dikenal"

_WOMAN: Final = 40

mask = nomor.mask


class Nik(nomor.Nomor):
    """A NIK of the right shape. Prints masked; compare and pickle freely; digits by `.digits` only."""

    __slots__ = ()

    @property
    def date_parts(self) -> tuple[int, int, int]:
        """Day (without the 40), month and two-digit year as written; not always a date."""
        day = int(self._digits[6:8])
        return (day - _WOMAN if day > _WOMAN else day), int(self._digits[8:10]), int(self._digits[10:12])

    @property
    def sex(self) -> Sex | None:
        """L or P by the day; None for a day no calendar has (00, 32-40, 72-99)."""
        day = int(self._digits[6:8])
        if 1 <= day <= 31:
            return "L"
        return "P" if _WOMAN + 1 <= day <= _WOMAN + 31 else None

    @property
    def has_usual_date(self) -> bool:
        """The date parts are a day of the calendar in at least one century."""
        return self.sex is not None and bool(self._dates())

    def births(self, as_known_on: date) -> tuple[date, ...]:
        """Possible birth dates, earliest first: none, one, or two where the century cannot be told."""
        if self.sex is None:
            return ()
        return tuple(day for day in self._dates() if day <= as_known_on)

    def flags(
        self, *, as_known_on: date, tanggal_lahir: date | None = None, jenis_kelamin: str | None = None
    ) -> tuple[str, ...]:
        """Codes of findings (kernel/data/findings.toml) that a person should look at. Never a reason to refuse.

        `tanggal_lahir` and `jenis_kelamin` (L or P) are what the list says beside the NIK, None where it is silent.
        """
        found = []
        if not self.has_usual_date:
            found.append(TANGGAL_TAK_LAZIM)
        elif tanggal_lahir is not None:
            written = (tanggal_lahir.day, tanggal_lahir.month, tanggal_lahir.year % 100)
            found += [LAHIR_BEDA] if written != self.date_parts else []
        elif len(self.births(as_known_on)) > 1:
            found.append(ABAD_RANCU)
        if jenis_kelamin is not None and self.sex is not None and jenis_kelamin != self.sex:
            found.append(JENIS_KELAMIN_BEDA)
        standing = history.standing(self.region)
        found += {"abolished": [WILAYAH_DIHAPUS], "unknown": [WILAYAH_TAK_DIKENAL]}.get(standing, [])
        return tuple(found)

    def _dates(self) -> tuple[date, ...]:
        day, month, year = self.date_parts
        found = []
        for century in (1900, 2000):
            try:
                found.append(date(century + year, month, day))
            except ValueError:
                continue
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell held. `nik` is there exactly when `status` is "ok"."""

    status: nomor.Status
    nik: Nik | None


def read(text: str | None) -> Reading:
    """Read one cell. See `nomor.read` for what is tolerated. An unknown province is the only hard fault of content."""
    status, digits = nomor.read(text)
    if digits is None:
        return Reading(status, None)
    if not history.is_province(digits[:2]):
        return Reading("malformed", None)
    return Reading("ok", Nik(digits))
