"""Which rows of a problem are one family: its own row and those of its persons, side by side. Shares, money and regions are counted
by row; what excludes what, how many programmes a family may have, and whether it is served at all, by family.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Kin:
    """`of`: number of the family of each row, from 0 without gaps; `first`: first row of each family. `alone`: every row is a family of
    its own, and what is asked by family is what stands there."""

    of: Rows
    first: Rows
    alone: bool

    @classmethod
    def among(cls, family: npt.NDArray[np.int64] | None, rows: int) -> Kin:
        """Raises ValueError where the rows of a family do not stand side by side."""
        if family is None:
            every = np.arange(rows)
            return cls(every, every, alone=True)
        new = np.ones(rows, bool)
        new[1:] = family[1:] != family[:-1]
        first = np.flatnonzero(new)
        if len(np.unique(family)) != len(first):
            raise ValueError("the rows of a family must stand side by side")
        return cls(np.cumsum(new) - 1, first, alone=len(first) == rows)

    @property
    def families(self) -> int:
        return len(self.first)

    @property
    def largest(self) -> int:
        """Rows of the family that has most."""
        return int(np.diff(self.first, append=len(self.of)).max(initial=1))

    def part(self, rows: slice) -> Kin:
        """Of some rows that hold whole families."""
        return Kin.among(None if self.alone else self.of[rows].astype(np.int64), len(self.of[rows]))

    def whole(self, row: int) -> int:
        """The first row of the next family from a row on: where a piece may end."""
        if self.alone or row >= len(self.of):
            return min(row, len(self.of))
        place = int(np.searchsorted(self.first, row))
        return int(self.first[place]) if place < len(self.first) else len(self.of)

    def held(self, chosen: Flags) -> Flags:
        """By family what any of its rows has."""
        return chosen if self.alone else np.logical_or.reduceat(chosen, self.first, axis=0)

    def sum(self, found: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """By family what its rows have together."""
        return found if self.alone else np.add.reduceat(found, self.first, axis=0)

    def spread(self, found: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Of every row what was found of its family."""
        return found if self.alone else found[self.of]

    def gain(self, surplus: Matrix) -> Matrix:
        """By family what a programme brings at best: the sum of its rows that gain; where none does, that of the row that loses least."""
        if self.alone:
            return surplus
        sums = np.add.reduceat(np.maximum(surplus, 0), self.first, axis=0)
        most = np.maximum.reduceat(surplus, self.first, axis=0)
        return np.asfortranarray(np.where(sums > 0, sums, most))

    def taken(self, chosen: Flags, surplus: Matrix) -> Flags:
        """By row, from what each family takes: the rows that gain by it; where none does, the one that loses least."""
        if self.alone:
            return chosen
        most = np.maximum.reduceat(surplus, self.first, axis=0)
        least = np.where(most > 0, np.nextafter(np.float32(0), np.float32(1)), most)
        return np.asfortranarray(chosen[self.of] & (surplus >= least[self.of]))
