"""Looking into a sample of deliveries: how many to look at, and which ones by a published seed."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.kernel import measures

Text = str | Promise
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
    Outcome.NOT_FOUND: _("Penerima tidak ditemukan"),
}


def size(population: int, half_width: int) -> int:
    """How many to draw so that a share is known to plus or minus `half_width` points at 95 %, whatever it is.

    Cochran's size for a share of one half with the correction for a finite population. Raises ValueError for a width
    outside 1..50.
    """
    if not 1 <= half_width <= 50:
        raise ValueError("a width from 1 to 50 points")
    if population <= 0:
        return 0
    wanted = (measures.Z / 2 / (half_width / 100)) ** 2
    return min(population, math.ceil(wanted / (1 + (wanted - 1) / population)))


def drawn(numbers: Iterable[str], seed: str, count: int) -> list[str]:
    """The lines a seed draws: those with the smallest SHA-256 of seed and number. Anybody can draw them again."""

    def lot(number: str) -> str:
        return hashlib.sha256(f"{seed}|{number}".encode()).hexdigest()

    return sorted(set(numbers), key=lot)[: max(count, 0)]
