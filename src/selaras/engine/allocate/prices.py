"""Shadow prices: what a share of each programme must cost so that families, each taking its best, together ask for no more than there is.

Lagrangian relaxation: for any prices that are not negative, `worth` of the families plus the price of everything there is bounds from
above what any allocation can reach, because the family step is exact (Geoffrion 1974). The prices are moved against what is asked
for too much or too little (subgradient, steps that shrink), first on a sample of the families, then on all; the best bound is kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from selaras.engine.allocate import choosing, lots
from selaras.engine.allocate.problem import Problem

PIECE = 32_768
SAMPLE = 16_384
ROUNDS_ON_SAMPLE, ROUNDS_ON_ALL = 400, 60
# No price above this many times the highest value: nobody buys there any more.
DEAREST = 2.0
Floats = npt.NDArray[np.float64]


@dataclass
class Prices:
    """Per share of a programme (`share`), of a programme in a region (`region`: regions x programmes), what a village's floor adds to
    being served (`village`), and per mean share's money of a programme whose cost differs by family (`money`)."""

    share: Floats
    region: Floats
    village: Floats
    money: Floats

    def copy(self) -> Prices:
        return Prices(self.share.copy(), self.region.copy(), self.village.copy(), self.money.copy())


@dataclass(frozen=True)
class Limits:
    """How much there is, as arrays: inf where there is no limit. `money` in mean shares; `unit` rupiah of a mean share."""

    share: Floats
    region: Floats
    village: Floats
    money: Floats
    unit: Floats

    @classmethod
    def of(cls, problem: Problem) -> Limits:
        regions, villages = int(problem.region.max(initial=0)) + 1, int(problem.village.max(initial=0)) + 1
        programmes = len(problem.offers)
        region = np.full((max(regions, _highest(problem) + 1), programmes), np.inf)
        village = np.zeros(max(villages, max([*problem.floors, 0]) + 1))
        money, unit = np.full(programmes, np.inf), np.ones(programmes)
        for number, offer in enumerate(problem.offers):
            for code, shares in offer.by_region.items():
                region[code, number] = shares
            if offer.varies and offer.costs is not None and offer.budget is not None:
                can = problem.eligible[:, number]
                unit[number] = max(1.0, float(offer.costs[can].mean()) if can.any() else 1.0)
                money[number] = offer.budget / unit[number]
        for code, floor in problem.floors.items():
            village[code] = floor
        share = np.array([float(min(offer.shares, problem.families)) for offer in problem.offers])
        return cls(share, region, village, money, unit)


def _highest(problem: Problem) -> int:
    return max((code for offer in problem.offers for code in offer.by_region), default=0)


