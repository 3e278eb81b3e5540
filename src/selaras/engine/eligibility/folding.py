"""From members to their keluarga: does anyone, do all, how many. Answers as bytes (no 0, not known 1, yes 2), so that "anyone"
is a maximum and "all" a minimum over the rows of a keluarga, which lie side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.engine.eligibility import compiling, syntax

NO, UNKNOWN, YES = 0, 1, 2
Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Folds:
    """Where the members of each keluarga lie. `first`: first row of each keluarga that has members; `who`: which those are."""

    families: int
    first: npt.NDArray[np.int64]
    who: npt.NDArray[np.int64]
    everyone: bool

    @classmethod
    def of(cls, belongs: npt.NDArray[np.uint32], families: int) -> Folds:
        """For members sorted by the number of their keluarga. Raises ValueError where they are not."""
        steps = np.diff(belongs.astype(np.int64))
        if (steps < 0).any():
            raise ValueError("members must be sorted by keluarga")
        first = np.concatenate([[0], np.flatnonzero(steps) + 1]) if len(belongs) else np.empty(0, np.int64)
        who = belongs[first].astype(np.int64) if len(belongs) else np.empty(0, np.int64)
        return cls(families, first, who, len(who) == families)

    def columns(self, node: syntax.Members, answers: pl.Series) -> list[pl.Series]:
        """The answer of every keluarga from the answers of its members. No member known: not known."""
        name = compiling.folded(node)
        codes = self._codes(answers)
        if node.what == "exists":
            return [self._truths(name, np.maximum.reduceat(codes, self.first) if len(codes) else codes)]
        if node.what == "all":
            return [self._truths(name, np.minimum.reduceat(codes, self.first) if len(codes) else codes)]
        sums = (
            np.add.reduceat(held.astype(np.int32), self.first) if len(codes) else np.empty(0, np.int32)
            for held in (codes == YES, codes >= UNKNOWN)
        )
        return [
            self._spread(f"{name}.{end}", found) for end, found in zip(("least", "most"), sums, strict=True)
        ]

    def _codes(self, answers: pl.Series) -> Codes:
        return (answers.cast(pl.UInt8) * YES).fill_null(UNKNOWN).to_numpy()

    def _truths(self, name: str, codes: Codes) -> pl.Series:
        full = codes
        if not self.everyone:
            full = np.full(self.families, UNKNOWN, np.uint8)
            full[self.who] = codes
        series = pl.Series(name, full)
        return pl.select(
            pl.when(series != UNKNOWN).then(series == YES).otherwise(None).alias(name)
        ).to_series()

    def _spread(self, name: str, counts: npt.NDArray[np.int32]) -> pl.Series:
        if self.everyone:
            return pl.Series(name, counts)
        full = np.full(self.families, -1, np.int32)
        full[self.who] = counts
        series = pl.Series(name, full)
        return pl.select(pl.when(series >= 0).then(series).otherwise(None).alias(name)).to_series()
