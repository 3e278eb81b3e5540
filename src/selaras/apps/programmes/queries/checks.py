"""Samples of deliveries: what was drawn, what was found, and the share that arrived whole with its interval."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.delivery import Check, Cycle
from selaras.apps.programmes.rules import checks as rules
from selaras.kernel import measures

_LEAD, _SEE, _IDENTITY = access.Ability.LEAD, access.Ability.SEE, access.FieldClass.IDENTITY


@dataclass(frozen=True, slots=True)
class Result:
    """Answers of a sample. `whole`: share of the answered that got all; None before the first answer. `missing`: rupiah that
    families of the sample did not get."""

    drawn: int
    answered: int
    counts: tuple[tuple[rules.Text, int], ...]
    whole: measures.Share | None
    missing: int


def _visible(actor: access.Actor, ability: access.Ability) -> QuerySet[Check]:
    return Check.objects.filter(people.within(access.scopes(actor, ability, _IDENTITY)))


def rows(cycle: Cycle, actor: access.Actor) -> list[Check]:
    """Drawn lines of a cycle that `actor` may see, by village."""
    found = _visible(actor, _SEE).filter(line__cycle=cycle).select_related("line")
    return list(found.order_by("kode_desa", "line__number"))


def check(key: int, actor: access.Actor) -> Check | None:
    """One drawn line that `actor` may look into, with its line and cycle."""
    return _visible(actor, _LEAD).select_related("line__cycle__programme").filter(pk=key).first()


def result(found: list[Check]) -> Result:
    """What the answers of these say."""
    answered = [each for each in found if each.outcome]
    counts = tuple(
        (name, sum(each.outcome == code for each in answered)) for code, name in rules.OUTCOMES.items()
    )
    whole = sum(each.outcome == rules.Outcome.FULL for each in answered)
    missing = sum(each.line.amount - each.received for each in answered if each.received is not None)
    return Result(len(found), len(answered), counts, measures.share(whole, len(answered)), missing)
