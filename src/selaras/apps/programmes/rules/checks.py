"""Looking into a sample of deliveries: how many, which ones by a published seed, and what the answers say with an interval."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
# Of a normal distribution, 95 %.
_Z = 1.959963984540054
WIDTHS = (3, 5, 10, 15)


class Outcome(StrEnum):
    """What somebody else found at the family."""

    FULL = "diterima_penuh"
    LESS = "kurang"
    NOTHING = "tidak_diterima"
    NOT_FOUND = "tidak_ditemukan"


OUTCOMES: dict[Outcome, Text] = {
    Outcome.FULL: _("Diterima penuh"),
    Outcome.LESS: _("Diterima, tetapi kurang"),
    Outcome.NOTHING: _("Tidak diterima"),
    Outcome.NOT_FOUND: _("Keluarga tidak ditemukan"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """A share of `of` answers with its interval of Wilson (1927) at 95 %, as fractions."""

    count: int
    of: int
    low: float
    high: float

    @property
    def point(self) -> float | None:
        """The share itself; None of no answers."""
        return self.count / self.of if self.of else None


def size(population: int, half_width: int) -> int:
    """How many to draw so that a share is known to plus or minus `half_width` points at 95 %, whatever it is.

    Cochran's size for a share of one half with the correction for a finite population. Raises ValueError for a width
    outside 1..50.
    """
    if not 1 <= half_width <= 50:
        raise ValueError("a width from 1 to 50 points")
    if population <= 0:
        return 0
    wanted = (_Z / 2 / (half_width / 100)) ** 2
    return min(population, math.ceil(wanted / (1 + (wanted - 1) / population)))


def drawn(numbers: Iterable[str], seed: str, count: int) -> list[str]:
    """The lines a seed draws: those with the smallest SHA-256 of seed and number. Anybody can draw them again."""

    def lot(number: str) -> str:
        return hashlib.sha256(f"{seed}|{number}".encode()).hexdigest()

    return sorted(set(numbers), key=lot)[: max(count, 0)]


def wilson(count: int, of: int) -> Share:
    """The share with its interval. Raises ValueError where more are counted than there are."""
    if not 0 <= count <= of:
        raise ValueError("more than there are")
    if of == 0:
        return Share(0, 0, 0.0, 1.0)
    p, z2 = count / of, _Z * _Z
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    reach = _Z / (1 + z2 / of) * math.sqrt(p * (1 - p) / of + z2 / (4 * of * of))
    low = 0.0 if count == 0 else max(0.0, middle - reach)
    return Share(count, of, low, 1.0 if count == of else min(1.0, middle + reach))
