"""The catalogue the house brings along, written once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from selaras.apps.programmes.models.catalogue import Exclusion, Programme, Rule
from selaras.apps.programmes.rules import catalogue, words

_PLAIN = (
    "name", "owner_kind", "agency", "owner_name", "strategy", "unit", "benefit", "gives", "wilayah", "cycles", "basis",
    "source", "assumption", "documents", "receives",
)  # fmt: skip
_NOBODY = "Daftar bawaan Selaras"


@transaction.atomic
def seed() -> int:
    """Writes the programmes of the list that are not there, each with its first rule; returns how many. Safe to repeat: what an
    official has changed since stays as it is."""
    made = 0
    for entry in catalogue.listed():
        values = {name: entry[name] for name in _PLAIN if name in entry}
        programme, new = Programme.objects.get_or_create(code=entry["code"], defaults=values)
        if new:
            _first_rule(programme, entry)
            made += 1
    for entry in catalogue.listed():
        _exclusions(entry)
    return made


def _first_rule(programme: Programme, entry: dict[str, Any]) -> None:
    clauses, figures = entry["clauses"], entry["figures"]
    Rule.objects.create(
        programme=programme, number=1, state=words.RuleState.VALID, clauses=clauses, figures=figures,
        valid_from=_since(entry), digest=catalogue.digest(clauses, figures), made_by_name=_NOBODY,
        note=entry.get("note", ""),
    )  # fmt: skip


def _since(entry: dict[str, Any]) -> dt.date:
    found = entry["valid_from"]
    assert isinstance(found, dt.date), "the list writes days as days"
    return found


def _exclusions(entry: dict[str, Any]) -> None:
    for each in entry.get("excludes", ()):
        pair = {"one__code": entry["code"], "other__code": each["code"]}
        if not Exclusion.objects.filter(**pair).exists():
            one, other = (Programme.objects.get(code=code) for code in pair.values())
            Exclusion.objects.create(one=one, other=other, reason=each["reason"], basis=each.get("basis", ""))
