"""A proposal: prices, what each family takes at them, repaired until every limit holds; with the bound that says how good it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from selaras.engine.allocate import lots, prices, repairing
from selaras.engine.allocate.choosing import Chosen
from selaras.engine.allocate.prices import Prices
from selaras.engine.allocate.problem import Offer, Problem
from selaras.engine.allocate.state import State


@dataclass(frozen=True)
class Proposal:
    """Who would get what. `chosen`: families x programmes; `value` reached; `bound`: no allocation that holds every limit reaches more
    (where floors are lacking: none that holds every other limit); `lacking`: village -> families still below its floor. Money in
    whole rupiah."""

    problem: Problem
    chosen: Chosen
    value: float
    bound: float
    prices: Prices
    lacking: dict[int, int]

    @property
    def shares(self) -> npt.NDArray[np.int64]:
        return np.asarray(self.chosen.sum(axis=0))

    @property
    def spent_by(self) -> list[int]:
        """Rupiah by programme."""
        return [offer.rupiah(self.chosen[:, n]) for n, offer in enumerate(self.problem.offers)]

    @property
    def spent(self) -> int:
        return sum(self.spent_by)


def propose(problem: Problem) -> Proposal:
    """The best use of what there is, near enough: `value / bound` says how near. Raises as `Problem.checked`."""
    order = lots.order(problem.checked().references, problem.seed, problem.kin)
    drawn = problem.of(order)
    whole = prices.market(drawn)
    found, _ = prices.settle(whole)
    state = State.at(drawn, whole, found)
    repairing.repair(state)
    return _proposal(problem, _back(state.chosen, order), drawn, found)


def _proved(problem: Problem, found: Prices) -> float:
    """The bound without the lots that break ties: those are not worth anything."""
    bound, _ = prices.market(problem, drawn=False).ask(found)
    return bound


def _back(chosen: Chosen, order: npt.NDArray[np.intp]) -> Chosen:
    found = np.empty_like(chosen)
    found[order] = chosen
    return found


def _proposal(problem: Problem, chosen: Chosen, drawn: Problem, found: Prices) -> Proposal:
    served = problem.served(chosen)
    lacking = {
        village: floor - int(served[village])
        for village, floor in sorted(problem.floors.items())
        if floor > served[village]
    }
    # Where a floor is not held, what holds all of them is no measure: then the floors cost nothing.
    floors = np.zeros_like(found.village) if lacking else found.village
    bound = _proved(drawn, replace(found, village=floors))
    return Proposal(problem, chosen, problem.worth(chosen), bound, found, lacking)


def propose_in_order(problem: Problem, tier: npt.NDArray[np.int64]) -> Proposal:
    """The first tier is served as well as can be before the next is looked at (decile 1 first, then 2, ...). Rows of a family stand in
    one tier.

    Worth no more than `bound`, which is that of `propose`; the difference to the value of `propose` is what the order costs. What
    persons gave stands before every tier; floors are raised at the end. Raises as `Problem.checked`.
    """
    chosen = np.zeros(problem.checked().value.shape, bool)
    for family, programme in problem.given:
        chosen[family, programme] = True
    for level in np.unique(tier):
        rows = np.flatnonzero(tier == level)
        # Of what was given only that to families of this tier counts twice: there it is given again.
        others = chosen.copy()
        others[rows] = False
        part = replace(problem.of(rows), floors={}, offers=_left(problem, others, rows))
        chosen[rows] = propose(part).chosen
    return _finished(problem, chosen)


def _finished(problem: Problem, chosen: Chosen) -> Proposal:
    """An allocation that came about otherwise: its floors raised, what is left given out, and the bound beside it."""
    order = lots.order(problem.references, problem.seed, problem.kin)
    drawn = problem.of(order)
    whole = prices.market(drawn)
    found, _ = prices.settle(whole)
    state = State.at(drawn, whole, found, chosen[order])
    repairing.raise_floors(state)
    repairing.fill(state)
    return _proposal(problem, _back(state.chosen, order), drawn, found)


def propose_by_village(problem: Problem) -> Proposal:
    """The same for every village: of each programme a village gets the part of the shares that its eligible families are of all
    eligible families (largest remainder, Hamilton); what a village cannot use goes to whoever gains most by it.

    Where a programme has shares by region, they are divided inside each region. Raises as `Problem.checked`.
    """
    problem = problem.checked()
    villages, place = np.unique(problem.village, return_inverse=True)
    offers = tuple(
        replace(offer, by_region=_divided(problem, number, place, len(villages)))
        for number, offer in enumerate(problem.offers)
    )
    equal = replace(problem, offers=offers, region=place.astype(np.int64), floors={})
    return _finished(problem, propose(equal).chosen)


def _divided(problem: Problem, number: int, place: npt.NDArray[np.intp], villages: int) -> dict[int, int]:
    """Shares of a programme by village."""
    offer, can = problem.offers[number], problem.eligible[:, number]
    shares = min(offer.shares, int(can.sum()))
    if offer.varies and offer.costs is not None and offer.budget is not None and can.any():
        shares = min(shares, int(offer.budget // max(1.0, float(offer.costs[can].mean()))))
    given = [row for row, programme in problem.given if programme == number]
    found = np.zeros(villages, np.int64)
    bounded = np.isin(problem.region, list(offer.by_region))
    for code in offer.by_region:
        here = problem.region == code
        part = min(offer.by_region[code], round(shares * np.count_nonzero(can & here) / max(1, can.sum())))
        found += _parts(part, np.bincount(place[can & here], minlength=villages))
    free = can & ~bounded
    rest = round(shares * np.count_nonzero(free) / max(1, int(can.sum())))
    found += _parts(rest, np.bincount(place[free], minlength=villages))
    least = np.bincount(place[given], minlength=villages) if given else np.zeros(villages, np.int64)
    return dict(enumerate(np.maximum(found, least).tolist()))


def _parts(shares: int, weights: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """So many shares in proportion to the weights, in whole numbers that add up."""
    total = int(weights.sum())
    if not total:
        return np.zeros(len(weights), np.int64)
    shares = min(shares, total)
    found = shares * weights // total
    rest = (shares * weights) % total
    order = np.argsort(-rest, kind="stable")
    found[order[: shares - int(found.sum())]] += 1
    return np.asarray(found)


def _left(problem: Problem, chosen: Chosen, rows: npt.NDArray[np.intp]) -> tuple[Offer, ...]:
    """What remains of each programme for these families."""
    found = []
    for number, offer in enumerate(problem.offers):
        having = chosen[:, number]
        by_region = {
            code: shares - int(np.count_nonzero(having & (problem.region == code)))
            for code, shares in offer.by_region.items()
        }
        found.append(
            replace(
                offer, by_region=by_region, costs=None if offer.costs is None else offer.costs[rows],
                budget=None if offer.budget is None else offer.budget - offer.rupiah(having),
                quota=None if offer.quota is None else offer.quota - int(np.count_nonzero(having)),
            )
        )  # fmt: skip
    return tuple(found)
