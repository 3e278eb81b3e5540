"""Shadow prices: what a share of each programme must cost so that families, each taking its best, together ask for no more than there is.

Lagrangian relaxation: for any prices that are not negative, `worth` of the families plus the price of everything there is bounds from
above what any allocation can reach, because the family step is exact (Geoffrion 1974): a family takes a programme for all of its rows that
gain by it. The prices are moved against what is asked for too much or too little, first on a sample of the families, then on all; the
best bound is kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from selaras.engine.allocate import choosing, lots
from selaras.engine.allocate.kin import Kin
from selaras.engine.allocate.problem import Problem

PIECE = 32_768
SAMPLE = 16_384
ROUNDS_ON_SAMPLE, ROUNDS_ON_ALL = 160, 80
# Of the highest value.
FIRST_STEP, LEAST_STEP = 1 / 25, 1e-6
KINDS = ("share", "region", "village", "money")
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
    kin: Kin = field(default_factory=lambda: Kin.among(None, 0))

    def pieces(self) -> Iterator[slice]:
        """Pieces that hold whole families."""
        start = 0
        while start < len(self.village):
            end = self.kin.whole(start + PIECE)
            yield slice(start, end)
            start = end

    def first(self, families: int) -> Market:
        """A sample: the order is drawn by lot, so the first are as good as any."""
        few = slice(0, self.kin.whole(families))
        return Market(
            self.value[few], self.village[few], self.region[few], self.groups, self.limits,
            {number: weight[few] for number, weight in self.weights.items()},
            self.scale * len(self.village) / few.stop, self.level, self.raised, self.pinned, self.kin.part(few),
        )  # fmt: skip

    def surplus(self, prices: Prices, piece: slice) -> choosing.Matrix:
        """Value less price; -inf where not eligible."""
        value, region = self.value[piece], self.region[piece]
        found = np.empty(value.shape, np.float32, order="F")
        for number in range(value.shape[1]):
            price = np.float32(prices.share[number])
            column = value[:, number]
            if prices.region[:, number].any():
                priced = column - (prices.share[number] + prices.region[:, number]).astype(np.float32)[region]
            else:
                priced = column - price
            if number in self.weights:
                priced -= np.float32(prices.money[number]) * self.weights[number][piece]
            found[:, number] = np.where(column > 0, priced, choosing.NOTHING)
        return found

    def ask(self, prices: Prices) -> tuple[float, Prices]:
        """The bound these prices give, and what is asked for (as Prices: shares, by region, families served by village, money)."""
        pieces = list(self.pieces())
        if len(pieces) == 1:
            found = [self._ask(prices, pieces[0])]
        else:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                found = list(pool.map(lambda piece: self._ask(prices, piece), pieces))
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
        for programme in np.flatnonzero(np.isfinite(self.limits.region).any(axis=0)).tolist():
            here = region[chosen[:, programme]]
            by_region[:, programme] = np.bincount(here, minlength=len(by_region))
        for programme, weight in self.weights.items():
            money[programme] = weight[piece][chosen[:, programme]].sum(dtype=np.float64)
        part = self.kin.part(piece)
        here = village[part.first][part.held(chosen).any(axis=1)]
        served = np.bincount(here, minlength=len(prices.village))
        shares = np.array([np.count_nonzero(column) for column in chosen.T], np.float64)
        return float(worth.sum()), (shares, by_region, served.astype(np.float64), money)

    def choose(self, prices: Prices, piece: slice) -> tuple[choosing.Chosen, Floats]:
        """What the families of a piece take, and what it is worth to each."""
        part, surplus = self.kin.part(piece), self.surplus(prices, piece)
        homes = self.village[piece][part.first]
        bonus = prices.village.astype(np.float32)[homes] if prices.village.any() else None
        chosen, worth = choosing.best(part.gain(surplus), self.groups, bonus)
        return part.taken(chosen, surplus), worth


def market(problem: Problem, *, drawn: bool = True) -> Market:
    """All families. `drawn`: ties are broken by a small amount drawn by the published seed: equal families, a fair draw."""
    eligible = problem.eligible
    level = float(np.max(problem.value, initial=0.0, where=problem.value > 0)) or 1.0
    most = problem.most * problem.kin.largest
    width = lots.width(problem.value, most) if drawn else 0.0
    value = lots.broken_ties(problem.value, problem.references, problem.seed, width)
    value = np.where(eligible, np.maximum(np.nan_to_num(value), np.float32(1e-6 * level)), np.float32(0))
    value = np.asfortranarray(value)
    raised = 8.0 * level * (most + 2)
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
        len(set(problem.given)), problem.kin,
    )  # fmt: skip


def settle(whole: Market) -> tuple[Prices, float]:
    """Prices near the best, and the bound they prove."""
    limits, families = whole.limits, len(whole.village)
    start = Prices(
        np.zeros_like(limits.share), np.zeros_like(limits.region), np.zeros_like(limits.village),
        np.zeros_like(limits.money),
    )  # fmt: skip
    if families <= 2 * SAMPLE:
        return _descend(whole, start, ROUNDS_ON_SAMPLE + ROUNDS_ON_ALL, FIRST_STEP)
    start, _ = _descend(whole.first(SAMPLE), start, ROUNDS_ON_SAMPLE, FIRST_STEP)
    return _descend(whole, start, ROUNDS_ON_ALL, FIRST_STEP / 2)


def _descend(here: Market, start: Prices, rounds: int, step: float) -> tuple[Prices, float]:
    """Moves the prices `rounds` times. Returns those with the best bound, and it.

    Each price has a step of its own, longer while it keeps its direction, half as long when it turned (Rprop, Riedmiller and Braun
    1993): what is asked for depends above all on its own price, and how much on the place, so one length cannot fit all.
    """
    now, best, lowest = start.copy(), start.copy(), np.inf
    steps = {kind: np.full_like(getattr(now, kind), step * here.level) for kind in KINDS}
    before = {kind: np.zeros_like(getattr(now, kind)) for kind in KINDS}
    for _ in range(rounds):
        bound, asked = here.ask(now)
        if bound < lowest:
            lowest, best = bound, now.copy()
        for kind in KINDS:
            way = _way(kind, getattr(asked, kind), getattr(here.limits, kind))
            turned = way * before[kind]
            length = np.where(
                turned > 0, steps[kind] * 1.2, np.where(turned < 0, steps[kind] / 2, steps[kind])
            )
            steps[kind] = np.clip(length, LEAST_STEP * here.level, here.level / 8)
            before[kind] = way
            moved = np.clip(getattr(now, kind) + steps[kind] * way, 0, DEAREST * here.level)
            setattr(now, kind, moved)
    return best, lowest


def _way(kind: str, asked: Floats, there: Floats) -> Floats:
    """Which way a price must go: up where too much is asked for; the worth of being served up where too few are."""
    if kind == "village":
        return np.asarray(np.where(there > 0, np.sign(there - asked), 0.0))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(np.isfinite(there), np.sign(asked - there), 0.0))
