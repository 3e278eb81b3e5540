"""From what families would take at the prices to what can be given: nothing above a limit, nothing left over that somebody could
use, every floor held. Each step looks at all families at once and moves those for whom it costs least or brings most.
"""

from __future__ import annotations

import numpy as np

from selaras.engine.allocate.state import State

PASSES = 6


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
    """Takes back what is too much, from those to whom it is worth least above its price; never what a person gave."""
    for programme, offer in enumerate(state.problem.offers):
        rows = np.flatnonzero(state.chosen[:, programme])
        wish = state.surplus[rows, programme].astype(np.float64)
        costs = state.costs(programme)
        if costs is not None:
            wish = wish / np.maximum(costs[rows], 1)
        wish[state.value[rows, programme] >= state.pinned] = np.inf
        kept = state.affordable(
            programme,
            rows[np.argsort(-wish, kind="stable")],
            int(state.limits.share[programme]),
            int(offer.budget or 0),
            state.limits.region[:, programme],
        )
        state.chosen[rows, programme] = False
        state.chosen[kept, programme] = True


def fill(state: State) -> int:
    """Gives what is left to those who may have it and have room; returns how many."""
    given = 0
    order = np.argsort([-state.left(programme) for programme in range(len(state.problem.offers))])
    for programme in order.tolist():
        if not state.open(programme):
            continue
        held = state.kin.held(state.chosen)
        rivals = held[:, state.against[programme]].any(axis=1)
        # Who has it for one person may have it for another: programmes are counted, not shares.
        room = np.asarray((held.sum(axis=1) < state.problem.most) | held[:, programme])
        free = (
            (state.value[:, programme] > 0)
            & ~state.chosen[:, programme]
            & state.kin.spread(np.asarray(room & ~rivals))
        )
        rows = np.flatnonzero(free)
        taking = state.best_first(programme, rows, state.value[rows, programme])
        state.chosen[taking, programme] = True
        given += len(taking)
    return given


def exchange(state: State) -> int:
    """Where shares are left but those who could use them have something in the way: they change, if they gain by it."""
    moved = 0
    for programme in range(len(state.problem.offers)):
        if not state.open(programme):
            continue
        rows = np.flatnonzero((state.value[:, programme] > 0) & ~state.chosen[:, programme])
        families, at = state.families(rows)
        held, worth = state.held(families)
        rivals = held & state.against[programme]
        full = ((held.sum(axis=1) - rivals.sum(axis=1)) >= state.problem.most) & ~held[:, programme]
        others = np.where(held & ~rivals, worth, np.inf)
        least = others.argmin(axis=1)
        losing = np.where(rivals, worth, 0).sum(axis=1)
        losing = losing + np.where(full, others[np.arange(len(families)), least], 0)
        gain = state.value[rows, programme] - losing[at]
        good = gain > 0
        taking = state.best_first(programme, rows[good], gain[good])
        place = at[np.searchsorted(rows, taking)]
        gone = rivals[place]
        gone[np.flatnonzero(full[place]), least[place[full[place]]]] = True
        state.take_back(families[place], gone)
        state.chosen[taking, programme] = True
        moved += len(taking)
    return moved


def raise_floors(state: State) -> None:
    """Serves more families of villages below their floor: with what is left, else with a share of somebody who keeps another one
    or lives where the floor is more than held, whoever loses least by it."""
    lacking = state.limits.village - state.served()
    for village in np.flatnonzero(lacking > 0):
        has = state.kin.spread(np.asarray(state.kin.held(state.chosen).any(axis=1)))
        idle, reached = np.flatnonzero((state.problem.village == village) & ~has), set()
        for row in idle[np.argsort(-state.surplus[idle].max(axis=1), kind="stable")]:
            if lacking[village] <= 0:
                break
            family = int(state.kin.of[row])
            if family not in reached and _serve(state, int(row)):
                reached.add(family)
                lacking[village] -= 1


def _serve(state: State, row: int) -> bool:
    """Anything for this family: what is left first, then a share of another."""
    region = int(state.problem.region[row])
    wished = [
        int(programme)
        for programme in np.argsort(-state.surplus[row], kind="stable")
        if state.value[row, programme] > 0
    ]
    for programme in wished:
        costs = state.costs(programme)
        cost = 0 if costs is None else int(costs[row])
        shares, lacking = state.left(programme) >= 1, cost - state.rupiah_left(programme)
        in_region = state.left_in(programme)[region] >= 1
        if shares and in_region and lacking <= 0:
            state.chosen[row, programme] = True
            return True
        donor = _donor(state, programme, None if in_region else region, lacking)
        if donor is not None:
            state.chosen[donor, programme] = False
            state.chosen[row, programme] = True
            return True
    return False


def _donor(state: State, programme: int, region: int | None, lacking: int) -> int | None:
    """Who can give a share back (with at least so many rupiah) without leaving a village below its floor, and loses least."""
    having = state.chosen[:, programme] & (state.value[:, programme] < state.pinned)
    if region is not None:
        having = having & (state.problem.region == region)
    costs = state.costs(programme)
    if costs is not None:
        having = having & (costs >= lacking)
    rows = np.flatnonzero(having)
    spare = (state.served() > state.limits.village)[state.problem.village[rows]]
    several = state.kin.spread(state.kin.sum(state.chosen.sum(axis=1)))[rows] > 1
    rows = rows[spare | several]
    return int(rows[state.value[rows, programme].argmin()]) if len(rows) else None
