"""Regions as a page says them, and which of them lie near a person's own."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from selaras.kernel.wilayah import bridge, codes, history, tables

PROVINCE, KABKOTA, KECAMATAN, DESA = 0, 1, 2, 3
# More than these nobody looks through: then the villages, the kecamatan and so on are left out.
MOST_OFFERED = 400


@dataclass(frozen=True, slots=True)
class Region:
    """A region in both code systems. `bps` is "" where no code is bridged; `sure` says whether it is certain."""

    code: str
    name: str
    level: str
    bps: str
    sure: bool

    @property
    def depth(self) -> int:
        return self.code.count(".")


def region(text: str) -> Region | None:
    """A region in force; None for a text that is no code or a code that is not in force."""
    code = codes.parse_kemendagri(text)
    if code is None or code.text != text or not tables.is_known(code):
        return None
    bridged = bridge.to_bps(code)
    level = "kelurahan" if code.is_kelurahan else code.level
    return Region(
        text,
        tables.names()[text],
        level,
        bridged.bps.text if bridged else "",
        bool(bridged and bridged.is_sure),
    )


def above(code: str) -> tuple[str, ...]:
    """The codes from the province down to `code` itself."""
    parts = code.split(".")
    return tuple(".".join(parts[: depth + 1]) for depth in range(len(parts)))


def inside(code: str, scopes: tuple[str, ...]) -> bool:
    """Whether `code` lies in one of the regions."""
    return any(not scope or code == scope or code.startswith(scope + ".") for scope in scopes)


def near(code: str, scopes: tuple[str, ...]) -> bool:
    """Whether `code` lies in one of the regions, or on the way to one."""
    return inside(code, scopes) or any(scope.startswith(code + ".") for scope in scopes)


def below(code: str, scopes: tuple[str, ...]) -> list[Region]:
    """The regions directly below that are near; all provinces for ""."""
    parent = codes.KodeKemendagri(code) if code else None
    near_ones = [child.text for child in tables.children(parent) if near(child.text, scopes)]
    return [found for each in near_ones if (found := region(each))]


@functools.lru_cache(maxsize=256)
def offered(scopes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(code, name) of the regions among which somebody with these regions chooses, each followed by those inside it.

    Down to the villages of a kabupaten, to the kecamatan of a province. A name is indented by its depth below the first.
    """
    found = [
        found for scope in scopes for found in ([region(scope)] if scope else below("", scopes)) if found
    ]
    told, level = list(found), list(found)
    while level:
        level = [inner for each in level for inner in below(each.code, scopes)]
        if len(told) + len(level) > MOST_OFFERED:
            break
        told += level
    first = min((each.depth for each in found), default=0)
    named = {each.code: "\u00a0\u00a0" * (each.depth - first) + each.name for each in told}
    return tuple(sorted(named.items()))


def home(scopes: tuple[str, ...]) -> str:
    """The deepest region that holds all of `scopes`; "" is the country."""
    if not scopes or "" in scopes:
        return ""
    shared = list(above(scopes[0]))
    for scope in scopes[1:]:
        shared = [code for code in shared if code in above(scope)]
    return shared[-1] if shared else ""


def split_off(code: str) -> list[Region]:
    """Kecamatan that were split off from this one."""
    if code.count(".") != KECAMATAN:
        return []
    return [r for each in history.successors(codes.KodeKemendagri(code)) if (r := region(each.text))]


def split_from(code: str) -> list[Region]:
    """The kecamatan this one was split off from."""
    if code.count(".") != KECAMATAN:
        return []
    parent = codes.KodeKemendagri(code).parent
    siblings = tables.children(parent)
    return [
        r
        for each in siblings
        if code in {s.text for s in history.successors(each)} and (r := region(each.text))
    ]


def no_longer(code: str) -> list[tuple[str, str]]:
    """(code, last name) of regions directly below `code` that are no longer in force."""
    depth = code.count(".") + 1
    return sorted(
        (old, name)
        for old, name in history.abolished().items()
        if old.startswith(code + ".") and old.count(".") == depth
    )
