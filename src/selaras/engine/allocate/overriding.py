"""What the decisions of persons cost: each yes and each no for one family and one programme, at the prices of the proposal."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from selaras.engine.allocate import choosing
from selaras.engine.allocate.explaining import Book
from selaras.engine.allocate.problem import Pair, Problem
from selaras.engine.allocate.solving import Proposal


def costs(proposal: Proposal) -> dict[Pair, float]:
    """Decision -> value it costs all families together, near enough: what its family would take at the prices without that one
    decision, less what it takes with all of them; never below zero."""
    problem, book = proposal.problem, Book(proposal)
    pairs = list(dict.fromkeys((*problem.given, *problem.barred)))
    cuts = [book.cuts(number) for number in range(len(problem.offers))] if pairs else []
    found = {}
    for family, programme in pairs:
        price = np.array([cut[family] for cut in cuts])
        bonus = float(proposal.prices.village[problem.village[family]])
        free = _worth(problem, family, price, bonus, (family, programme))
        found[family, programme] = max(0.0, free - _worth(problem, family, price, bonus, None))
    return found


def _worth(
    problem: Problem, family: int, price: npt.NDArray[np.float64], bonus: float, without: Pair | None
) -> float:
    """What a family takes at the prices is worth, held to its decisions, one of them left out."""
    value = np.maximum(np.nan_to_num(problem.value[family].astype(np.float64)), 0)
    surplus = np.where(value > 0, value - price, -np.inf)
    # More than any set of other programmes could outweigh; taken off again at the end.
    raised = 4.0 * (1.0 + float(value.sum() + np.abs(price).sum()) + abs(bonus))
    held = 0
    for row, programme in set(problem.barred) - {without}:
        if row == family:
            surplus[programme] = -np.inf
    for row, programme in set(problem.given) - {without}:
        if row == family:
            surplus[programme] = value[programme] - price[programme] + raised
            held += 1
    groups = choosing.Groups.of(len(problem.offers), problem.exclusive, problem.most)
    _, worth = choosing.best(surplus[None, :].astype(np.float32), groups, np.array([bonus], np.float32))
    return float(worth[0]) - held * raised
