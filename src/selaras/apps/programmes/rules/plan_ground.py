"""What a plan stands on: families of its region with what fits them and what they count.

Only families that are layak take part; who has a programme that excludes another one already is not given the other. Nothing a
reader may not see is weighed: a score tells nothing of health or disability.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.apps.programmes.rules import laying
from selaras.apps.programmes.rules.plan_settings import UNKNOWN, Settings, Weights
from selaras.apps.programmes.rules.snapshot import Snapshot
from selaras.apps.registry import layout
from selaras.engine.eligibility import deciding
from selaras.engine.eligibility.programme import Programme, Unit
from selaras.shell import words as shell

Flags = npt.NDArray[np.bool_]
OLD, SMALL = 60, 6


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
class Places:
    """Villages of a region, one a row: `code`; `fits`: layak, villages x programmes; `base`: what one counts, the mean of its families;
    `tier`: 1 to 10, tenths of the villages, those that count most first; `numbers`: of the programmes that are for villages."""

    code: pl.Series
    fits: Flags
    base: npt.NDArray[np.float64]
    tier: npt.NDArray[np.int64]
    numbers: frozenset[int]


@dataclass(frozen=True)
class Ground:
    """Families of a region, one a row, in the order of their references. `base`: what a family counts before the weight of a programme;
    `fits`: layak, families x programmes; `free`: those of them whom nothing received already keeps from it; `unknown`: families per
    programme (persons, where it serves them) of whom an answer is missing; `doubled`: (one, other) -> families that have both of an
    exclusive pair already.
    `claims`: number of a programme about persons -> family (row), person (reference): every member it fits. `places`: villages, where
    one of the programmes is for villages. `costs`: number of a programme whose share differs -> whole rupiah a year by family; `uncounted`: families
    among its unknown that its rule fits and no component counts."""

    reference: pl.Series
    kode_desa: pl.Series
    desil: npt.NDArray[np.int64]
    base: npt.NDArray[np.float64]
    fits: Flags
    free: Flags
    unknown: tuple[int, ...]
    doubled: Mapping[tuple[str, str], int]
    claims: Mapping[int, pl.DataFrame] = field(default_factory=dict)
    places: Places | None = None
    costs: Mapping[int, npt.NDArray[np.int64]] = field(default_factory=dict)
    uncounted: Mapping[int, int] = field(default_factory=dict)

    @property
    def families(self) -> int:
        return len(self.reference)

    @property
    def owners(self) -> pl.Series:
        """Whom shares are given: families by reference, after them villages by code."""
        return self.reference if self.places is None else pl.concat([self.reference, self.places.code])

    @property
    def homes(self) -> pl.Series:
        """The village of each of them."""
        return self.kode_desa if self.places is None else pl.concat([self.kode_desa, self.places.code])

    @property
    def tiers(self) -> npt.NDArray[np.int64]:
        """The decile of each of them, 0 where it is not known."""
        return self.desil if self.places is None else np.concatenate([self.desil, self.places.tier])

    def counted(self, number: int, marks: Flags) -> int:
        """How many shares these families could have of a programme: one each, of one about persons one for each member it fits."""
        if number in self.claims:
            return int(marks[self.claims[number]["family"].to_numpy()].sum())
        if self.places is not None and number in self.places.numbers:
            return int(self.places.fits[:, number].sum())
        return int(marks.sum())


def costed(ground: Ground, costs: Mapping[int, npt.NDArray[np.int64]]) -> Ground:
    """The same where shares of these programmes differ by family. A family nothing counts for is not known to get anything: it is
    none of those the programme fits, and is told among the unknown."""
    fits, free, unknown, uncounted = ground.fits.copy(), ground.free.copy(), list(ground.unknown), {}
    for number, rupiah in costs.items():
        nothing = fits[:, number] & (rupiah <= 0)
        uncounted[number] = int(nothing.sum())
        unknown[number] += uncounted[number]
        fits[nothing, number] = free[nothing, number] = False
    return replace(
        ground, fits=fits, free=free, unknown=tuple(unknown), costs=dict(costs), uncounted=uncounted
    )


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
    nobody = np.full(len(rows), deciding.NO, np.uint8)
    marks = [
        nobody if each.unit is Unit.DESA else said[rows]
        for each, said in zip(programmes, facts.marks(programmes, on), strict=True)
    ]
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
    base = _base(inside, _members(facts, on, rows), having, settings.weights)
    places, open_places = _places(facts, programmes, on, inside["kode_desa"], base)
    unknown |= open_places
    return Ground(
        inside["reference"], inside["kode_desa"], _deciles(inside), base, fits, free,
        tuple(unknown.get(n, int((each == deciding.UNKNOWN).sum())) for n, each in enumerate(marks)), _doubled(rules, having),
        claims, places,
    )  # fmt: skip


def _places(
    facts: Snapshot, programmes: Sequence[Programme], on: dt.date, homes: pl.Series, base: npt.NDArray[np.float64]
) -> tuple[Places | None, dict[int, int]]:  # fmt: skip
    """The villages these families live in, where a programme asks about villages; and of how many it is not known."""
    numbers = [number for number, each in enumerate(programmes) if each.unit is Unit.DESA]
    if not numbers:
        return None, {}
    mean = (
        pl.DataFrame({"code": homes, "base": base}).group_by("code").agg(pl.col("base").mean()).sort("code")
    )
    here = facts.villages.with_row_index("row").join(mean, left_on="kode_desa", right_on="code").sort("row")
    row, worth = here["row"].to_numpy(), here["base"].to_numpy()
    fits, unknown = np.zeros((len(row), len(programmes)), bool), {}
    for number, said in zip(numbers, facts.decided([programmes[n] for n in numbers], on), strict=True):
        fits[:, number] = said.marks[row] == deciding.YES
        unknown[number] = int((said.marks[row] == deciding.UNKNOWN).sum())
    rank = np.empty(len(row), np.int64)
    rank[np.argsort(-worth, kind="stable")] = np.arange(len(row))
    tier = 1 + rank * 10 // max(1, len(row))
    return Places(here["kode_desa"], fits, worth, tier, frozenset(numbers)), unknown


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


def place(code: str) -> str:
    """A region in words, for a sentence."""
    return shell.region(code)
