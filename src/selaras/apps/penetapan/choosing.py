"""A village, chosen step by step from lists of links: kabupaten, kecamatan, village. Works without scripts."""

from __future__ import annotations

from dataclasses import dataclass

from selaras.apps.wilayah import rules as regions
from selaras.shell import words


@dataclass(frozen=True, slots=True)
class Place:
    """How far the choice is. `below`: regions to choose from next; empty once the kecamatan is known.

    `villages`: (code, name) of those that may be chosen in it; `first`: the village itself where it is known already.
    """

    code: str
    path: list[tuple[str, str]]
    below: list[regions.Region]
    villages: list[tuple[str, str]]
    first: str = ""


def place(wanted: str, scopes: tuple[str, ...], home: str) -> Place:
    """The choice at a region as it was asked for, within the regions one may choose; else at `home`."""
    found = regions.region(wanted) if wanted and regions.near(wanted, scopes) else None
    code = found.code if found else home
    parts = code.split(".") if code else []
    kecamatan = ".".join(parts[: regions.KECAMATAN + 1]) if len(parts) > regions.KECAMATAN else ""
    if not kecamatan:
        return Place(code, words.region_path(code), regions.below(code, scopes), [])
    named = [(each.code, each.name) for each in regions.below(kecamatan, scopes)]
    first = code if len(parts) > regions.DESA else ""
    if len(named) == 1:
        first = named[0][0]
    return Place(code, words.region_path(code), [], sorted(named, key=lambda each: each[1]), first)
