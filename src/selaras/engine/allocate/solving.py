"""A proposal: prices, what each family takes at them, repaired until every limit holds; with the bound that says how good it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from selaras.engine.allocate import prices, repairing
from selaras.engine.allocate.choosing import Chosen
from selaras.engine.allocate.problem import Offer, Problem


@dataclass(frozen=True)
class Proposal:
    """Who would get what. `chosen`: families x programmes; `value` reached; `bound`: no allocation at all reaches more;
    `lacking`: village -> families still below its floor. Money in whole rupiah."""

    problem: Problem
    chosen: Chosen
    value: float
    bound: float
    prices: prices.Prices
    lacking: dict[int, int]

    @property
    def shares(self) -> npt.NDArray[np.int64]:
        return np.asarray(self.chosen.sum(axis=0))

    @property
    def spent(self) -> int:
        return sum(int(n) * offer.cost for n, offer in zip(self.shares, self.problem.offers, strict=True))


def propose(problem: Problem) -> Proposal:
    """The best use of what there is, near enough: `value / bound` says how near. Raises as `Problem.checked`."""
    whole = prices.market(problem.checked())
    found, bound = prices.settle(whole, problem.seed)
    chosen = np.zeros(problem.value.shape, bool)
    surplus = np.empty(problem.value.shape, np.float32)
    for piece in whole.pieces():
        chosen[piece], _ = whole.choose(found, piece)
        surplus[piece] = whole.surplus(found, piece)
    state = repairing.State.of(problem, whole.limits, whole.value, surplus, chosen)
    repairing.repair(state)
    return _proposal(problem, state, bound, found)


def _proposal(problem: Problem, state: repairing.State, bound: float, found: prices.Prices) -> Proposal:
    lacking = state.limits.village - state.served()
    return Proposal(
        problem, state.chosen, float(problem.value[state.chosen].sum(dtype=np.float64)), bound, found,
        {int(village): int(lacking[village]) for village in np.flatnonzero(lacking > 0)},
    )  # fmt: skip


def propose_in_order(problem: Problem, tier: npt.NDArray[np.int64]) -> Proposal:
    """The first tier is served as well as can be before the next is looked at (decile 1 first, then 2, ...).

    Worth less than `propose` by construction; the difference of the values is what the order costs.
    """
    problem = problem.checked()
    chosen = np.zeros(problem.value.shape, bool)
    last: Proposal | None = None
    for level in np.unique(tier):
        rows = np.flatnonzero(tier <= level)
        fresh = tier[rows] == level
        value = np.where(fresh[:, None], problem.value[rows], np.float32(0))
        part = replace(
            problem, value=value, village=problem.village[rows], region=problem.region[rows], floors={},
            offers=_left(problem, chosen),
        )  # fmt: skip
        last = propose(part)
        chosen[rows] |= last.chosen
    whole = prices.market(problem)
    paid = last.prices if last is not None else prices.settle(whole, problem.seed)[0]
    bound = prices.settle(whole, problem.seed)[1]
    state = repairing.State.of(problem, whole.limits, whole.value, whole.value, chosen)
    repairing.raise_floors(state)
    return _proposal(problem, state, bound, paid)


def _left(problem: Problem, chosen: Chosen) -> tuple[Offer, ...]:
    """What remains of each programme."""
    found = []
    for number, offer in enumerate(problem.offers):
        given = int(chosen[:, number].sum())
        by_region = {
            code: shares - int(chosen[problem.region == code, number].sum())
            for code, shares in offer.by_region.items()
        }
        found.append(
            replace(
                offer, by_region=by_region,
                budget=None if offer.budget is None else offer.budget - given * offer.cost,
                quota=None if offer.quota is None else offer.quota - given,
            )
        )  # fmt: skip
    return tuple(found)
