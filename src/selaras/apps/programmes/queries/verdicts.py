"""What every rule says of every family one reader may know of: outcomes by row, who has what already according to lists."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl
from django.db.models import Q

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.allocation import Receives
from selaras.apps.programmes.queries import facts
from selaras.apps.programmes.queries.rules import Current
from selaras.apps.programmes.rules import veil, words
from selaras.apps.programmes.rules.snapshot import Snapshot
from selaras.engine.eligibility import deciding
from selaras.engine.eligibility.programme import Programme, Unit

SEE = access.Ability.SEE
LAYAK, BELUM_TAHU, TIDAK_LAYAK = deciding.YES, deciding.UNKNOWN, deciding.NO
Marks = deciding.Marks
Heads = npt.NDArray[np.int64]
Yes = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Seen:
    """Families of one build as one reader may know them. `here`: which rows are theirs to know of; `outcomes`: by code of a programme
    LAYAK, BELUM_TAHU or TIDAK_LAYAK of every row, meaningless where not `here`; `has`: by code of a programme which rows have it
    according to lists, None where no list tells of it; `heads`: by code of a programme about persons how many members of every row it
    fits; `veiled`: where what is sensitive is not theirs to know; `partly`: where only a
    part of the family is; `families`: may they be named, or only counted?"""

    snapshot: Snapshot
    here: Yes
    veiled: Yes
    partly: Yes
    outcomes: Mapping[str, Marks]
    has: Mapping[str, Yes | None]
    families: bool
    heads: Mapping[str, Heads] = field(default_factory=dict)

    def of(self, code: str, outcome: int) -> Yes:
        """Rows of the reader with this outcome of a programme."""
        found: Yes = self.here & (self.outcomes[code] == outcome)
        return found


def seen(
    actor: access.Actor,
    current: Sequence[Current],
    on: dt.date,
    field_class: access.FieldClass = access.FieldClass.IDENTITY,
) -> Seen:
    """What this reader may know on a day of the families they may see with `field_class`.

    With IDENTITY what is sensitive counts as not known where it is not theirs to see; with PROGRAMME nobody is named, so sums are
    of what is known, and it is the page that must not show small ones. Raises SelarasError as `facts.registry`.
    """
    snapshot = facts.registry()
    named = field_class is access.FieldClass.IDENTITY
    regions = access.scopes(actor, SEE, field_class)
    shown = access.scopes(actor, SEE, access.FieldClass.SENSITIVE) if named else ("",)
    asked = tuple(each.asked for each in current)
    if not snapshot.key:
        nobody = np.zeros(0, np.bool_)
        outcomes = {each.code: np.zeros(0, np.uint8) for each in asked}
        return Seen(
            snapshot, nobody, nobody, nobody, outcomes, has(snapshot, current, on, _apart(actor, current, named)), named
        )  # fmt: skip
    mine = known(snapshot.key, regions, shown)
    return Seen(
        snapshot,
        *mine,
        _outcomes(snapshot.key, asked, on, regions, shown),
        has(snapshot, current, on, _apart(actor, current, named)),
        named,
        _heads(snapshot.key, tuple(each for each in asked if each.unit is Unit.PERSON), on, regions, shown),
    )


@functools.lru_cache(maxsize=16)
def known(room: str, regions: tuple[str, ...], shown: tuple[str, ...]) -> tuple[Yes, Yes, Yes]:
    """Which families are the reader's, which of them without what is sensitive, which only in part."""
    snapshot = facts.opened(room)
    codes, apart = snapshot.kode_desa, snapshot.families["apart"]
    here = veil.inside(codes, regions)
    veiled = here & (~veil.inside(codes, shown) | veil.outside(apart, shown))
    return here.to_numpy(), veiled.to_numpy(), (here & veil.outside(apart, regions)).to_numpy()


@functools.lru_cache(maxsize=8)
def _outcomes(
    room: str, asked: tuple[Programme, ...], on: dt.date, regions: tuple[str, ...], shown: tuple[str, ...]
) -> Mapping[str, Marks]:
    """By code of a programme. Kept, and shared by all who may know the same: never written into."""
    snapshot = facts.opened(room)
    _, veiled, partly = known(room, regions, shown)
    plain = dict(zip([each.code for each in asked], snapshot.marks(asked, on), strict=True))
    if veiled.any():
        rules = [each for each in asked if veil.touched(each)]
        said = facts.veiled(room).marks([veil.asking(each) for each in rules], on)
        for each, found in zip(rules, said, strict=True):
            plain[each.code] = np.where(veiled, found, plain[each.code])
    if partly.any():
        rows = np.flatnonzero(partly)
        few = veil.without(snapshot, pl.Series(rows))
        for each, found in zip(asked, few.marks([veil.asking(each) for each in asked], on), strict=True):
            plain[each.code] = plain[each.code].copy()
            plain[each.code][rows] = found
    return plain


