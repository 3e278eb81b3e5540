"""What a plan stands on: families of its region with what fits them and what they count; and the problem the engine is given.

Only families that are layak take part; who has a programme that excludes another one already is not given the other. Nothing a
reader may not see is weighed: a score tells nothing of health or disability.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.apps.programmes.rules import laying
from selaras.apps.programmes.rules.plan_settings import UNKNOWN, Settings, Weights
from selaras.apps.programmes.rules.snapshot import Snapshot
from selaras.apps.registry import layout
from selaras.engine.allocate.problem import Offer, Problem
from selaras.engine.eligibility import deciding
from selaras.engine.eligibility.programme import Programme, Unit
from selaras.shell import words as shell

Flags = npt.NDArray[np.bool_]
OLD, SMALL = 60, 6
# A family whose region has no shares of its own stands here.
ELSEWHERE = 0


@dataclass(frozen=True)
class Rule:
    """A programme as a plan applies it. `against`: codes of the programmes it excludes."""

    code: str
    programme: Programme
    against: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Holder:
    """Who has a programme already. `receives`: the field by which lists of the registry tell, "" for none; `listed`: references of
    families that agencies' own lists name."""

    code: str
    receives: str = ""
    listed: Collection[str] = ()


@dataclass(frozen=True)
class Ground:
    """Families of a region, one a row, in the order of their references. `base`: what a family counts before the weight of a programme;
    `fits`: layak, families x programmes; `free`: those of them whom nothing received already keeps from it; `unknown`: families per
    programme (persons, where it serves them) of whom an answer is missing; `doubled`: (one, other) -> families that have both of an
    exclusive pair already.
    `claims`: number of a programme about persons -> family (row), person (reference): every member it fits."""

    reference: pl.Series
    kode_desa: pl.Series
    desil: npt.NDArray[np.int64]
    base: npt.NDArray[np.float64]
    fits: Flags
    free: Flags
    unknown: tuple[int, ...]
    doubled: Mapping[tuple[str, str], int]
    claims: Mapping[int, pl.DataFrame] = field(default_factory=dict)

    @property
    def families(self) -> int:
        return len(self.reference)

    def counted(self, number: int, marks: Flags) -> int:
        """How many shares these families could have of a programme: one each, of one about persons one for each member it fits."""
        if number in self.claims:
            return int(marks[self.claims[number]["family"].to_numpy()].sum())
        return int(marks.sum())


def laid(
    facts: Snapshot,
    region: str,
    rules: Sequence[Rule],
    holders: Sequence[Holder],
    settings: Settings,
    on: dt.date,
) -> Ground:
    """The ground of a plan on a day: `rules` in the order of the shares of the settings, `holders` of these programmes and of all they
    exclude. Families whose village is not known belong to no region and are left out."""
    inside = facts.families.with_row_index("_row").filter(
        (pl.col("kode_desa") == region) | pl.col("kode_desa").str.starts_with(f"{region}.")
    )
    inside = inside.sort("reference")
    rows = inside["_row"].to_numpy()
    programmes = [each.programme for each in rules]
    marks = [each[rows] for each in facts.marks(programmes, on)]
    fits = _columns([each == deciding.YES for each in marks], len(rows))
    claims, unknown = _claims(facts, programmes, on, rows)
    having = {each.code: has(inside, each.receives, each.listed) for each in holders}
    free = fits.copy()
    planned = {each.code for each in rules}
    for number, each in enumerate(rules):
        kept = set() if settings.renew else {each.code}
        # What this plan gives anew is weighed inside it, not held against the family beforehand.
        kept |= each.against - (planned if settings.renew else set())
        for code in kept & set(having):
            free[:, number] &= ~having[code]
    return Ground(
        inside["reference"], inside["kode_desa"], _deciles(inside),
        _base(inside, _members(facts, on, rows), having, settings.weights), fits, free,
        tuple(unknown.get(n, int((each == deciding.UNKNOWN).sum())) for n, each in enumerate(marks)), _doubled(rules, having),
        claims,
    )  # fmt: skip


