"""From members to their keluarga: does anyone, do all, how many; the rows of a keluarga lie side by side.

Of each question about anyone or all, a member carries two bits: that it decides the question (a yes for "anyone", a no for "all"), and
that its answer is not known. Eight questions share a word, and one `or` over the rows of a keluarga folds them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.engine.eligibility import compiling, syntax

EIGHT = 8
NOT_KNOWN = 0b1010_1010_1010_1010
Words = npt.NDArray[np.uint16]
Question = tuple[syntax.Members, pl.Expr]


@dataclass(frozen=True)
class Folds:
    """Where the members of each keluarga lie. `first`: first row of each keluarga that has members; `who`: which those are."""

    families: int
    first: npt.NDArray[np.int64]
    who: npt.NDArray[np.int64]
    everyone: bool
    rows: int

    @classmethod
    def of(cls, belongs: npt.NDArray[np.uint32], families: int) -> Folds:
        """For members sorted by the number of their keluarga. Raises ValueError where they are not."""
        if len(belongs) and (belongs[1:] < belongs[:-1]).any():
            raise ValueError("members must be sorted by keluarga")
        first = np.flatnonzero(belongs[1:] != belongs[:-1]) + 1
        first = np.concatenate([[0], first]) if len(belongs) else np.empty(0, np.int64)
        who = belongs[first].astype(np.int64)
        return cls(families, first, who, len(who) == families, len(belongs))

    @property
    def last(self) -> npt.NDArray[np.int64]:
        """Last row of each keluarga that has members."""
        return np.append(self.first[1:], self.rows)[: len(self.first)] - 1

    def spread(self, found: npt.NDArray[np.generic], otherwise: int) -> npt.NDArray[np.generic]:
        """One figure a keluarga from one for each that has members; `otherwise` for those without."""
        if self.everyone:
            return found
        full = np.full(self.families, otherwise, found.dtype)
        full[self.who] = found
        return full


def answered(members: pl.LazyFrame, questions: Sequence[Question], folds: Folds) -> list[pl.Series]:
    """The answer of every keluarga to every question over its members, as columns. No member known: not known."""
    sides = [each for each in questions if each[0].what != "count"]
    packs = [sides[start : start + EIGHT] for start in range(0, len(sides), EIGHT)]
    counts = [each for each in questions if each[0].what == "count"]
    wanted = [_packed(pack).alias(f"pack{number}") for number, pack in enumerate(packs)]
    wanted += [answer.alias(f"count{number}") for number, (_, answer) in enumerate(counts)]
    found = compiling.select(members, wanted)
    columns: list[pl.Series] = []
    for number, pack in enumerate(packs):
        words = found[f"pack{number}"].to_numpy()
        folded = np.bitwise_or.reduceat(words, folds.first) if len(words) else words
        columns += _unpacked(pl.Series("words", folds.spread(folded, NOT_KNOWN)), pack)
    for number, (node, _) in enumerate(counts):
        columns += _counted(node, found[f"count{number}"], folds)
    return columns


def _packed(pack: Sequence[Question]) -> pl.Expr:
    word = pl.lit(0, dtype=pl.UInt16)
    for place, (node, answer) in enumerate(pack):
        decides = answer if node.what == "exists" else ~answer
        word = word | _bit(decides.fill_null(value=False), 2 * place)
        word = word | _bit(answer.is_null(), 2 * place + 1)
    return word


def _bit(held: pl.Expr, place: int) -> pl.Expr:
    return held.cast(pl.UInt16) * pl.lit(1 << place, dtype=pl.UInt16)


def _unpacked(words: pl.Series, pack: Sequence[Question]) -> list[pl.Series]:
    word = pl.col("words")
    return (
        pl.DataFrame([words])
        .select(
            pl.when((word & (1 << 2 * place)) != 0)
            .then(pl.lit(node.what == "exists"))
            .when((word & (2 << 2 * place)) != 0)
            .then(None)
            .otherwise(pl.lit(node.what != "exists"))
            .alias(compiling.folded(node))
            for place, (node, _) in enumerate(pack)
        )
        .get_columns()
    )


def _counted(node: syntax.Members, answers: pl.Series, folds: Folds) -> list[pl.Series]:
    """How many surely, and how many at most."""
    found = []
    for end, held in (("least", answers.fill_null(value=False)), ("most", answers.fill_null(value=True))):
        # Up to and with the last member of each keluarga, less up to the one before it; 16 bits may run over, the difference is right.
        upto = np.cumsum(held.to_numpy(), dtype=np.uint16)[folds.last]
        sums = np.diff(upto, prepend=np.uint16(0)).astype(np.int32)
        series = pl.Series(f"{compiling.folded(node)}.{end}", folds.spread(sums, -1))
        found.append(series if folds.everyone else series.set(series < 0, None))
    return found
