"""The problem of the engine, posed from the ground of a plan: who has a row, what it is worth, and which numbers stand for which words."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.apps.programmes.rules.plan_ground import Ground
from selaras.apps.programmes.rules.plan_settings import Settings
from selaras.engine.allocate.problem import Offer, Problem

# A family whose region has no shares of its own stands here.
ELSEWHERE = 0


@dataclass(frozen=True)
class Posed:
    """A problem with the words for its numbers. `villages`, `regions`: code by number; number ELSEWHERE of a region: no shares of its
    own. `rows`: family (row of the ground; villages count on after families), person ("" for the family itself) of each row of the
    problem."""

    problem: Problem
    villages: tuple[str, ...]
    regions: tuple[str, ...]
    rows: pl.DataFrame


# Keluarga, person ("" for none), code of the programme.
Decision = tuple[str, str, str]


def pose(
    ground: Ground, settings: Settings, against: Mapping[str, Collection[str]],
    given: Collection[Decision] = (), barred: Collection[Decision] = (),
) -> Posed:  # fmt: skip
    """The problem of the engine: a row for each family, and one for each of its persons whom a programme about persons fits. `against`:
    code -> codes it excludes; `given`, `barred`: what persons decided."""
    codes = [each.code for each in settings.shares]
    rows = _rows(ground)
    family = rows["family"].to_numpy()
    value = _values(ground, settings, rows)
    villages, village = _numbered(ground.kode_desa)
    regions, region = _regions(ground.homes, settings)
    floors = _floors(ground, settings, villages, village)
    # A village that gets something is no family of its own that is served: it stands apart from the floors.
    apart = len(ground.owners) - ground.families
    village = np.concatenate([village, len(villages) + np.arange(apart)])
    places = {code: number for number, code in enumerate(regions) if code}
    offers = tuple(
        Offer(
            s.code, s.cost, s.budget, s.quota, {places[code]: n for code, n in s.by_region.items() if code in places},
            _costs(ground, number, family),
        )
        for number, s in enumerate(settings.scaled)
    )  # fmt: skip
    pairs = {
        (min(a, b), max(a, b))
        for a, one in enumerate(codes)
        for b, other in enumerate(codes)
        if a != b and other in against.get(one, ())
    }
    owners = ground.owners.gather(family)
    row = (
        {pair: number for number, pair in enumerate(zip(owners, rows["person"], strict=True))}
        if given or barred
        else {}
    )
    numbers = {code: number for number, code in enumerate(codes)}
    drawn = [person or owner for owner, person in zip(owners, rows["person"], strict=True)]
    problem = Problem(
        value, offers, village[family], region[family], tuple(sorted(pairs)), settings.most, floors, settings.seed,
        numbered(drawn), _pairs(given, row, numbers), _pairs(barred, row, numbers),
        family.astype(np.int64) if ground.claims else None,
    )  # fmt: skip
    return Posed(problem, villages, regions, rows)


def _costs(ground: Ground, number: int, family: npt.NDArray[Any]) -> npt.NDArray[np.int64] | None:
    """Whole rupiah by row of the problem, where the share of a programme differs; villages, which stand behind families, have none."""
    if number not in ground.costs:
        return None
    apart = np.zeros(len(ground.owners) - ground.families, np.int64)
    rupiah: npt.NDArray[np.int64] = np.concatenate([ground.costs[number], apart])[family]
    return rupiah


def _rows(ground: Ground) -> pl.DataFrame:
    """Families in their order, after each the persons who claim something."""
    count = len(ground.owners)
    families = pl.DataFrame({"family": np.arange(count), "person": [""] * count})
    persons = [each.select("family", "person") for each in ground.claims.values()]
    return pl.concat([families, *persons]).unique().sort("family", "person")


def _values(ground: Ground, settings: Settings, rows: pl.DataFrame) -> npt.NDArray[np.float32]:
    """Rows x programmes: a programme stands in the row of whom it serves."""
    family, found = rows["family"].to_numpy(), np.zeros((rows.height, len(settings.shares)), np.float32)
    own = (rows["person"] == "").to_numpy()
    places = rows.with_row_index("row")
    for number, share in enumerate(settings.shares):
        mine = own
        if number in ground.claims:
            claimed = places.join(ground.claims[number], on=["family", "person"], how="semi")[
                "row"
            ].to_numpy()
            mine = np.zeros(rows.height, bool)
            mine[claimed] = True
        worth = np.where(ground.free[:, number], ground.base * share.weight, 0.0)
        if ground.places is not None:
            places_ = ground.places
            worth = np.concatenate(
                [worth, np.where(places_.fits[:, number], places_.base * share.weight, 0.0)]
            )
        worth = worth[family]
        found[:, number] = np.where(mine, worth, 0.0)
    return found


def _pairs(
    found: Collection[Decision], row: Mapping[tuple[str, str], int], numbers: Mapping[str, int]
) -> tuple[tuple[int, int], ...]:
    return tuple(
        sorted(
            (row[who, person], numbers[what])
            for who, person, what in found
            if (who, person) in row and what in numbers
        )
    )


def _numbered(codes: pl.Series) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    names, place = np.unique(codes.to_numpy().astype(str), return_inverse=True)
    return tuple(map(str, names)), place.astype(np.int64)


def _regions(codes: pl.Series, settings: Settings) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    """Regions with shares of their own, all on one level, and where each family stands."""
    wanted = sorted({code for each in settings.shares for code in each.by_region})
    names = ("", *wanted)
    if not wanted:
        return names, np.zeros(len(codes), np.int64)
    depth = wanted[0].count(".") + 1
    places = {code: number for number, code in enumerate(names)}
    parts = codes.str.split(".").list.head(depth).list.join(".")
    return names, parts.replace_strict(places, default=ELSEWHERE, return_dtype=pl.Int64).to_numpy()


def _floors(
    ground: Ground, settings: Settings, villages: Sequence[str], village: npt.NDArray[np.int64]
) -> dict[int, int]:
    """The general floor asks for no more than are eligible; one that was set for a village is held as it stands."""
    can = np.bincount(
        village[(ground.free & (ground.base > 0)[:, None]).any(axis=1)], minlength=len(villages)
    )
    found = {}
    for number, code in enumerate(villages):
        asked = settings.floors.get(code, min(settings.floor, int(can[number])))
        if asked:
            found[number] = asked
    return found


def numbered(references: Sequence[str]) -> npt.NDArray[np.int64]:
    """The number of each reference from which its lot is drawn: the first 63 bits of its SHA-256. Anybody can repeat it."""
    found = (hashlib.sha256(each.encode()).digest()[:8] for each in references)
    return np.array([int.from_bytes(each) >> 1 for each in found], np.int64)
