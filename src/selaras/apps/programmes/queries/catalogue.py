"""Programmes and their rules. No personal data."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from selaras.apps.programmes.models.catalogue import Exclusion, Programme, Rule
from selaras.apps.programmes.rules import catalogue, words
from selaras.engine.eligibility import programme as engine


def programmes() -> list[Programme]:
    """Those that are not closed, by name."""
    return list(Programme.objects.filter(closed_at=None))


def programme(code: str) -> Programme | None:
    """One by its code."""
    return Programme.objects.filter(code=code).first()


def versions(programme: Programme) -> list[Rule]:
    """Of its rule, newest first."""
    return list(programme.rules.order_by("-number"))


def exclusions(programme: Programme) -> list[tuple[Programme, str]]:
    """Programmes a keluarga cannot have beside this one, and why."""
    found = Exclusion.objects.filter(Q(one=programme) | Q(other=programme)).select_related("one", "other")
    return [(each.other if each.one_id == programme.pk else each.one, each.reason) for each in found]


def pairs() -> list[tuple[Programme, Programme, str]]:
    """All of them: two programmes that are not closed, and why no keluarga can have both."""
    found = Exclusion.objects.select_related("one", "other").filter(
        one__closed_at=None, other__closed_at=None
    )
    return [(each.one, each.other, each.reason) for each in found.order_by("pk")]


def current(on: dt.date) -> dict[int, Rule]:
    """By programme the version that is valid on a day: of those begun by then, the newest that was published."""
    states = (words.RuleState.VALID, words.RuleState.REPLACED)
    found = Rule.objects.filter(state__in=states, valid_from__lte=on).order_by("valid_from", "number")
    return {each.programme_id: each for each in found}


def ready(programme: Programme, rule: Rule, on: dt.date) -> tuple[engine.Ready, ...]:
    """The clauses of a version on a day. Raises SelarasError as engine/eligibility/programme.ready does."""
    written = catalogue.rule(programme.code, str(rule.number), rule.clauses, rule.figures, programme.unit)
    return engine.ready(written, catalogue.SUBJECTS[written.unit], on)
