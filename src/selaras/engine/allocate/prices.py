"""Shadow prices: what a share of each programme must cost so that families, each taking its best, together ask for no more than there is.

Lagrangian relaxation: for any prices that are not negative, `worth` of the families plus the price of everything there is bounds from
above what any allocation can reach, because the family step is exact (Geoffrion 1974). The prices are moved against what is asked
for too much or too little (subgradient, steps of RMSprop), first on a sample of the families, then on all; the best bound is kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selaras.engine.allocate import choosing
from selaras.engine.allocate.problem import Problem

PIECE = 32_768
SAMPLE = 16_384
ROUNDS_ON_SAMPLE, ROUNDS_ON_ALL = 400, 60
Floats = npt.NDArray[np.float64]


@dataclass
class Prices:
    """Per share of a programme (`share`), of a programme in a region (`region`: regions x programmes), and what a village's floor adds to
    being served (`village`)."""

    share: Floats
    region: Floats
    village: Floats

    def copy(self) -> Prices:
        return Prices(self.share.copy(), self.region.copy(), self.village.copy())


@dataclass(frozen=True)
class Limits:
    """How many shares there are, as arrays: inf where there is no limit."""

    share: Floats
    region: Floats
    village: Floats

    @classmethod
    def of(cls, problem: Problem) -> Limits:
        regions, villages = int(problem.region.max(initial=0)) + 1, int(problem.village.max(initial=0)) + 1
        region = np.full((regions, len(problem.offers)), np.inf)
        village = np.zeros(max(villages, max([*problem.floors, 0]) + 1))
        for number, offer in enumerate(problem.offers):
            for code, shares in offer.by_region.items():
                region[code, number] = shares
        for code, floor in problem.floors.items():
            village[code] = floor
        share = np.array([float(min(offer.shares, problem.families)) for offer in problem.offers])
        return cls(share, region, village)


@dataclass(frozen=True)
class Market:
    """Families at the market, or a sample of them: `scale` families stand behind each."""

    value: choosing.Matrix
    village: npt.NDArray[np.int64]
    region: npt.NDArray[np.int64]
    groups: choosing.Groups
    limits: Limits
    scale: float = 1.0

    def pieces(self) -> Iterator[slice]:
        for start in range(0, len(self.village), PIECE):
            yield slice(start, min(start + PIECE, len(self.village)))

    def surplus(self, prices: Prices, piece: slice) -> choosing.Matrix:
        """Value less price; -inf where not eligible."""
        value = self.value[piece]
        priced = (prices.share + prices.region).astype(np.float32)[self.region[piece]]
        return np.where(value > 0, value - priced, choosing.NOTHING)

    def ask(self, prices: Prices) -> tuple[float, Prices]:
        """The bound these prices give, and what is asked for (as Prices: shares, by region, families served by village)."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            found = list(pool.map(lambda piece: self._ask(prices, piece), self.pieces()))
        worth = self.scale * sum(each[0] for each in found)
        asked = Prices(*(self.scale * sum(each[place] for each in found) for place in (1, 2, 3)))  # type: ignore[arg-type]
        finite = np.isfinite(self.limits.region)
        bound = worth + float(prices.share @ self.limits.share) - float(prices.village @ self.limits.village)
        return bound + float(prices.region[finite] @ self.limits.region[finite]), asked

    def _ask(self, prices: Prices, piece: slice) -> tuple[float, Floats, Floats, Floats]:
        chosen, worth = self.choose(prices, piece)
        region, village = self.region[piece], self.village[piece]
        by_region = np.zeros_like(prices.region)
        for programme in range(chosen.shape[1]):
            if np.isfinite(self.limits.region[:, programme]).any():
                by_region[:, programme] = np.bincount(
                    region, weights=chosen[:, programme], minlength=len(by_region)
                )
        served = np.bincount(village, weights=chosen.any(axis=1), minlength=len(prices.village))
        return float(worth.sum()), chosen.sum(axis=0).astype(np.float64), by_region, served.astype(np.float64)

    def choose(self, prices: Prices, piece: slice) -> tuple[choosing.Chosen, Floats]:
        """What the families of a piece take."""
        bonus = prices.village.astype(np.float32)[self.village[piece]] if prices.village.any() else None
        return choosing.best(self.surplus(prices, piece), self.groups, bonus)


def market(problem: Problem) -> Market:
    """All families. Ties are broken by a tiny amount drawn by the published seed: equal families, a fair draw."""
    draw = np.random.default_rng(problem.seed)
    highest = float(problem.value.max(initial=0.0))
    value = problem.value + (1e-5 * highest) * draw.random(problem.value.shape, dtype=np.float32)
    value = np.where(problem.eligible, value, np.float32(0))
    groups = choosing.Groups.of(len(problem.offers), problem.exclusive, problem.most)
    return Market(value, problem.village, problem.region, groups, Limits.of(problem))


def settle(whole: Market, seed: int) -> tuple[Prices, float]:
    """Prices near the best, and the bound they prove."""
    limits = whole.limits
    start = Prices(np.zeros_like(limits.share), np.zeros_like(limits.region), np.zeros_like(limits.village))
    families = len(whole.village)
    level = float(whole.value.max(initial=0.0)) or 1.0
    if families > 2 * SAMPLE:
        picked = np.sort(np.random.default_rng(seed + 1).choice(families, SAMPLE, replace=False))
        part = Market(
            whole.value[picked],
            whole.village[picked],
            whole.region[picked],
            whole.groups,
            limits,
            families / SAMPLE,
        )
        start, _ = _descend(part, start, ROUNDS_ON_SAMPLE, level / 8)
        return _descend(whole, start, ROUNDS_ON_ALL, level / 200)
    return _descend(whole, start, ROUNDS_ON_SAMPLE, level / 8)


def _descend(here: Market, start: Prices, rounds: int, step: float) -> tuple[Prices, float]:
    """Moves the prices `rounds` times with shrinking steps. Returns the best bound and, of the last third, the mean: prices of
    a degenerate problem swing around their place."""
    now, best, lowest = start.copy(), start.copy(), np.inf
    limits = here.limits
    for turn in range(rounds):
        bound, asked = here.ask(now)
        if bound < lowest:
            lowest, best = bound, now.copy()
        length = step * (0.01 ** (turn / rounds))
        now.share = np.maximum(0, now.share + length * _lack(asked.share, limits.share))
        now.region = np.where(
            np.isfinite(limits.region),
            np.maximum(0, now.region + length * _lack(asked.region, limits.region)),
            0,
        )
        now.village = np.maximum(
            0, now.village - length * _lack(asked.village, limits.village) * (limits.village > 0)
        )
    return best, lowest


def _lack(asked: Floats, there: Floats) -> Floats:
    """How far asking is from what there is, between -1 and 1: relative, and gentle near balance."""
    with np.errstate(invalid="ignore"):
        far = np.where(np.isfinite(there), (asked - there) / np.maximum(there, 1.0), -1.0)
    return np.asarray(np.clip(far * 4, -1, 1))
