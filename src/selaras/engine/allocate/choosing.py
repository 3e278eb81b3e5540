"""The best a family can take at given prices, exactly, for many families at once.

Programmes that exclude one another form groups. In a group where each excludes each (a pair, a triangle) a family takes at most one:
the best of them stands for the group. Any other group is turned into its sets of programmes that go together. Of the groups' offers
the family takes the best ones worth more than they cost, at most `most` programmes.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
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

    surplus   families x programmes: value less price; -inf where not eligible
    served    worth of being served at all, per family (the price of a village's floor); None: nothing
    """
    offers, which = _offers(surplus, groups)
    taken = _top(offers, groups.most) if not groups.mixed else np.zeros_like(offers, bool)
    worth = np.where(taken, offers, 0).sum(axis=1, dtype=np.float64)
    chosen = _spelled(taken, which, groups, surplus.shape)
    if groups.mixed:
        chosen, worth = _with_mixed(surplus, offers, which, groups)
    if served is not None:
        _served(chosen, worth, surplus, served)
    return chosen, worth


def _offers(surplus: Matrix, groups: Groups) -> tuple[Matrix, list[npt.NDArray[np.intp] | None]]:
    """The best offer of each clique, and which programme of it that is."""
    offers = np.empty((surplus.shape[0], len(groups.cliques)), np.float32)
    which: list[npt.NDArray[np.intp] | None] = []
    for number, members in enumerate(groups.cliques):
        if len(members) == 1:
            offers[:, number] = surplus[:, members[0]]
            which.append(None)
            continue
        of_group = surplus[:, list(members)]
        found = of_group.argmax(axis=1)
        offers[:, number] = np.take_along_axis(of_group, found[:, None], axis=1)[:, 0]
        which.append(found)
    return offers, which


def _top(offers: Matrix, most: int) -> Chosen:
    """The best `most` offers of each row that are worth something; of equal ones those further left."""
    worthwhile = offers > 0
    crowded = np.flatnonzero(worthwhile.sum(axis=1) > most)
    if len(crowded):
        order = np.argsort(-offers[crowded], axis=1, kind="stable")
        allowed = np.zeros((len(crowded), offers.shape[1]), bool)
        np.put_along_axis(allowed, order[:, :most], values=True, axis=1)
        worthwhile[crowded] &= allowed
    return worthwhile


def _spelled(
    taken: Chosen, which: list[npt.NDArray[np.intp] | None], groups: Groups, shape: tuple[int, ...]
) -> Chosen:
    chosen = np.zeros(shape, bool)
    for number, members in enumerate(groups.cliques):
        found = which[number]
        if found is None:
            chosen[:, members[0]] = taken[:, number]
            continue
        for place, member in enumerate(members):
            chosen[:, member] = taken[:, number] & (found == place)
    return chosen


def _with_mixed(
    surplus: Matrix, offers: Matrix, which: list[npt.NDArray[np.intp] | None], groups: Groups
) -> tuple[Chosen, npt.NDArray[np.float64]]:
    """Every combination of sets, one of each mixed group, with the best cliques in the room that is left."""
    empty: tuple[tuple[int, ...], ...] = ((),)
    best_worth = np.full(surplus.shape[0], -np.inf)
    chosen = np.zeros(surplus.shape, bool)
    for sets in itertools.product(*(empty + group for group in groups.mixed)):
        fixed = [member for one in sets for member in one]
        if len(fixed) > groups.most:
            continue
        room = groups.most - len(fixed)
        taken = _top(offers, room) if room else np.zeros_like(offers, bool)
        worth = np.where(taken, offers, 0).sum(axis=1, dtype=np.float64) + surplus[:, fixed].sum(
            axis=1, dtype=np.float64
        )
        better = worth > best_worth
        if better.any():
            best_worth[better] = worth[better]
            spelled = _spelled(
                taken[better],
                [w if w is None else w[better] for w in which],
                groups,
                (int(better.sum()), surplus.shape[1]),
            )
            spelled[:, fixed] = True
            chosen[better] = spelled
    return chosen, best_worth


def _served(
    chosen: Chosen, worth: npt.NDArray[np.float64], surplus: Matrix, served: npt.NDArray[np.float32]
) -> None:
    """Who is served adds what that is worth; who is not takes the best single thing where being served outweighs its price."""
    has = chosen.any(axis=1)
    worth[has] += served[has]
    idle = np.flatnonzero(~has & (served > 0))
    if not len(idle):
        return
    first = surplus[idle].argmax(axis=1)
    gain = surplus[idle, first].astype(np.float64) + served[idle]
    taking = gain > 0
    chosen[idle[taking], first[taking]] = True
    worth[idle[taking]] = gain[taking]
