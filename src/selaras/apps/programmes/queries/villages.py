"""Villages of a programme that is for villages, for one reader: what its rule says of each and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.queries import facts, rules
from selaras.apps.programmes.rules import catalogue, judging, scope, veil, villages
from selaras.engine.eligibility.answering import Case, Outcome

SEE, IDENTITY = access.Ability.SEE, access.FieldClass.IDENTITY


@dataclass(frozen=True)
class Row:
    """A village. `families`: of the registry."""

    code: str
    families: int
    judged: judging.Judged

    @property
    def verdict(self) -> str:
        """The outcome as filters and addresses write it."""
        return self.judged.outcome.value.replace(" ", "_")


def listed(
    actor: access.Actor, current: rules.Current, on: dt.date, region: str, ability: access.Ability = SEE
) -> list[Row]:  # fmt: skip
    """Villages of a region whose families this reader may name (or do `ability` with), those that fit first, then those not known, by code within. Nothing
    a village is asked is sensitive. Raises SelarasError as `facts.registry`."""
    regions = access.scopes(scope.narrowed(actor, current.programme.agency or "-"), ability, IDENTITY)
    table = facts.registry().villages
    here = veil.inside(table[villages.CODE], regions) & veil.inside(table[villages.CODE], [region])
    clauses, subject = rules.ready(current.asked, on), catalogue.SUBJECTS[current.asked.unit]
    found = [
        Row(
            values[villages.CODE],
            int(values[villages.COUNT]),
            judging.judge(clauses, Case(values), frozenset(), subject),
        )
        for values in table.filter(here).to_dicts()
    ]
    return sorted(found, key=lambda each: (judging.ORDER.index(each.judged.outcome), each.code))


def counts(found: list[Row]) -> dict[Outcome, int]:
    """How many of each."""
    return {outcome: sum(each.judged.outcome is outcome for each in found) for outcome in judging.ORDER}
