"""An allocation in the making: what is left of everything, and who would take it first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selaras.engine.allocate.choosing import Chosen, Matrix
from selaras.engine.allocate.kin import Kin
from selaras.engine.allocate.prices import Limits, Market, Prices
from selaras.engine.allocate.problem import UNLIMITED, Problem

Rows = npt.NDArray[np.intp]
Whole = npt.NDArray[np.int64]
Gains = npt.NDArray[np.float64]
# How often what is too dear for the money left is passed over for what is cheaper.
PASSED_OVER = 8


@dataclass
class State:
    """`value` with the draw for ties, pairs a person gave raised above all; `surplus` value less price, -inf where not eligible;
    `pinned` the least value of a pair a person gave: those are never taken back."""

    problem: Problem
    limits: Limits
    value: Matrix
    surplus: Matrix
    chosen: Chosen
    against: Chosen
    kin: Kin
    pinned: float = np.inf

    @classmethod
    def of(cls, problem: Problem, market: Market, surplus: Matrix, chosen: Chosen) -> State:
        against = np.zeros((len(problem.offers),) * 2, bool)
        for one, other in problem.exclusive:
            against[one, other] = against[other, one] = True
        pinned = market.raised / 2 if problem.given else np.inf
        return cls(problem, market.limits, market.value, surplus, chosen, against, market.kin, pinned)

    @classmethod
    def at(cls, problem: Problem, market: Market, prices: Prices, chosen: Chosen | None = None) -> State:
        """With what each family takes at these prices, or with an allocation that is already there."""
        shape = problem.value.shape
        fresh = np.zeros(shape, bool, order="F") if chosen is None else np.asfortranarray(chosen)
        surplus = np.empty(shape, np.float32, order="F")
        for piece in market.pieces():
            if chosen is None:
                fresh[piece], _ = market.choose(prices, piece)
            surplus[piece] = market.surplus(prices, piece)
        return cls.of(problem, market, surplus, fresh)

    def left(self, programme: int) -> int:
        """Shares not yet given."""
        return int(self.limits.share[programme]) - int(np.count_nonzero(self.chosen[:, programme]))

    def left_in(self, programme: int) -> npt.NDArray[np.float64]:
        """The same by region."""
        given = np.bincount(
            self.problem.region, weights=self.chosen[:, programme], minlength=len(self.limits.region)
        )
        return np.asarray(self.limits.region[:, programme] - given)

    def costs(self, programme: int) -> Whole | None:
        """Rupiah by family where the budget is a sum over families."""
        offer = self.problem.offers[programme]
        return offer.costs if offer.varies else None

    def rupiah_left(self, programme: int) -> int:
        """Rupiah not yet given, of a programme whose cost differs by family."""
        offer = self.problem.offers[programme]
        if not offer.varies:
            return int(UNLIMITED)
        return int(offer.budget or 0) - offer.rupiah(self.chosen[:, programme])

    def open(self, programme: int) -> bool:
        """Whether anything is left at all."""
        return self.left(programme) >= 1 and self.rupiah_left(programme) >= 0

    def served(self) -> Whole:
        """Families with anything, by village."""
        return self.problem.served(self.chosen, self.kin)

    def families(self, rows: Rows) -> tuple[Rows, Rows]:
        """The families of these rows, and the place of each row's among them."""
        if self.kin.alone:
            return rows, np.arange(len(rows))
        found, at = np.unique(self.kin.of[rows], return_inverse=True)
        return found, at

    def held(self, families: Rows) -> tuple[Chosen, Matrix]:
        """What these families have, and what that is worth: families x programmes."""
        if self.kin.alone:
            return self.chosen[families], np.where(self.chosen[families], self.value[families], np.float32(0))
        worth = self.kin.sum(np.where(self.chosen, self.value, np.float32(0)))
        return self.kin.held(self.chosen)[families], worth[families]

    def take_back(self, families: Rows, programmes: Chosen) -> None:
        """Takes these programmes from these families, whatever of their rows has them."""
        if self.kin.alone:
            self.chosen[families] &= ~programmes
            return
        gone = np.zeros((self.kin.families, self.chosen.shape[1]), bool)
        np.logical_or.at(gone, families, programmes)
        self.chosen &= ~gone[self.kin.of]

    def best_first(self, programme: int, rows: Rows, gain: npt.NDArray[np.float32] | Gains) -> Rows:
        """Of these rows as many as there is left for, those who gain most first (most per rupiah where the cost differs); no region
        above its own."""
        costs = self.costs(programme)
        wish = gain if costs is None else gain / np.maximum(costs[rows], 1)
        rows = rows[np.argsort(-wish, kind="stable")]
        return self.affordable(
            programme, rows, self.left(programme), self.rupiah_left(programme), self.left_in(programme)
        )

    def affordable(self, programme: int, rows: Rows, shares: int, rupiah: int, in_region: Gains) -> Rows:
        """As many of the rows, in their order, as shares, money and the regions allow."""
        if np.isfinite(in_region).any():
            regions = self.problem.region[rows]
            rows = rows[_rank_within(regions) < in_region[regions]]
        costs = self.costs(programme)
        if costs is None:
            return rows[: max(0, shares)]
        taken: list[Rows] = []
        for _ in range(PASSED_OVER):
            rows = rows[costs[rows] <= rupiah]
            fits = (np.cumsum(costs[rows]) <= rupiah) & (np.arange(len(rows)) < shares)
            if not fits.any():
                break
            taken.append(rows[fits])
            rupiah, shares = rupiah - int(costs[rows[fits]].sum()), shares - int(fits.sum())
            rows = rows[~fits]
        return np.concatenate(taken) if taken else rows[:0]


def _rank_within(keys: Whole) -> Whole:
    """The place of each among those of the same key, in order."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = (
        np.concatenate([[0], np.flatnonzero(np.diff(ordered)) + 1]) if len(keys) else np.empty(0, np.int64)
    )
    lengths = np.diff(np.append(starts, len(keys)))
    rank = np.empty(len(keys), np.int64)
    rank[order] = np.arange(len(keys)) - np.repeat(starts, lengths)
    return rank
