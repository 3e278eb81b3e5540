"""Who goes where: targets shared out among officers, village by village, RT by RT, no more than each can do.

A pure function of what it is given: the same targets and officers give the same proposal. Every target that somebody may
visit gets one officer. Nobody gets more than they can do as long as there is any way to avoid it; where there is none, all who
can share the burden share it alike. An RT is split only where no officer could take it whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from selaras.apps.verval.rules import flow, places

# Shares of what officers can do are tried in steps of one part in so many.
_STEPS = 64


@dataclass(frozen=True, slots=True)
class Visit:
    """A target to be given to somebody. `way`: its place on the way; `not_by`: officers who must not visit it (a
    back-check is made by somebody else)."""

    target: int
    desa: str
    rt: str = ""
    way: int = 0
    not_by: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Walker:
    """An officer: areas (code of a region, RTs in it or none for all of them), how many families they can visit until the end,
    and how many they hold already."""

    user: int
    areas: tuple[tuple[str, frozenset[str]], ...]
    capacity: int
    held: int = 0

    def may(self, visit: Visit) -> bool:
        """Whether a visit lies in an area of theirs."""
        return self.user not in visit.not_by and any(
            (not code or visit.desa == code or visit.desa.startswith(code + "."))
            and (not rts or visit.rt in rts)
            for code, rts in self.areas
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """`holders`: officer by target. `nobody`: targets no officer may visit. `loads`: what each officer would hold, with what
    they hold already. `over`: by how much somebody would be above what they can do. `split`: RTs with several officers."""

    holders: dict[int, int] = field(default_factory=dict)
    nobody: tuple[int, ...] = ()
    loads: dict[int, int] = field(default_factory=dict)
    over: dict[int, int] = field(default_factory=dict)
    split: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Unit:
    """Visits of one RT that the same officers may make, in the order of the way."""

    desa: str
    rt: str
    who: tuple[int, ...]
    visits: list[Visit]
    parts: dict[int, int] = field(default_factory=dict)


def propose(visits: Iterable[Visit], walkers: Sequence[Walker]) -> Proposal:
    """The proposal for these visits and officers. Users and targets are unique."""
    order = sorted(walkers, key=_narrowness)
    units, nobody = _units(visits, order)
    room: dict[int, int] = {}
    for mine in _apart(units):
        involved = sorted({at for unit in mine for at in unit.who})
        groups = _groups(mine)
        supply = [(who, sum(len(unit.visits) for unit in members)) for who, members in groups]
        limits, given = _least(supply, {at: order[at] for at in involved})
        for (_who, members), shares in zip(groups, given, strict=True):
            _lay_out(members, shares)
        room |= {at: max(limits[at], order[at].capacity - order[at].held) for at in involved}
    _make_whole(units, room)
    return _proposal(units, nobody, order)


def _narrowness(walker: Walker) -> tuple[object, ...]:
    """Officers of a single village first, so that those of a whole kecamatan fill what is left."""
    depth = min((code.count(".") if code else -1) for code, _ in walker.areas) if walker.areas else 9
    return (-depth, sorted(code for code, _ in walker.areas), walker.user)


def _units(visits: Iterable[Visit], order: Sequence[Walker]) -> tuple[list[_Unit], list[int]]:
    """Visits by place and by who may make them, in the order of the way; and those nobody may make."""
    found: dict[tuple[object, ...], _Unit] = {}
    nobody: list[int] = []
    eligible: dict[tuple[str, str, frozenset[int]], tuple[int, ...]] = {}
    for visit in sorted(visits, key=lambda v: (v.desa, places.rt_key(v.rt), v.way, v.target)):
        place = (visit.desa, visit.rt, visit.not_by)
        if place not in eligible:
            eligible[place] = tuple(at for at, walker in enumerate(order) if walker.may(visit))
        who = eligible[place]
        if not who:
            nobody.append(visit.target)
            continue
        unit = found.setdefault((visit.desa, visit.rt, who), _Unit(visit.desa, visit.rt, who, []))
        unit.visits.append(visit)
    return list(found.values()), nobody


def _apart(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """Units that share officers, directly or by others: each set is a problem of its own."""
    parent: dict[int, int] = {}

    def root(at: int) -> int:
        while parent.setdefault(at, at) != at:
            at = parent[at]
        return at

    for unit in units:
        for other in unit.who[1:]:
            parent[root(other)] = root(unit.who[0])
    sets: dict[int, list[_Unit]] = {}
    for unit in units:
        sets.setdefault(root(unit.who[0]), []).append(unit)
    return list(sets.values())


def _groups(units: Sequence[_Unit]) -> list[tuple[tuple[int, ...], list[_Unit]]]:
    """Units with the same officers together, in the order of the way."""
    found: dict[tuple[int, ...], list[_Unit]] = {}
    for unit in units:
        found.setdefault(unit.who, []).append(unit)
    return list(found.items())


def _least(
    supply: Sequence[tuple[tuple[int, ...], int]], walkers: Mapping[int, Walker]
) -> tuple[dict[int, int], list[dict[int, int]]]:
    """The smallest equal share of what officers can do that is enough for all, and how much of each group each takes."""
    high = _STEPS
    while (found := flow.shared(supply, _limits(walkers, high))) is None:
        high *= 2
    low = 0
    while high - low > 1:
        middle = (low + high) // 2
        trial = flow.shared(supply, _limits(walkers, middle))
        if trial is None:
            low = middle
        else:
            high, found = middle, trial
    return _limits(walkers, high), found


def _limits(walkers: Mapping[int, Walker], share: int) -> dict[int, int]:
    """How many more each may get at this share of what they can do. Who can do nothing is asked only once all are full."""
    least = 1 if share > _STEPS else 0
    return {
        at: max(math.ceil(share * max(walker.capacity, least) / _STEPS) - walker.held, 0)
        for at, walker in walkers.items()
    }


def _lay_out(units: Sequence[_Unit], shares: Mapping[int, int]) -> None:
    """Gives each officer a stretch of the way as long as their share."""
    queue = [[at, amount] for at, amount in sorted(shares.items()) if amount]
    for unit in units:
        left = len(unit.visits)
        while left:
            at, amount = queue[0]
            take = min(left, amount)
            unit.parts[at] = unit.parts.get(at, 0) + take
            queue[0][1] -= take
            left -= take
            if not queue[0][1]:
                queue.pop(0)


def _make_whole(units: Sequence[_Unit], room: Mapping[int, int]) -> None:
    """Gives a split RT to one officer wherever one has room for all of it. Each time one RT less is split."""
    loads: dict[int, int] = {}
    for unit in units:
        for at, amount in unit.parts.items():
            loads[at] = loads.get(at, 0) + amount
    moved = True
    while moved:
        moved = False
        for unit in units:
            if len(unit.parts) < 2:
                continue
            size = len(unit.visits)
            fits = [at for at in unit.who if loads.get(at, 0) - unit.parts.get(at, 0) + size <= room[at]]
            if not fits:
                continue
            best = min(fits, key=lambda at: (-unit.parts.get(at, 0), loads.get(at, 0), at))
            for at, amount in unit.parts.items():
                loads[at] -= amount
            loads[best] = loads.get(best, 0) + size
            unit.parts = {best: size}
            moved = True


def _proposal(units: Sequence[_Unit], nobody: list[int], order: Sequence[Walker]) -> Proposal:
    holders: dict[int, int] = {}
    loads = {walker.user: walker.held for walker in order}
    by_place: dict[tuple[str, str], set[int]] = {}
    for unit in units:
        rest = iter(unit.visits)
        for at in sorted(unit.parts):
            user = order[at].user
            for _ in range(unit.parts[at]):
                holders[next(rest).target] = user
            loads[user] += unit.parts[at]
            by_place.setdefault((unit.desa, unit.rt), set()).add(user)
    over = {w.user: loads[w.user] - w.capacity for w in order if loads[w.user] > max(w.capacity, w.held)}
    split = tuple(sorted(place for place, users in by_place.items() if len(users) > 1))
    return Proposal(holders, tuple(sorted(nobody)), loads, over, split)
