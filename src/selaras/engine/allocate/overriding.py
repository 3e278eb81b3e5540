"""What the decisions of persons cost: each yes and each no for one family and one programme, at the prices of the proposal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selaras.engine.allocate import choosing
from selaras.engine.allocate.explaining import Book
from selaras.engine.allocate.kin import Kin
from selaras.engine.allocate.problem import Pair, Problem
from selaras.engine.allocate.solving import Proposal


def costs(proposal: Proposal) -> dict[Pair, float]:
    """Decision -> value it costs all families together, near enough: what its family would take at the prices without that one
    decision, less what it takes with all of them; never below zero."""
    problem, book = proposal.problem, Book(proposal)
    pairs = list(dict.fromkeys((*problem.given, *problem.barred)))
    cuts = np.column_stack([book.cuts(number) for number in range(len(problem.offers))]) if pairs else None
    kin, found = problem.kin, {}
    ends = np.append(kin.first[1:], problem.families)
    for row, programme in pairs:
        assert cuts is not None, "worked out where there are any"
        family = int(kin.of[row])
        rows = slice(int(kin.first[family]), int(ends[family]))
        bonus = float(proposal.prices.village[problem.village[row]])
        at = _Family(problem, rows, cuts[rows], bonus)
        found[row, programme] = max(0.0, at.worth((row, programme)) - at.worth(None))
    return found


@dataclass(frozen=True)
class _Family:
    """The rows of one family with the prices they meet; `bonus`: what being served adds."""

    problem: Problem
    rows: slice
    price: npt.NDArray[np.float64]
    bonus: float

    def worth(self, without: Pair | None) -> float:
        """What it takes is worth, held to its decisions, one of them left out."""
        problem, first = self.problem, self.rows.start
        value = np.maximum(np.nan_to_num(problem.value[self.rows].astype(np.float64)), 0)
        surplus = np.where(value > 0, value - self.price, -np.inf)
        # More than any set of other programmes could outweigh; taken off again at the end.
        raised = 4.0 * (1.0 + float(value.sum() + np.abs(self.price).sum()) + abs(self.bonus))
        held = 0
        for row, programme in set(problem.barred) - {without}:
            if self.rows.start <= row < self.rows.stop:
                surplus[row - first, programme] = -np.inf
        for row, programme in set(problem.given) - {without}:
            if self.rows.start <= row < self.rows.stop:
                at = row - first, programme
                surplus[at] = value[at] - self.price[at] + raised
                held += 1
        groups = choosing.Groups.of(len(problem.offers), problem.exclusive, problem.most)
        together = Kin.among(np.zeros(len(surplus), np.int64), len(surplus))
        gain = together.gain(surplus.astype(np.float32))
        _, worth = choosing.best(gain, groups, np.array([self.bonus], np.float32))
        return float(worth[0]) - held * raised
