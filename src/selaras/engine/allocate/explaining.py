"""Why a family gets a programme or not, and what stands in the way of all: every sentence from the prices and the state of the proposal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from selaras.engine.allocate import choosing, lots, prices
from selaras.engine.allocate.problem import Problem
from selaras.engine.allocate.solving import Proposal

# Shares worth no more than this part of the highest value are as good as free.
SLIGHT = 1e-6


class Why(StrEnum):
    """What became of a pair."""

    GIVEN = "terlayani"
    DECIDED = "diputuskan petugas"
    NOT_ELIGIBLE = "tidak layak"
    QUEUE = "jatah habis"
    EXCLUDED = "sudah menerima yang tidak boleh bersama"
    ENOUGH = "sudah menerima sebanyak yang boleh"


@dataclass(frozen=True, slots=True)
class Reason:
    """`score` the value of the pair; `cut` what a share costs there in value; `place` in the queue (from 1) and `more`: how many shares more
    (in its region where `regional`) would reach it, 0 where there is no queue for it; `instead` the programmes in its way."""

    why: Why
    score: float
    cut: float
    place: int = 0
    more: int = 0
    regional: bool = False
    instead: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """nilai 4,1, batas 5,8; urutan ke-37; terlayani bila kuota +37."""
        parts = [f"{self.why.value}: nilai {_number(self.score)}, batas {_number(self.cut)}"]
        if self.instead:
            parts.append("sudah: " + ", ".join(self.instead))
        if self.place:
            where = " wilayahnya" if self.regional else ""
            parts.append(f"urutan ke-{self.place}; terlayani bila kuota{where} +{self.more}")
        return "; ".join(parts)


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


class Book:
    """The reasons of one proposal; the queue of a programme is worked out once, when first asked for."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal, self.problem = proposal, proposal.problem
        self._market, self._kin = prices.market(self.problem), self.problem.kin
        self._held = self._kin.held(proposal.chosen)
        self._queues: dict[int, npt.NDArray[np.intp]] = {}

    def reason(self, family: int, programme: int) -> Reason:
        """Why this row gets this programme, or why not."""
        problem, has = self.problem, bool(self.proposal.chosen[family, programme])
        chosen = self._held[self._kin.of[family]]
        score = float(max(0.0, np.nan_to_num(problem.value[family, programme])))
        cut = float(self.cuts(programme)[family])
        if (family, programme) in {*problem.given, *problem.barred}:
            return Reason(Why.DECIDED, score, cut)
        if has:
            return Reason(Why.GIVEN, score, cut)
        if not problem.eligible[family, programme]:
            return Reason(Why.NOT_ELIGIBLE, score, cut)
        rivals = [other for other in self._rivals(programme) if chosen[other]]
        full = int(chosen.sum()) - len(rivals) >= problem.most and not chosen[programme]
        place, regional = self._place(family, programme)
        why = Why.EXCLUDED if rivals else Why.ENOUGH if full else Why.QUEUE
        instead = rivals or (np.flatnonzero(chosen).tolist() if full else [])
        codes = tuple(problem.offers[other].code for other in instead)
        return Reason(why, score, cut, place, place, regional, codes)

    def cuts(self, programme: int) -> npt.NDArray[np.float64]:
        """What a share costs each family, in value."""
        found, region = self.proposal.prices, self.problem.region
        cut = found.share[programme] + found.region[region, programme]
        if programme in self._market.weights:
            cut = cut + found.money[programme] * self._market.weights[programme]
        return np.asarray(cut, np.float64)

    def queue(self, programme: int) -> npt.NDArray[np.intp]:
        """Rows that would gain by a share more, those who gain most first; what they would have to give up is counted."""
        if programme not in self._queues:
            value, chosen, kin = self._market.value, self.proposal.chosen, self._kin
            rivals = np.zeros(chosen.shape[1], bool)
            rivals[self._rivals(programme)] = True
            worth = kin.sum(np.where(chosen, value, 0))
            left = self._held & ~rivals
            full = (left.sum(axis=1) >= self.problem.most) & ~self._held[:, programme]
            least = np.where(left, worth, np.inf).min(axis=1)
            losing = np.where(self._held & rivals, worth, 0).sum(axis=1)
            losing = losing + np.where(full, np.where(np.isfinite(least), least, 0), 0)
            gain = value[:, programme] - kin.spread(losing)
            rows = np.flatnonzero((value[:, programme] > 0) & ~chosen[:, programme] & (gain > 0))
            self._queues[programme] = rows[
                np.lexsort((lots.drawn(self.problem.references[rows], self.problem.seed), -gain[rows]))
            ]
        return self._queues[programme]

    def _place(self, family: int, programme: int) -> tuple[int, bool]:
        """Place in the queue; in that of the region where its shares are what is short."""
        queue = self.queue(programme)
        region = int(self.problem.region[family])
        held = self.problem.offers[programme].by_region.get(region)
        given = self.proposal.chosen[:, programme] & (self.problem.region == region)
        regional = held is not None and int(given.sum()) >= held
        if regional:
            queue = queue[self.problem.region[queue] == region]
        found = np.flatnonzero(queue == family)
        return (int(found[0]) + 1 if len(found) else 0), regional

    def _rivals(self, programme: int) -> list[int]:
        return sorted({
            other for pair in self.problem.exclusive if programme in pair for other in pair if other != programme
        })  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit. `kind` kuota | anggaran | wilayah | lantai; `programme`, `region`, `village` where it has one; `most` there is (of a floor:
    at least), `used`; `price` what one more share (of anggaran: one more million rupiah; of lantai: one family less) would bring."""

    kind: str
    most: int
    used: int
    price: float
    programme: str = ""
    region: int | None = None
    village: int | None = None

    @property
    def binding(self) -> bool:
        return self.used <= self.most if self.kind == "lantai" else self.price > 0


def limits(proposal: Proposal) -> list[Limit]:
    """Every limit of a proposal with its price, dearest first."""
    problem, found = proposal.problem, proposal.prices
    unit = prices.Limits.of(problem).unit
    told: list[Limit] = []
    for number, offer in enumerate(problem.offers):
        having, price = proposal.chosen[:, number], float(found.share[number])
        shares, spent = int(np.count_nonzero(having)), offer.rupiah(having)
        by_money = not offer.varies and offer.budget is not None and offer.cost and (
            offer.quota is None or offer.budget // offer.cost <= offer.quota
        )  # fmt: skip
        if offer.quota is not None:
            told.append(Limit("kuota", offer.quota, shares, 0.0 if by_money else price, offer.code))
        if offer.budget is not None:
            each = float(found.money[number]) / unit[number] if offer.varies else 0.0
            million = 1e6 * (each or (price / offer.cost if by_money and offer.cost else 0.0))
            told.append(Limit("anggaran", offer.budget, spent, million, offer.code))
        for code, held in sorted(offer.by_region.items()):
            used = int(np.count_nonzero(having & (problem.region == code)))
            told.append(Limit("wilayah", held, used, float(found.region[code, number]), offer.code, code))
    served = problem.served(proposal.chosen)
    for village, floor in sorted(problem.floors.items()):
        told.append(
            Limit("lantai", floor, int(served[village]), float(found.village[village]), village=village)
        )
    return sorted(told, key=lambda each: -each.price)


def gaps(problem: Problem, chosen: choosing.Chosen) -> npt.NDArray[np.intp]:
    """Families eligible for something that get nothing, by their first row."""
    kin = problem.kin
    hungry = kin.held(problem.eligible).any(axis=1) & ~kin.held(chosen).any(axis=1)
    return np.asarray(kin.first[hungry])
