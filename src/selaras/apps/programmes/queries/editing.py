"""Versions of rules that are written, wait, and were decided; who may write and who may decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes.models.catalogue import Funding, Programme, Rule
from selaras.apps.programmes.queries import catalogue
from selaras.apps.programmes.rules import words

PROGRAMME = accounts.FieldClass.PROGRAMME
OPEN = (words.RuleState.DRAFT, words.RuleState.PROPOSED)
PUBLISHED = (words.RuleState.VALID, words.RuleState.REPLACED)


def may_write(actor: accounts.Actor, programme: Programme) -> bool:
    """Whether a programme is one of the actor's own agency, in a region where they keep programmes."""
    mine = bool(programme.agency) and programme.agency == actor.agency
    return mine and accounts.may(actor, accounts.Ability.PLAN, programme.wilayah, PROGRAMME)


def may_decide(actor: accounts.Actor, programme: Programme) -> bool:
    """Whether the actor decides on what others wrote for a programme."""
    return accounts.may(actor, accounts.Ability.APPROVE, programme.wilayah, PROGRAMME)


def writable(actor: accounts.Actor) -> list[Programme]:
    """Open programmes the actor may change, by name."""
    scopes = accounts.scopes(actor, accounts.Ability.PLAN, PROGRAMME)
    found = Programme.objects.filter(people.within(scopes, "wilayah"), closed_at=None, agency=actor.agency)
    return list(found) if actor.agency else []


def rule(programme: Programme, number: int) -> Rule | None:
    """One version."""
    return Rule.objects.filter(programme=programme, number=number).first()


def published(programme: Programme) -> bool:
    """Whether a rule of it was ever published."""
    return Rule.objects.filter(programme=programme, state__in=PUBLISHED).exists()


def open_rule(programme: Programme) -> Rule | None:
    """The version that is being written or waits for approval."""
    return Rule.objects.filter(programme=programme, state__in=OPEN).first()


def waiting(actor: accounts.Actor) -> list[Rule]:
    """Versions that wait for this actor's decision, oldest first: proposed, and not written by them."""
    scopes = accounts.scopes(actor, accounts.Ability.APPROVE, PROGRAMME)
    found = Rule.objects.filter(
        people.within(scopes, "programme__wilayah"), state=words.RuleState.PROPOSED, programme__closed_at=None
    ).select_related("programme")
    return [each for each in found.order_by("made_at", "pk") if actor.user_id not in each.authors]


def drafts(actor: accounts.Actor) -> list[Rule]:
    """Versions of the actor's own programmes that are still being written."""
    return list(Rule.objects.filter(programme__in=writable(actor), state=words.RuleState.DRAFT))


def before(found: Rule) -> Rule | None:
    """The version to compare with: for what is not decided yet the one that holds when it begins, else the published one before it."""
    if found.state in PUBLISHED:
        earlier = Rule.objects.filter(
            programme=found.programme_id, state__in=PUBLISHED, number__lt=found.number
        )
        return earlier.order_by("-number").first()
    return catalogue.current(found.valid_from).get(found.programme_id)


def after(found: Rule) -> Rule | None:
    """A published version that takes the place of this one on a later day."""
    later = Rule.objects.filter(
        programme=found.programme_id, state__in=PUBLISHED, valid_from__gt=found.valid_from
    ).exclude(pk=found.pk)
    return later.order_by("valid_from", "number").first()


@dataclass(frozen=True, slots=True)
class Standing:
    """What a version is on a day: `code` one of words.RuleState, or "akan_berlaku"."""

    code: str


def standing(found: Rule, current: int | None, on: dt.date) -> Standing:
    """Its state as of a day. `current`: id of the version that holds then."""
    if found.state not in PUBLISHED or found.pk == current:
        return Standing(words.RuleState.VALID if found.pk == current else found.state)
    return Standing("akan_berlaku" if found.valid_from > on else words.RuleState.REPLACED)


def funding(programme: Programme, year: int | None = None) -> list[Funding]:
    """Its lines of money, newest year first; of one year where given."""
    found = programme.funding.all() if year is None else programme.funding.filter(year=year)
    return list(found.order_by("-year", "line", "pk"))
