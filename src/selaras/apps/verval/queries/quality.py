"""Reads for the supervisor: visits with what should be looked at, officers in the order of it, agreement of back-checks."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.verval.models.campaigns import Campaign, Target
from selaras.apps.verval.models.submissions import Attachment, Observation
from selaras.apps.verval.queries import findings
from selaras.apps.verval.rules import agreement, comparing, quality
from selaras.apps.verval.rules import findings as merging
from selaras.apps.verval.rules.words import TargetState

LEAD, IDENTITY = access.Ability.LEAD, access.FieldClass.IDENTITY


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit with its marks, own ones and those beside others. `submission`, `target`: what its pages are called by."""

    submission: int
    target: str
    user: int
    kode_desa: str
    outcome: str
    received: dt.datetime
    marks: tuple[comparing.Mark, ...]


@dataclass(slots=True)
class Officer:
    """An officer's visits. `counted`: how many visits carry each mark; `marked`: how many carry any."""

    user: int
    name: str
    visits: int = 0
    marked: int = 0
    median: float | None = None
    counted: Counter[str] = field(default_factory=Counter)


def observed(actor: access.Actor, campaign: Campaign) -> QuerySet[Observation]:
    """Observations of a campaign where this person leads, also those that are held."""
    regions = access.scopes(actor, LEAD, IDENTITY)
    return Observation.objects.filter(people.within(regions), campaign=campaign)


def visits(actor: access.Actor, campaign: Campaign) -> list[Seen]:
    """All visits of a campaign with their marks, newest first."""
    rows = list(observed(actor, campaign).select_related("submission", "target").order_by("-pk"))
    beside = comparing.marks(_visits(rows, _photos(rows)))
    return [
        Seen(
            row.submission_id, row.target.reference if row.target else "", row.user, row.kode_desa or "",
            row.outcome, row.received_at, (*_own(row.flags), *beside.get(row.submission.instance, ())),
        )
        for row in rows
    ]  # fmt: skip


def _own(flags: Mapping[str, float]) -> Iterable[comparing.Mark]:
    return (comparing.Mark(code, float(figure)) for code, figure in sorted(flags.items()))


def _photos(rows: Sequence[Observation]) -> dict[int, list[comparing.Photo]]:
    found: dict[int, list[comparing.Photo]] = {}
    kept = Attachment.objects.filter(submission__in=[row.submission_id for row in rows], picture=True)
    for submission, sha256, likeness in kept.values_list("submission", "sha256", "likeness"):
        found.setdefault(submission, []).append(comparing.Photo(sha256, likeness))
    return found


def _visits(
    rows: Iterable[Observation], photos: Mapping[int, list[comparing.Photo]]
) -> Iterable[comparing.Visit]:
    for row in rows:
        ahead = dt.timedelta(hours=float(row.flags.get(quality.CLOCK, 0.0)))
        begun = row.started - ahead if row.started else row.received_at
        yield comparing.Visit(
            row.submission.instance, row.user, str(row.target_id or row.submission.instance), row.outcome, begun,
            minutes(row), row.lat, row.lon, row.accuracy, row.sameness, tuple(photos.get(row.submission_id, ())),
        )  # fmt: skip


def minutes(row: Observation) -> float | None:
    """How long a visit took by the phone; None where it does not say."""
    if row.started is None or row.ended is None or row.ended < row.started:
        return None
    return (row.ended - row.started).total_seconds() / 60


def officers(seen: Iterable[Seen]) -> list[Officer]:
    """Officers, those with the largest share of visits to look at first."""
    found: dict[int, Officer] = {}
    for each in seen:
        officer = found.setdefault(each.user, Officer(each.user, ""))
        officer.visits += 1
        officer.marked += bool(each.marks)
        officer.counted.update({mark.code for mark in each.marks})
    names = findings.names(found)
    for user, officer in found.items():
        officer.name = names.get(user, "–")
    return sorted(found.values(), key=lambda o: (-o.marked / o.visits, -o.marked, o.name))


@dataclass(frozen=True, slots=True)
class Compared:
    """Agreement of one question, or of one officer's visits over all questions that were asked twice."""

    name: str
    result: agreement.Agreement


def agreed(actor: access.Actor, campaign: Campaign) -> tuple[list[Compared], list[Compared]]:
    """(by question, by officer): first visits beside their back-checks. Either campaign may be named.

    Questions about single members and texts are left out: they are not of a few fixed answers.
    """
    by_field: dict[str, list[tuple[str, str]]] = {}
    by_officer: dict[int, list[tuple[str, str]]] = {}
    asked = _choices(campaign)
    for user, first, second in _pairs(actor, campaign):
        for name in sorted(first.keys() & second.keys() & asked):
            pair = (first[name], second[name])
            by_field.setdefault(name, []).append(pair)
            if name == "hasil":
                by_officer.setdefault(user, []).append(pair)
    names = findings.names(by_officer)
    fields = [Compared(name, agreement.agreement(pairs)) for name, pairs in sorted(by_field.items())]
    people = [Compared(names.get(u, "–"), agreement.agreement(p)) for u, p in sorted(by_officer.items())]
    return fields, people


def of_outcomes(actor: access.Actor, campaign: Campaign) -> agreement.Agreement | None:
    """Agreement about the outcome of visits, for dashboards; None before it can be said."""
    if (
        not Target.objects.filter(people.within(access.scopes(actor, LEAD, IDENTITY)), checks__isnull=False)
        .filter(Q(campaign=campaign) | Q(checks__campaign=campaign), state=TargetState.VISITED)
        .exists()
    ):
        return None
    found = next((each.result for each in agreed(actor, campaign)[0] if each.name == "hasil"), None)
    return found if found and found.kappa is not None else None


def _choices(campaign: Campaign) -> frozenset[str]:
    """Questions with fixed answers in the form of a campaign, and the outcome."""
    asked = campaign.instrument.questions
    return frozenset({"hasil", *(q["name"] for q in asked if str(q.get("kind", "")) == "select_one")})


def _pairs(actor: access.Actor, campaign: Campaign) -> Iterable[tuple[int, dict[str, str], dict[str, str]]]:
    """(officer, first answers, answers of the back-check) of each target that was visited again."""
    regions = access.scopes(actor, LEAD, IDENTITY)
    again = Observation.objects.filter(people.within(regions), counts=True, back_check=True)
    again = again.filter(target__checks__campaign=campaign) | again.filter(campaign=campaign)
    checks = list(again.select_related("submission", "target").order_by("pk").distinct())
    wanted = [row.target.checks_id for row in checks if row.target]
    first: dict[int, Observation] = {}
    rows = Observation.objects.filter(
        people.within(regions), target__in=wanted, counts=True, back_check=False
    )
    for row in rows.select_related("submission").order_by("pk"):
        # What the officer said last before the answers were compared; what it corrects is older.
        first[row.target_id or 0] = row
    many = findings.multiple(campaign)
    for row in checks:
        one = first.get(row.target.checks_id or 0) if row.target else None
        if one is not None and one.user != row.user:
            said = [merging.values_of(findings.answers(each), many) for each in (one, row)]
            yield one.user, said[0], said[1]