@functools.lru_cache(maxsize=8)
def _heads(
    room: str, asked: tuple[Programme, ...], on: dt.date, regions: tuple[str, ...], shown: tuple[str, ...]
) -> Mapping[str, Heads]:
    """By code of a programme about persons how many members it fits, as far as that is theirs to know; never written into."""
    snapshot = facts.opened(room)
    _, veiled, partly = known(room, regions, shown)
    found = {}
    for each, said in zip(asked, snapshot.decided(asked, on), strict=True):
        counts = snapshot.heads(said)
        if veiled.any() and veil.touched(each):
            hidden = facts.veiled(room)
            counts = np.where(veiled, hidden.heads(hidden.decided([veil.asking(each)], on)[0]), counts)
        found[each.code] = np.where(partly, 0, counts)
    return found


def _apart(actor: access.Actor, current: Sequence[Current], named: bool) -> Q:  # noqa: FBT001
    """Lists left out for this reader. Sums without names, which are rounded, are of all."""
    return others_own(actor, current) if named else Q(pk=None)


def others_own(actor: access.Actor, current: Sequence[Current]) -> Q:
    """Lists that are not this reader's to read by family: what OIKN brought is its own, and two agencies that agreed see of it who
    is in both (queries/sharing). Standing in a list of a programme whose rule asks about health tells of it: that is read where one
    may know health, and by the agency that brought it."""
    secret = [each.programme.pk for each in current if touched(each.asked)]
    known = people.within(access.scopes(actor, SEE, access.FieldClass.SENSITIVE))
    theirs = Q(programme__owner_kind=words.Owner.OIKN) | (Q(programme__in=secret) & ~known)
    return theirs & ~Q(agency=actor.agency)


@functools.lru_cache(maxsize=256)
def touched(asked: Programme) -> bool:
    """Whether a rule looks at anything sensitive, read once."""
    return veil.touched(asked)


def has(snapshot: Snapshot, current: Sequence[Current], on: dt.date, apart: Q) -> dict[str, Yes | None]:
    """By code of a programme which rows have it on a day according to lists: those of the registry (`Programme.receives`), and those
    agencies brought (models.allocation.Receives) but for `apart`. None where no list tells of it."""
    brought = _brought(snapshot, on, apart)
    found: dict[str, Yes | None] = {}
    for each in current:
        listed = brought.get(each.programme.pk)
        field = each.programme.receives
        told = (
            snapshot.families[field].fill_null(value=False).to_numpy()
            if field in snapshot.families.columns
            else None
        )
        found[each.code] = told if listed is None else listed if told is None else told | listed
    return found


def standing(on: dt.date) -> Q:
    """Rows of lists of agencies that hold on a day and were not withdrawn."""
    return promised(on) & (Q(since=None) | Q(since__lte=on))


def promised(on: dt.date) -> Q:
    """Those and the ones that hold from a later day on: a plan of the year gives nobody a second time what is promised."""
    return (Q(until=None) | Q(until__gte=on)) & Q(brought__withdrawn_at=None)


def _brought(snapshot: Snapshot, on: dt.date, apart: Q) -> dict[int, Yes]:
    """By programme which rows stand in lists agencies brought. Row security leaves the reader those of their regions."""
    found = Receives.objects.filter(standing(on)).exclude(apart)
    rows = list(found.values_list("programme", "keluarga"))
    if not rows:
        return {}
    table = pl.DataFrame(rows, schema={"programme": pl.Int64, "reference": pl.String}, orient="row")
    placed = table.join(snapshot.references.to_frame().with_row_index("row"), on="reference", how="inner")
    told = {}
    for programme in table["programme"].unique().to_list():
        marks = np.zeros(snapshot.families.height, np.bool_)
        marks[placed.filter(pl.col("programme") == programme)["row"].to_numpy()] = True
        told[int(programme)] = marks
    return told
