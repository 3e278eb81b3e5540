"""Money: whole rupiah, never a fraction, never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from selaras.kernel import angka

_PREFIX = re.compile(r"^(-?)\s*(?:RP|IDR)\.?\s*", re.IGNORECASE)
_SUFFIX = re.compile(r"\s*,-+\s*$")


@dataclass(frozen=True, slots=True, order=True)
class Rupiah:
    """An amount. Adds, subtracts and multiplies by whole numbers; divides only by `split`, which loses nothing."""

    value: int

    def __post_init__(self) -> None:
        if type(self.value) is not int:
            raise TypeError("rupiah are whole numbers")

    def __add__(self, other: Self) -> Rupiah:
        return Rupiah(self.value + other.value) if isinstance(other, Rupiah) else NotImplemented

    def __radd__(self, other: int) -> Rupiah:
        # sum() begins with 0.
        return self if type(other) is int and other == 0 else NotImplemented

    def __sub__(self, other: Self) -> Rupiah:
        return Rupiah(self.value - other.value) if isinstance(other, Rupiah) else NotImplemented

    def __mul__(self, times: int) -> Rupiah:
        return Rupiah(self.value * times) if type(times) is int else NotImplemented

    __rmul__ = __mul__

    def __neg__(self) -> Rupiah:
        return Rupiah(-self.value)

    def __bool__(self) -> bool:
        return self.value != 0

    def __str__(self) -> str:
        sign = "-" if self.value < 0 else ""
        return f"{sign}Rp {angka.text(abs(self.value))}"

    def split(self, parts: int) -> tuple[Rupiah, ...]:
        """Equal parts in whole rupiah that add up to the amount; the last one takes the rounding.

        Raises ValueError for fewer than one part. 1.000.000 in 3 is 333.333, 333.333, 333.334.
        """
        if parts < 1:
            raise ValueError("at least one part is needed")
        sign = -1 if self.value < 0 else 1
        each = abs(self.value) // parts
        last = abs(self.value) - each * (parts - 1)
        return (*(Rupiah(sign * each),) * (parts - 1), Rupiah(sign * last))


def parse(text: str | None) -> Rupiah | None:
    """ "Rp 6.670.000", "Rp6.670.000,-", "6670000", "6.670.000,00" -> amount; None when it is not a whole amount of rupiah."""
    cleaned = _SUFFIX.sub("", (text or "").strip())
    number = angka.parse(_PREFIX.sub(r"\1", cleaned))
    if number is None or number != number.to_integral_value():
        return None
    return Rupiah(int(number))
