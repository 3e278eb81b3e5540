"""Families on no list whom officers met: what their visits say, and whether somebody proposed them already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from selaras.apps.accounts import rules as access
from selaras.apps.penetapan.models import Appeal
from selaras.apps.penetapan.queries import appeals
from selaras.apps.penetapan.rules import appeals as rules
from selaras.apps.penetapan.rules import meetings
from selaras.apps.verval.models.campaigns import Target
from selaras.apps.verval.queries import campaigns, findings
from selaras.apps.verval.rules import findings as merged
from selaras.apps.verval.rules import forms
from selaras.apps.verval.rules.words import Outcome, TargetState
from selaras.kernel import names

# An officer who found nobody, or somebody who told nothing, found no family to speak about.
_MET = (Outcome.LAYAK, Outcome.TIDAK_LAYAK, meetings.CONTRADICTED)


@dataclass(frozen=True, slots=True)
class Met:
    """A family an officer met. `finding`: an outcome, or CONTRADICTED."""

    target: str
    finding: str
    name: str
    address: str
    rt: str
    on: dt.date


def met(campaign: str, kode_desa: str, actor: access.Actor) -> list[Met]:
    """The visited families on no list of a campaign in a village, in the order they were met."""
    row = campaigns.one(campaign, actor)
    if row is None:
        return []
    there = Target.objects.filter(campaign=row, kode_desa=kode_desa, keluarga=None, checks=None)
    visited = there.exclude(state=TargetState.WITHDRAWN).filter(
        observations__counts=True, observations__back_check=False
    )
    found = []
    for each in findings.told(
        visited.distinct().select_related("campaign__instrument").order_by("pk")
    ).values():
        held = each.finding
        contradicted = isinstance(held.fields.get(forms.OUTCOME), merged.Open)
        outcome = meetings.CONTRADICTED if contradicted else held.value(forms.OUTCOME) or ""
        said = [held.value(name) or "" for name in ("nama_baru", "alamat_baru")]
        found.append(
            Met(each.target.reference, outcome, said[0], said[1], each.target.rt, findings.day(each))
        )
    return found


def speaks(found: Met) -> bool:
    """Whether a meeting has something to speak about."""
    return found.finding in _MET


def with_targets(references: Iterable[str]) -> dict[str, Appeal]:
    """The proposals these visits belong to, by target."""
    return {row.target: row for row in Appeal.objects.filter(target__in=list(references))}


def same(found: Met, kode_desa: str) -> Appeal | None:
    """An open proposal of the village that speaks of the same family and has no visit yet: the same name, no other RT."""
    wanted = _words(found.name)
    waiting = Appeal.objects.filter(
        kode_desa=kode_desa, kind=rules.Kind.USUL, state__in=rules.OPEN, keluarga=None, target=""
    )
    for row in waiting.order_by("pk") if wanted else ():
        said = appeals.about(row)
        if _words(said.about) == wanted and _digits(said.rt) in (0, _digits(found.rt)):
            return row
    return None


def _words(name: str) -> tuple[str, ...]:
    return (
        tuple(sorted(names.standard_token(each) for each in names.standard(name).tokens))
        if name.strip()
        else ()
    )


def _digits(rt: str) -> int:
    told = "".join(sign for sign in rt if sign.isdigit())[:3]
    return int(told) if told else 0
