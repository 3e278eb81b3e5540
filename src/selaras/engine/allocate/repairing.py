"""From what families would take at the prices to what can be given: nothing above a limit, nothing left over that somebody could
use, every floor held. Each step looks at all families at once and moves those for whom it costs least or brings most.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selaras.engine.allocate.choosing import Chosen, Matrix
from selaras.engine.allocate.prices import Limits
from selaras.engine.allocate.problem import Problem

PASSES = 6
Rows = npt.NDArray[np.intp]


@dataclass
class State:
    """An allocation in the making. `value` with the draw for ties; `surplus` value less price, -inf where not eligible."""

    problem: Problem
    limits: Limits
    value: Matrix
    surplus: Matrix
    chosen: Chosen
    against: Chosen

    @classmethod
    def of(cls, problem: Problem, limits: Limits, value: Matrix, surplus: Matrix, chosen: Chosen) -> State:
        against = np.zeros((len(problem.offers),) * 2, bool)
        for one, other in problem.exclusive:
            against[one, other] = against[other, one] = True
        return cls(problem, limits, value, surplus, chosen, against)

    def left(self, programme: int) -> float:
        """Shares not yet given."""
        return float(self.limits.share[programme] - self.chosen[:, programme].sum())

    def left_in(self, programme: int) -> npt.NDArray[np.float64]:
        """The same by region."""
        given = np.bincount(
            self.problem.region, weights=self.chosen[:, programme], minlength=len(self.limits.region)
        )
        return np.asarray(self.limits.region[:, programme] - given)

    def served(self) -> npt.NDArray[np.int64]:
        """Families with anything, by village."""
        return np.bincount(self.problem.village[self.chosen.any(axis=1)], minlength=len(self.limits.village))

    def best_first(self, programme: int, rows: Rows, gain: npt.NDArray[np.float32]) -> Rows:
        """Of these rows as many as there are shares for, those who gain most first; no region above its own."""
        order = np.argsort(-gain, kind="stable")
        rows = rows[order]
        if np.isfinite(self.limits.region[:, programme]).any():
            rows = rows[
                _rank_within(self.problem.region[rows]) < self.left_in(programme)[self.problem.region[rows]]
            ]
        return rows[: max(0, int(self.left(programme)))]


def _rank_within(keys: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
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


def repair(state: State) -> None:
    """All steps, in order."""
    trim(state)
    for _ in range(PASSES):
        moved = fill(state) + exchange(state)
        if not moved:
            break
    raise_floors(state)
    fill(state)


def trim(state: State) -> None:
    """Takes back what is too much, from those to whom it is worth least above its price."""
    for programme in range(len(state.problem.offers)):
        rows = np.flatnonzero(state.chosen[:, programme])
        kept = rows[np.argsort(-state.surplus[rows, programme], kind="stable")]
        if np.isfinite(state.limits.region[:, programme]).any():
            inside = (
                _rank_within(state.problem.region[kept])
                < state.limits.region[state.problem.region[kept], programme]
            )
            kept = kept[inside]
        kept = kept[: int(state.limits.share[programme])]
        state.chosen[rows, programme] = False
        state.chosen[kept, programme] = True


def fill(state: State) -> int:
    """Gives what is left to those who may have it and have room; returns how many."""
    given = 0
    order = np.argsort([-state.left(programme) for programme in range(len(state.problem.offers))])
    for programme in order:
        if state.left(int(programme)) < 1:
            continue
        rivals = state.chosen[:, state.against[programme]].any(axis=1)
        free = (
            (state.value[:, programme] > 0) & ~state.chosen[:, programme] & ~rivals
            & (state.chosen.sum(axis=1) < state.problem.most)
        )  # fmt: skip
        rows = np.flatnonzero(free)
        taking = state.best_first(int(programme), rows, state.value[rows, programme])
        state.chosen[taking, programme] = True
        given += len(taking)
    return given


def exchange(state: State) -> int:
    """Where shares are left but those who could use them have something in the way: they change, if they gain by it."""
    moved = 0
    for programme in range(len(state.problem.offers)):
        if state.left(programme) < 1:
            continue
        rows = np.flatnonzero((state.value[:, programme] > 0) & ~state.chosen[:, programme])
        rivals = state.chosen[rows] & state.against[programme]
        full = (state.chosen[rows].sum(axis=1) - rivals.sum(axis=1)) >= state.problem.most
        losing = np.where(rivals, state.value[rows], 0).sum(axis=1)
        others = np.where(state.chosen[rows] & ~rivals, state.value[rows], np.inf)
        least = others.argmin(axis=1)
        losing = losing + np.where(full, others[np.arange(len(rows)), least], 0)
        gain = state.value[rows, programme] - losing
        good = gain > 0
        taking = state.best_first(programme, rows[good], gain[good].astype(np.float32))
        place = np.searchsorted(rows, taking)
        state.chosen[taking] &= ~rivals[place]
        crowded = full[place]
        state.chosen[taking[crowded], least[place[crowded]]] = False
        state.chosen[taking, programme] = True
        moved += len(taking)
    return moved


def raise_floors(state: State) -> None:
    """Serves more families of villages below their floor: with what is left, else with a share of somebody who keeps another one
    or lives where the floor is more than held, whoever loses least by it."""
    lacking = state.limits.village - state.served()
    for village in np.flatnonzero(lacking > 0):
        idle = np.flatnonzero((state.problem.village == village) & ~state.chosen.any(axis=1))
        for row in idle[np.argsort(-state.surplus[idle].max(axis=1), kind="stable")]:
            if lacking[village] <= 0:
                break
            if _serve(state, int(row)):
                lacking[village] -= 1


def _serve(state: State, row: int) -> bool:
    for programme in np.argsort(-state.surplus[row], kind="stable"):
        if not state.value[row, programme] > 0:
            return False
        region = state.problem.region[row]
        shares = state.left(int(programme)) >= 1
        in_region = state.left_in(int(programme))[region] >= 1
        if shares and in_region:
            state.chosen[row, programme] = True
            return True
        donor = _donor(state, int(programme), None if in_region else int(region))
        if donor is not None:
            state.chosen[donor, programme] = False
            state.chosen[row, programme] = True
            return True
    return False


def _donor(state: State, programme: int, region: int | None) -> int | None:
    """Who can give a share back without leaving a village below its floor, and loses least."""
    having = state.chosen[:, programme]
    if region is not None:
        having = having & (state.problem.region == region)
    rows = np.flatnonzero(having)
    spare = (state.served() > state.limits.village)[state.problem.village[rows]]
    rows = rows[spare | (state.chosen[rows].sum(axis=1) > 1)]
    return int(rows[state.value[rows, programme].argmin()]) if len(rows) else None
