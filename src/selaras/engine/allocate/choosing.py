"""The best a family can take at given prices, exactly, for many families at once.

Programmes that exclude one another form groups. In a group where each excludes each (a pair, a triangle) a family takes at most one;
any other group is turned into its sets of programmes that go together. First every group is looked at by itself: what is best in it.
Where that comes to at most `most` programmes it is the best there is, for nothing better could be had even without that limit. Only
the other families are gone through set by set.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Column = npt.NDArray[np.float32]
Chosen = npt.NDArray[np.bool_]
NOTHING = np.float32(-np.inf)


@dataclass(frozen=True)
class Groups:
    """Programmes by what excludes what. `cliques`: at most one of each; `mixed`: sets that go together, of every other group."""

    programmes: int
    most: int
    cliques: tuple[tuple[int, ...], ...]
    mixed: tuple[tuple[tuple[int, ...], ...], ...]

    @classmethod
    def of(cls, programmes: int, exclusive: tuple[tuple[int, int], ...], most: int) -> Groups:
        """The groups of a problem."""
        near: dict[int, set[int]] = {number: set() for number in range(programmes)}
        for one, other in exclusive:
            near[one].add(other)
            near[other].add(one)
        cliques: list[tuple[int, ...]] = []
        mixed: list[tuple[tuple[int, ...], ...]] = []
        for members in _components(near):
            if all(near[one] >= set(members) - {one} for one in members):
                cliques.append(members)
            else:
                mixed.append(tuple(_together(members, near, most)))
        return cls(programmes, most, tuple(cliques), tuple(mixed))


def _components(near: dict[int, set[int]]) -> list[tuple[int, ...]]:
    left, found = set(near), []
    while left:
        reached, frontier = set(), {min(left)}
        while frontier:
            reached |= frontier
            frontier = set().union(*(near[one] for one in frontier)) - reached
        found.append(tuple(sorted(reached)))
        left -= reached
    return found


def _together(members: tuple[int, ...], near: dict[int, set[int]], most: int) -> list[tuple[int, ...]]:
    """Every set of at most `most` members without two that exclude each other, small sets first."""
    return [
        chosen
        for size in range(1, min(most, len(members)) + 1)
        for chosen in itertools.combinations(members, size)
        if not any(other in near[one] for one, other in itertools.combinations(chosen, 2))
    ]


def best(
    surplus: Matrix, groups: Groups, served: npt.NDArray[np.float32] | None = None
) -> tuple[Chosen, npt.NDArray[np.float64]]:
    """What each family takes and what it is worth to it.

    surplus   families x programmes: value less price; -inf where not eligible; fastest column by column (order "F")
    served    worth of being served at all, per family (the price of a village's floor); None: nothing
    """
    chosen = np.zeros(surplus.shape, bool, order="F")
    worth = np.zeros(surplus.shape[0], np.float64)
    count = np.zeros(surplus.shape[0], np.int8)
    sets_of = [tuple((one,) for one in members) for members in groups.cliques]
    for sets in (*sets_of, *groups.mixed):
        _best_of(sets, surplus, chosen, worth, count)
    crowded = np.flatnonzero(count > groups.most)
    if len(crowded):
        chosen[crowded], worth[crowded] = _tried(surplus[crowded], groups)
    if served is not None:
        _served(chosen, worth, surplus, served)
    return chosen, worth


def _best_of(
    sets: Sequence[tuple[int, ...]],
    surplus: Matrix,
    chosen: Chosen,
    worth: npt.NDArray[np.float64],
    count: npt.NDArray[np.int8],
) -> None:
    """Adds the best set of a group where it is worth more than nothing; of equal ones the first."""
    sums = [_sum(surplus, members) for members in sets]
    gain = sums[0]
    for other in sums[1:]:
        gain = np.maximum(gain, other)
    good = gain > 0
    worth += np.where(good, gain, np.float32(0))
    for members, found in zip(sets, sums, strict=True):
        taken = good if len(sets) == 1 else good & (found == gain)
        for member in members:
            chosen[:, member] |= taken
        count += np.int8(len(members)) * taken
        if len(sets) > 1:
            good = good & ~taken


def _sum(surplus: Matrix, members: tuple[int, ...]) -> Column:
    found = surplus[:, members[0]]
    for other in members[1:]:
        found = found + surplus[:, other]
    return np.asarray(found)


def _tried(surplus: Matrix, groups: Groups) -> tuple[Chosen, npt.NDArray[np.float64]]:
    """Every combination of sets, one of each mixed group, with the best cliques in the room that is left."""
    offers = np.stack(
        [surplus[:, list(members)].max(axis=1) for members in groups.cliques]
        or [np.zeros(len(surplus), np.float32)],
        axis=1,
    )
    which = [surplus[:, list(members)].argmax(axis=1) for members in groups.cliques]
    order = np.argsort(-offers, axis=1, kind="stable")
    ranked = np.maximum(np.take_along_axis(offers, order, axis=1), 0).astype(np.float64)
    sums = np.concatenate([np.zeros((len(offers), 1)), np.cumsum(ranked, axis=1)], axis=1)
    best_worth, room = np.full(len(offers), -np.inf), np.zeros(len(offers), np.int64)
    fixed_of = np.zeros(len(offers), np.int64)
    combined = _combined(groups)
    for number, fixed in enumerate(combined):
        left = min(groups.most - len(fixed), offers.shape[1])
        worth = sums[:, left] + surplus[:, list(fixed)].sum(axis=1, dtype=np.float64)
        better = worth > best_worth
        best_worth[better], room[better], fixed_of[better] = worth[better], left, number
    chosen = np.zeros(surplus.shape, bool)
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(offers.shape[1])[None, :], axis=1)
    taken = (offers > 0) & (rank < room[:, None])
    for number, members in enumerate(groups.cliques):
        for place, member in enumerate(members):
            chosen[:, member] = taken[:, number] & (which[number] == place)
    for number, fixed in enumerate(combined):
        for member in fixed:
            chosen[fixed_of == number, member] = True
    return chosen, best_worth


def _combined(groups: Groups) -> list[tuple[int, ...]]:
    empty: tuple[tuple[int, ...], ...] = ((),)
    found = (
        tuple(itertools.chain.from_iterable(sets))
        for sets in itertools.product(*(empty + group for group in groups.mixed))
    )
    return [fixed for fixed in found if len(fixed) <= groups.most]


def _served(
    chosen: Chosen, worth: npt.NDArray[np.float64], surplus: Matrix, served: npt.NDArray[np.float32]
) -> None:
    """Who is served adds what that is worth; who is not takes the best single thing where being served outweighs its price."""
    has = chosen.any(axis=1)
    worth += np.where(has, served, np.float32(0))
    idle = np.flatnonzero(~has & (served > 0))
    if not len(idle):
        return
    own = surplus[idle]
    first = own.argmax(axis=1)
    gain = own[np.arange(len(idle)), first].astype(np.float64) + served[idle]
    taking = gain > 0
    chosen[idle[taking], first[taking]] = True
    worth[idle[taking]] = gain[taking]
