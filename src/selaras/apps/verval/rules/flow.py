"""Sharing amounts out to officers with limited room: augmenting paths, in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def shared(
    supply: Sequence[tuple[tuple[int, ...], int]], limits: Mapping[int, int]
) -> list[dict[int, int]] | None:
    """How much of each group each officer takes within the limits; None where there is no way. Augmenting paths."""
    room = dict(limits)
    taken: list[dict[int, int]] = [{} for _ in supply]
    for group, (who, amount) in enumerate(supply):
        left = amount
        for at in who:
            take = min(left, room[at])
            if take:
                taken[group][at] = taken[group].get(at, 0) + take
                room[at] -= take
                left -= take
        while left:
            path = _path(group, supply, taken, room)
            if path is None:
                return None
            left -= _push(path, left, taken, room)
    return taken


_Path = list[tuple[int, int]]


def _path(
    start: int, supply: Sequence[tuple[tuple[int, ...], int]], taken: Sequence[Mapping[int, int]],
    room: Mapping[int, int],
) -> _Path | None:  # fmt: skip
    """A way to an officer with room: (group, officer) steps, each of which makes the officer hand on part of another group."""
    came: dict[int, tuple[int, int | None]] = {}
    queue: list[tuple[int, int | None]] = [(start, None)]
    seen = {start}
    for group, before in queue:
        for at in supply[group][0]:
            if at in came:
                continue
            came[at] = (group, before)
            if room[at] > 0:
                return _back(at, came)
            for other, shares in enumerate(taken):
                if other not in seen and shares.get(at, 0) > 0:
                    seen.add(other)
                    queue.append((other, at))
    return None


def _back(at: int, came: Mapping[int, tuple[int, int | None]]) -> _Path:
    path: _Path = []
    here: int | None = at
    while here is not None:
        group, before = came[here]
        path.append((group, here))
        here = before
    return path[::-1]


def _push(path: _Path, left: int, taken: Sequence[dict[int, int]], room: dict[int, int]) -> int:
    """Moves as much along a path as it can carry; returns how much."""
    handed = [taken[path[n + 1][0]][path[n][1]] for n in range(len(path) - 1)]
    amount = min([left, room[path[-1][1]], *handed])
    for n, (group, at) in enumerate(path):
        taken[group][at] = taken[group].get(at, 0) + amount
        if n + 1 < len(path):
            taken[path[n + 1][0]][at] -= amount
    room[path[-1][1]] -= amount
    return amount