def _claims(
    facts: Snapshot, programmes: Sequence[Programme], on: dt.date, rows: npt.NDArray[np.uint32]
) -> tuple[dict[int, pl.DataFrame], dict[int, int]]:
    """By number of a programme about persons: whom it fits, and of how many it is not known."""
    place = np.full(facts.families.height, -1, np.int64)
    place[rows] = np.arange(len(rows))
    about = [number for number, each in enumerate(programmes) if each.unit is Unit.PERSON]
    home = place[facts.members[deciding.BELONGS].to_numpy()] if about else place[:0]
    claims, unknown = {}, {}
    for number, said in zip(about, facts.decided([programmes[n] for n in about], on), strict=True):
        marks = said.marks
        fits = np.flatnonzero((marks == deciding.YES) & (home >= 0))
        claims[number] = pl.DataFrame({"family": home[fits], "person": facts.members[laying.PERSON][fits]})
        unknown[number] = int(((marks == deciding.UNKNOWN) & (home >= 0)).sum())
    return claims, unknown


def _deciles(families: pl.DataFrame) -> npt.NDArray[np.int64]:
    return families["desil"].fill_null(0).to_numpy().astype(np.int64)


def _columns(found: Sequence[Flags], rows: int) -> Flags:
    return np.column_stack(found) if found else np.zeros((rows, 0), bool)


def has(families: pl.DataFrame, receives: str, listed: Collection[str]) -> Flags:
    """Who has a programme already, by the lists of the registry or by those of agencies."""
    found = np.zeros(families.height, bool)
    if receives in families.columns:
        found |= families[receives].fill_null(value=False).to_numpy()
    if listed:
        found |= families["reference"].is_in(sorted(listed)).to_numpy()
    return found


def _members(facts: Snapshot, on: dt.date, rows: npt.NDArray[np.uint32]) -> tuple[Flags, Flags]:
    """Whether a family has somebody old, somebody small."""
    members = facts.at(on).members
    found = []
    for wanted in (pl.col("umur") >= OLD, pl.col("umur") <= SMALL):
        held = np.zeros(facts.families.height, bool)
        held[members.filter(wanted)["keluarga"].unique().to_numpy()] = True
        found.append(held[rows])
    return found[0], found[1]


def _base(
    families: pl.DataFrame, members: tuple[Flags, Flags], having: Mapping[str, Flags], weights: Weights
) -> npt.NDArray[np.float64]:
    decile = _deciles(families)
    known = (decile >= 1) & (decile <= UNKNOWN)
    found = np.array(weights.decile)[np.where(known, decile - 1, UNKNOWN)]
    reached = np.zeros(families.height, bool)
    for name in layout.PROGRAMMES:
        reached |= has(families, name, ())
    for each in having.values():
        reached |= each
    extra = ((~reached, weights.unreached), (members[0], weights.elderly), (members[1], weights.child))
    for holds, weight in extra:
        found = found + np.where(holds, weight, 0.0)
    return np.asarray(found)


def _doubled(rules: Sequence[Rule], having: Mapping[str, Flags]) -> dict[tuple[str, str], int]:
    found = {}
    for each in rules:
        for other in sorted(each.against & set(having)):
            one, two = sorted((each.code, other))
            found[one, two] = int((having[one] & having[two]).sum())
    return {pair: n for pair, n in sorted(found.items()) if n}


@dataclass(frozen=True)
class Posed:
    """A problem with the words for its numbers. `villages`, `regions`: code by number; number ELSEWHERE of a region: no shares of its
    own. `rows`: family (row of the ground), person ("" for the family itself) of each row of the problem."""

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
    regions, region = _regions(ground.kode_desa, settings)
    floors = _floors(ground, settings, villages, village)
    places = {code: number for number, code in enumerate(regions) if code}
    offers = tuple(
        Offer(s.code, s.cost, s.budget, s.quota, {places[code]: n for code, n in s.by_region.items() if code in places})
        for s in settings.scaled
    )  # fmt: skip
    pairs = {
        (min(a, b), max(a, b))
        for a, one in enumerate(codes)
        for b, other in enumerate(codes)
        if a != b and other in against.get(one, ())
    }
    owners = ground.reference.gather(family)
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


def _rows(ground: Ground) -> pl.DataFrame:
    """Families in their order, after each the persons who claim something."""
    families = pl.DataFrame({"family": np.arange(ground.families), "person": [""] * ground.families})
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
        worth = np.where(ground.free[:, number], ground.base * share.weight, 0.0)[family]
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


def place(code: str) -> str:
    """A region in words, for a sentence."""
    return shell.region(code)
