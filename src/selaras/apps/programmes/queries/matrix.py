"""The regency first: families and programmes side by side, for one reader, one region, one way of looking."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from selaras.apps.programmes.models.catalogue import Exclusion
from selaras.apps.programmes.queries.rules import Current
from selaras.apps.programmes.queries.verdicts import BELUM_TAHU, LAYAK, TIDAK_LAYAK, Seen, Yes
from selaras.apps.programmes.rules import matrix as rules
from selaras.apps.programmes.rules import veil


@dataclass(frozen=True, slots=True)
class Line:
    """A programme in the region. `has`, `gap`, `misplaced`: None where no list tells who has it."""

    current: Current
    layak: int
    belum_tahu: int
    tidak_layak: int
    has: int | None
    gap: int | None
    misplaced: int | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two programmes the same families have. `why`: where they exclude each other, the reason."""

    one: Current
    other: Current
    both: int
    why: str


class Matrix:
    """Everything of a page of the matrix, from masks that are there already: no question to the database but for exclusions."""

    def __init__(self, seen: Seen, current: Sequence[Current], wanted: rules.Filter) -> None:
        self.seen, self.current, self.wanted = seen, current, wanted
        self.rows: Yes = seen.here & veil.inside(seen.snapshot.kode_desa, [wanted.wilayah]).to_numpy()
        self.owner = {each.code: each.programme.agency or each.programme.owner_name for each in current}

    @property
    def height(self) -> int:
        """Families in the build."""
        return len(self.rows)

    @functools.cached_property
    def exclusions(self) -> dict[tuple[str, str], str]:
        """Pairs of codes that exclude each other, and why."""
        found = Exclusion.objects.select_related("one", "other")
        return {(each.one.code, each.other.code): each.reason for each in found}

    @functools.cached_property
    def anything(self) -> Yes:
        """Who has anything at all."""
        return rules.anything(self.seen.has, self.height)

    def of(self, view: str, code: str = "") -> Yes:
        """Families of the region in this view, of one programme where it is named."""
        found = {
            rules.View.GAP: self._gap,
            rules.View.OVERLAP: lambda one: rules.overlap(self.seen.has, self.owner, self.height, one),
            rules.View.CONFLICT: lambda one: rules.conflict(
                self.seen.has, list(self.exclusions), self.height, one
            ),
            rules.View.MISPLACED: self._misplaced,
        }[rules.View(view)](code)
        both: Yes = self.rows & found
        return both

    def _gap(self, code: str) -> Yes:
        """Eligible for something and has nothing; of one programme: eligible for it and does not have it."""
        if code:
            mine = self.seen.has[code]
            found: Yes = self.seen.of(code, LAYAK)
            return found if mine is None else found & ~mine
        fits = np.zeros(self.height, np.bool_)
        for each in self.current:
            fits |= self.seen.of(each.code, LAYAK)
        return fits & ~self.anything

    def _misplaced(self, code: str) -> Yes:
        """Has something its rule says no to."""
        found = np.zeros(self.height, np.bool_)
        for each in self.current:
            mine = self.seen.has[each.code]
            if mine is not None and code in ("", each.code):
                found |= mine & self.seen.of(each.code, TIDAK_LAYAK)
        return found

    def lines(self) -> list[Line]:
        """By programme, in the order given."""
        return [self._line(each) for each in self.current]

    def _line(self, each: Current) -> Line:
        fits, open_, not_ = (
            self.rows & self.seen.of(each.code, kind) for kind in (LAYAK, BELUM_TAHU, TIDAK_LAYAK)
        )
        mine = self.seen.has[each.code]
        if mine is None:
            return Line(each, int(fits.sum()), int(open_.sum()), int(not_.sum()), None, None, None)
        return Line(
            each, int(fits.sum()), int(open_.sum()), int(not_.sum()), int((mine & self.rows).sum()),
            int((fits & ~mine).sum()), int((not_ & mine).sum()),
        )  # fmt: skip

    def pairs(self) -> list[Pair]:
        """Programmes of different owners, or that exclude each other, which the same families have: excluding ones first, then by size."""
        listed = {
            each.code: marks for each in self.current if (marks := self.seen.has[each.code]) is not None
        }
        told = [each for each in self.current if each.code in listed]
        found = []
        for at, one in enumerate(told):
            for other in told[at + 1 :]:
                why = self.exclusions.get((one.code, other.code)) or self.exclusions.get(
                    (other.code, one.code), ""
                )
                if not why and self.owner[one.code] == self.owner[other.code]:
                    continue
                both = int((self.rows & listed[one.code] & listed[other.code]).sum())
                if both:
                    found.append(Pair(one, other, both, why))
        return sorted(found, key=lambda each: (not each.why, -each.both, each.one.code, each.other.code))

    def places(self, marks: Yes, depth: int) -> dict[str, tuple[int, int]]:
        """By the code of a place (depth: 1 kabupaten, 2 kecamatan, 3 desa): families that are marked, of how many."""
        codes = self.seen.snapshot.kode_desa
        length = (2, 5, 8, 13)[depth]
        table = pl.DataFrame({"code": codes, "marked": marks, "here": self.rows}).filter("here")
        sums = (
            table.filter(pl.col("code").is_not_null())
            .group_by(pl.col("code").str.head(length))
            .agg(pl.col("marked").sum(), pl.len())
        )
        return {code: (int(marked), int(of)) for code, marked, of in sums.sort("code").iter_rows()}
