"""Who is next where something came back: in the order of the queue, unless a village would fall below its floor. Decides only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from selaras.apps.accounts import rules as access


@dataclass(frozen=True, slots=True)
class Waiting:
    """A place in the queue of the plan."""

    place: int
    keluarga: str
    kode_desa: str
    person: str = ""

    @property
    def who(self) -> str:
        """The person, or the keluarga where it is served as one."""
        return self.person or self.keluarga


@dataclass(frozen=True, slots=True)
class Limits:
    """What the plan promised. `floors`: village -> at least so many keluarga are served by any programme, and `served` those who stay
    so with their villages; `quotas`: region -> at most so many lines of this programme."""

    floors: Mapping[str, int]
    served: Mapping[str, str]
    quotas: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is next. `by_floor`: taken before others because the village would have fallen below what was promised to it."""

    waiting: Waiting
    by_floor: bool
    passed: tuple[int, ...]


def following(
    queue: Sequence[Waiting], stay: Sequence[str], village: str, limits: Limits, out: Collection[str]
) -> Choice | None:
    """The next of the queue instead of one in `village`; None where nobody fits.

    `stay`: villages of the lines that stay; `out`: who is in the cycle already (`Waiting.who`). Who may not be taken because the
    quota of their region is used up is passed over, and keeps the place. A brother of who is served already brings no village nearer
    to its floor: that counts keluarga.
    """
    homes = list(limits.served.values())
    bound = [
        region
        for region, least in limits.floors.items()
        if access.inside(village, region) and _inside(homes, region) < least
    ]
    passed = []
    for by_floor in (True, False) if bound else (False,):
        for each in sorted(queue, key=lambda waiting: waiting.place):
            if each.who in out or not _room(each, stay, limits):
                if each.who not in out and not by_floor:
                    passed.append(each.place)
                continue
            if not by_floor or _nearer(each, bound, limits):
                return Choice(each, by_floor, tuple(passed))
    return None


def _nearer(each: Waiting, bound: Sequence[str], limits: Limits) -> bool:
    inside = all(access.inside(each.kode_desa, region) for region in bound)
    return inside and each.keluarga not in limits.served


def _room(each: Waiting, stay: Sequence[str], limits: Limits) -> bool:
    return all(
        _inside(stay, region) < most
        for region, most in limits.quotas.items()
        if access.inside(each.kode_desa, region)
    )


def _inside(villages: Sequence[str], region: str) -> int:
    return sum(access.inside(village, region) for village in villages)