@dataclass(frozen=True)
class Market:
    """Families at the market, or a sample of them: `scale` families stand behind each. `weights`: programme -> what a family's share
    costs there, in mean shares. `level`: the highest value; `raised`: what was added to the value of pairs a person gave."""

    value: choosing.Matrix
    village: npt.NDArray[np.int64]
    region: npt.NDArray[np.int64]
    groups: choosing.Groups
    limits: Limits
    weights: Mapping[int, npt.NDArray[np.float32]] = field(default_factory=dict)
    scale: float = 1.0
    level: float = 1.0
    raised: float = 0.0
    pinned: int = 0

    def pieces(self) -> Iterator[slice]:
        for start in range(0, len(self.village), PIECE):
            yield slice(start, min(start + PIECE, len(self.village)))

    def first(self, families: int) -> Market:
        """A sample: the order is drawn by lot, so the first are as good as any."""
        few = slice(0, families)
        return Market(
            self.value[few], self.village[few], self.region[few], self.groups, self.limits,
            {number: weight[few] for number, weight in self.weights.items()},
            self.scale * len(self.village) / families, self.level, self.raised, self.pinned,
        )  # fmt: skip

    def surplus(self, prices: Prices, piece: slice) -> choosing.Matrix:
        """Value less price; -inf where not eligible."""
        value = self.value[piece]
        priced = (prices.share + prices.region).astype(np.float32)[self.region[piece]]
        for number, weight in self.weights.items():
            priced[:, number] += np.float32(prices.money[number]) * weight[piece]
        return np.where(value > 0, value - priced, choosing.NOTHING)

    def ask(self, prices: Prices) -> tuple[float, Prices]:
        """The bound these prices give, and what is asked for (as Prices: shares, by region, families served by village, money)."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            found = list(pool.map(lambda piece: self._ask(prices, piece), self.pieces()))
        worth = self.scale * sum(each[0] for each in found)
        asked = Prices(*(self.scale * sum(each[1][place] for each in found) for place in range(4)))  # type: ignore[arg-type]
        bound = worth + float(prices.share @ self.limits.share) - float(prices.village @ self.limits.village)
        for price, there in ((prices.region, self.limits.region), (prices.money, self.limits.money)):
            finite = np.isfinite(there)
            bound += float(price[finite] @ there[finite])
        return bound - self.pinned * self.raised, asked

    def _ask(self, prices: Prices, piece: slice) -> tuple[float, tuple[Floats, Floats, Floats, Floats]]:
        chosen, worth = self.choose(prices, piece)
        region, village = self.region[piece], self.village[piece]
        by_region, money = np.zeros_like(prices.region), np.zeros_like(prices.money)
        for programme in range(chosen.shape[1]):
            if np.isfinite(self.limits.region[:, programme]).any():
                by_region[:, programme] = np.bincount(
                    region, weights=chosen[:, programme], minlength=len(by_region)
                )
        for programme, weight in self.weights.items():
            money[programme] = weight[piece][chosen[:, programme]].sum(dtype=np.float64)
        served = np.bincount(village, weights=chosen.any(axis=1), minlength=len(prices.village))
        shares = chosen.sum(axis=0).astype(np.float64)
        return float(worth.sum()), (shares, by_region, served.astype(np.float64), money)

    def choose(self, prices: Prices, piece: slice) -> tuple[choosing.Chosen, Floats]:
        """What the families of a piece take."""
        bonus = prices.village.astype(np.float32)[self.village[piece]] if prices.village.any() else None
        return choosing.best(self.surplus(prices, piece), self.groups, bonus)


def market(problem: Problem) -> Market:
    """All families. Ties are broken by a tiny amount drawn by the published seed: equal families, a fair draw."""
    eligible = problem.eligible
    level = float(np.max(problem.value, initial=0.0, where=problem.value > 0)) or 1.0
    value = lots.broken_ties(problem.value, problem.references, problem.seed, 1e-5 * level)
    value = np.where(eligible, np.maximum(np.nan_to_num(value), np.float32(1e-6 * level)), np.float32(0))
    raised = 8.0 * level * (problem.most + 2)
    for family, programme in set(problem.given):
        value[family, programme] += np.float32(raised)
    groups = choosing.Groups.of(len(problem.offers), problem.exclusive, problem.most)
    limits = Limits.of(problem)
    weights = {
        number: (offer.costs / limits.unit[number]).astype(np.float32)
        for number, offer in enumerate(problem.offers)
        if offer.varies and offer.costs is not None
    }
    return Market(
        value, problem.village, problem.region, groups, limits, weights, 1.0, level, raised,
        len(set(problem.given)),
    )  # fmt: skip


def settle(whole: Market) -> tuple[Prices, float]:
    """Prices near the best, and the bound they prove."""
    limits, families = whole.limits, len(whole.village)
    start = Prices(
        np.zeros_like(limits.share), np.zeros_like(limits.region), np.zeros_like(limits.village),
        np.zeros_like(limits.money),
    )  # fmt: skip
    if families > 2 * SAMPLE:
        start, _ = _descend(whole.first(SAMPLE), start, ROUNDS_ON_SAMPLE, whole.level / 8)
        return _descend(whole, start, ROUNDS_ON_ALL, whole.level / 200)
    return _descend(whole, start, ROUNDS_ON_SAMPLE, whole.level / 8)


def _descend(here: Market, start: Prices, rounds: int, step: float) -> tuple[Prices, float]:
    """Moves the prices `rounds` times with shrinking steps. Returns those with the best bound, and it."""
    now, best, lowest = start.copy(), start.copy(), np.inf
    limits, dearest = here.limits, DEAREST * here.level
    for turn in range(rounds):
        bound, asked = here.ask(now)
        if bound < lowest:
            lowest, best = bound, now.copy()
        length = step * (0.01 ** (turn / rounds))
        now.share = np.clip(now.share + length * _lack(asked.share, limits.share), 0, dearest)
        for kind in ("region", "money"):
            there, price = getattr(limits, kind), getattr(now, kind)
            moved = np.clip(price + length * _lack(getattr(asked, kind), there), 0, dearest)
            setattr(now, kind, np.where(np.isfinite(there), moved, 0.0))
        wanted = length * _lack(asked.village, limits.village) * (limits.village > 0)
        now.village = np.clip(now.village - wanted, 0, dearest)
    return best, lowest


def _lack(asked: Floats, there: Floats) -> Floats:
    """How far asking is from what there is, between -1 and 1: relative, and gentle near balance."""
    with np.errstate(invalid="ignore"):
        far = np.where(np.isfinite(there), (asked - there) / np.maximum(there, 1.0), -1.0)
    return np.asarray(np.clip(far * 4, -1, 1))
