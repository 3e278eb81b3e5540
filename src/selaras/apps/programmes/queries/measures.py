"""Measures of one programme, or of all together, for one reader and region: each with numerator, denominator, period and source."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import polars as pl
from django.db.models import Min, Q, QuerySet, Sum

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.catalogue import Funding, Programme
from selaras.apps.programmes.models.delivery import Cycle, Entry, Line
from selaras.apps.programmes.queries import delivery
from selaras.apps.programmes.queries.asking import Asked
from selaras.apps.programmes.queries.delivery import LIVE
from selaras.apps.programmes.queries.matrix import Matrix
from selaras.apps.programmes.queries.verdicts import Yes
from selaras.apps.programmes.rules import matrix, measuring, words
from selaras.apps.programmes.rules.ledger import Account, State
from selaras.apps.verval.models.submissions import Observation
from selaras.apps.wilayah import rules as regions
from selaras.kernel import measures

SEE, IDENTITY = access.Ability.SEE, access.FieldClass.IDENTITY
DECILES = tuple(range(1, matrix.MOST_DECILE + 1))


@dataclass(frozen=True, slots=True)
class Money:
    """A programme's money in a year as far as the reader's regions go. `budget` None: nobody named one, or the region is smaller
    than what the budget is for."""

    programme: Programme
    budget: int | None
    account: Account

    @property
    def unspent(self) -> int | None:
        """What of the budget has not reached anybody."""
        return None if self.budget is None else self.budget - self.account.paid


@dataclass(frozen=True, slots=True)
class Found:
    """Findings of visits: errors of targeting, and families left out because their visits say different things."""

    errors: measuring.Errors
    differing: int


class Measures:
    """One region, one year, one programme ("" for all together), for one reader."""

    def __init__(self, actor: access.Actor, asked: Asked, wilayah: str, program: str) -> None:
        self.actor, self.asked, self.wilayah, self.program = actor, asked, wilayah, program
        self.year = asked.on.year
        self.matrix = Matrix(asked.seen, asked.current, matrix.Filter(wilayah, program=program))
        self.served = self._served()

    @property
    def chosen(self) -> list[Programme]:
        """The programmes that are measured."""
        return [e.programme for e in self.asked.current if self.program in ("", e.code)]

    def _served(self) -> Yes:
        """Families of the region that have it, by lists or because a delivery of the year reached them."""
        found = np.zeros(self.matrix.height, np.bool_)
        for each in self.asked.current:
            mine = self.asked.seen.has[each.code]
            if mine is not None and self.program in ("", each.code):
                found |= mine
        paid = self._lines().filter(state=State.PAID).values_list("keluarga", flat=True)
        reached = self.asked.seen.snapshot.references.is_in(sorted(set(paid))).to_numpy()
        both: Yes = self.matrix.rows & (found | reached)
        return both

    def _lines(self) -> QuerySet[Line]:
        found = Line.objects.filter(
            self._readable(),
            cycle__programme__in=self.chosen,
            cycle__period__startswith=str(self.year),
            cycle__state__in=LIVE,
        )
        return found.filter(people.within([self.wilayah])) if self.wilayah else found

    def _readable(self) -> Q:
        """Lines this reader may count: of families they may name, and of lists that tell of health only those they may read."""
        secret = [
            each
            for each in Cycle.objects.select_related("programme", "plan").filter(
                programme__in=self.chosen, period__startswith=str(self.year), state__in=LIVE
            )
            if delivery.secret(each)
        ]
        seen = people.within(access.scopes(self.actor, SEE, IDENTITY)) & ~Q(cycle__in=secret)
        for each in secret:
            seen |= Q(cycle=each) & people.within(delivery.regions(each, self.actor))
        return seen

    def by_decile(self) -> list[tuple[int | None, measures.Share | None]]:
        """Coverage of each official decile, and of the families whose decile is not known (None)."""
        table = self._table().group_by("desil").agg(pl.col("served").sum(), pl.len())
        known = {row[0]: (int(row[1]), int(row[2])) for row in table.iter_rows()}
        keys: list[int | None] = [*DECILES, None]
        return [(each, measures.share(*known.get(each, (0, 0)))) for each in keys]

    def _table(self) -> pl.DataFrame:
        families = self.asked.seen.snapshot.families.select("desil", "kode_desa")
        marks = pl.Series("served", self.served), pl.Series("here", self.matrix.rows)
        return families.with_columns(*marks).filter("here")

    def all(self) -> measures.Share | None:
        """Coverage of everybody in the region."""
        return measures.share(int(self.served.sum()), int(self.matrix.rows.sum()))

    def by_village(self) -> dict[str, measures.Share | None]:
        """Coverage by village."""
        return {
            code: measures.share(*each)
            for code, each in self.matrix.places(self.served, regions.DESA).items()
        }

    def visits(self) -> Found:
        """Errors against the findings of the newest campaign each family was visited in; a finding is of need, not of a rule, so for
        one programme those who should have it are those found poor whom its rule fits."""
        outcomes = self._outcomes()
        snapshot = self.asked.seen.snapshot
        rows = pl.DataFrame({"reference": list(outcomes)}, schema={"reference": pl.String}).join(
            snapshot.references.to_frame().with_row_index("row"), on="reference", how="inner"
        )
        told, differing = [], 0
        fits = self.asked.seen.of(self.program, 0) if self.program else None
        for reference, row in rows.iter_rows():
            said = outcomes[reference]
            if not self.matrix.rows[row]:
                continue
            if len(said) > 1:
                differing += 1
                continue
            outcome = next(iter(said))
            if fits is not None and outcome in measuring.SHOULD and not fits[row] and not self.served[row]:
                # In need, but not of this programme: neither missed by it nor wrongly in it.
                continue
            told.append((outcome, bool(self.served[row])))
        return Found(measuring.errors(told), differing)

    def _outcomes(self) -> dict[str, set[str]]:
        seen = people.within(access.scopes(self.actor, SEE, IDENTITY))
        rows = Observation.objects.filter(seen, counts=True, back_check=False).exclude(keluarga=None)
        newest: dict[str, int] = {}
        said: dict[str, set[str]] = defaultdict(set)
        for keluarga, campaign, outcome in rows.values_list("keluarga", "campaign", "outcome").order_by(
            "campaign"
        ):
            if keluarga is None:
                continue
            if newest.get(keluarga) != campaign:
                newest[keluarga], said[keluarga] = campaign, set()
            said[keluarga].add(outcome)
        return said

    def money(self) -> list[Money]:
        """By programme that has a budget or a delivery this year."""
        whole = self.wilayah.count(".") <= regions.KABKOTA
        budgets = dict(
            Funding.objects.filter(programme__in=self.chosen, year=self.year, budget__gt=0)
            .values_list("programme").annotate(n=Sum("budget"))
        )  # fmt: skip
        found = []
        for each in self.chosen:
            account = delivery.standing(each, self.year).total.account if whole else Account()
            budget = budgets.get(each.pk) if whole else None
            if budget or account.decided:
                found.append(Money(each, budget, account))
        return found

    def days(self) -> measuring.Days | None:
        """From the decision (the decree of the plan, else the day the list was frozen) to the first payment of each line."""
        lines = self._lines().filter(state__in=(State.PAID, State.PARTLY)).select_related("cycle__plan")
        paid = dict(
            Entry.objects.filter(line__in=lines, kind=words.Entry.PAID, amount__gt=0)
            .values_list("line").annotate(first=Min("day"))
        )  # fmt: skip
        return measuring.days(
            (begin, paid[each.pk]) for each in lines if paid.get(each.pk) and (begin := _decided(each))
        )


def _decided(line: Line) -> dt.date | None:
    plan, frozen = line.cycle.plan, line.cycle.frozen_at
    if plan is not None and plan.sk_date:
        return plan.sk_date
    return frozen.date() if frozen else None
