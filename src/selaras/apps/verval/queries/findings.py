"""What is known about families that were visited: observations and decisions, merged by the rule."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.verval.models.campaigns import Campaign, Target
from selaras.apps.verval.models.submissions import (
    Attachment,
    Contradiction,
    Decision,
    Observation,
    Submission,
)
from selaras.apps.verval.queries import targets
from selaras.apps.verval.rules import findings, forms
from selaras.apps.verval.rules.words import Standing, TargetState
from selaras.shell import secrets

LEAD, IDENTITY = access.Ability.LEAD, access.FieldClass.IDENTITY
MOST = 500
# Whether answers about a target contradict one another, by what came and was decided: (id, counting, newest of each).
_REMEMBERED = 50_000
_open: dict[tuple[Any, ...], bool] = {}


@dataclass(frozen=True, slots=True)
class Told:
    """A target with what was said about it: the state, observations and decisions by their own keys, answers by key."""

    target: Target
    finding: findings.Finding
    observations: dict[str, Observation]
    decisions: dict[int, Decision]
    answers: dict[str, dict[str, forms.Value]]


@dataclass(frozen=True, slots=True)
class Settled:
    """What holds about one keluarga of a campaign. `values`: settled fields only; `day`: the last day it was visited."""

    target: str
    keluarga: str | None
    kode_desa: str
    outcome: str
    day: dt.date
    values: dict[str, str]
    open: tuple[str, ...]


def answers(observation: Observation) -> dict[str, forms.Value]:
    """What was answered, by name of the question."""
    text = secrets.unseal(
        observation.answers, table="verval_observation", row=observation.submission.instance, field="answers"
    )
    found: dict[str, forms.Value] = json.loads(text)
    return found


def multiple(campaign: Campaign | None) -> frozenset[str]:
    """Questions of many choices in the form of a campaign."""
    asked = campaign.instrument.questions if campaign else []
    return frozenset(each["name"] for each in asked if each.get("kind") == "select_multiple")


def told(rows: Iterable[Target]) -> dict[int, Told]:
    """The state of targets, by id. The caller has narrowed them to what may be seen."""
    wanted = {row.pk: row for row in rows}
    seen: dict[int, list[Observation]] = {pk: [] for pk in wanted}
    found = Observation.objects.filter(target__in=wanted).select_related("submission").order_by("pk")
    for each in found:
        seen[each.target_id or 0].append(each)
    made: dict[int, list[Decision]] = {pk: [] for pk in wanted}
    keys = {each.submission_id: pk for pk, rows_of in seen.items() for each in rows_of}
    asked = Decision.objects.filter(Q(target__in=wanted) | Q(submission__in=keys))
    for decision in asked.select_related("observation__submission", "submission").order_by("pk"):
        pk = keys.get(decision.submission_id or 0, decision.target_id or 0)
        if pk in made:
            made[pk].append(decision)
    return {pk: _told(row, seen[pk], made[pk]) for pk, row in wanted.items()}


def _told(target: Target, observations: list[Observation], decisions: list[Decision]) -> Told:
    many = multiple(target.campaign)
    opened = {each.submission.instance: answers(each) for each in observations}
    observed = [observed_of(each, opened[each.submission.instance], many) for each in observations]
    decided = [each for each in (decided_of(row) for row in decisions) if each is not None]
    return Told(
        target,
        findings.merge(observed, decided),
        {each.submission.instance: each for each in observations},
        {each.pk: each for each in decisions},
        opened,
    )


def observed_of(
    row: Observation, said: dict[str, forms.Value], many: frozenset[str] = frozenset()
) -> findings.Observed:
    """An observation as the rule takes it. Whether it was held is what stood when it came in, not what it became."""
    replaces = said.get(findings.REPLACES, "")
    return findings.Observed(
        row.submission.instance,
        row.user,
        findings.values_of(said, many),
        replaces if isinstance(replaces, str) else "",
        bool(row.submission.held),
        row.back_check,
    )


def decided_of(row: Decision) -> findings.Decided | None:
    """A decision as the rule takes it; None for one about nothing."""
    about = row.observation.submission if row.observation else row.submission
    if about is None:
        return None
    return findings.Decided(row.pk, row.what, about.instance, row.field, frozenset(row.seen))


def doubtful(actor: access.Actor, campaign: Campaign | None = None) -> QuerySet[Target]:
    """Targets seen more than once where this person leads, those waiting longest first: only there can answers contradict one
    another."""
    rows = targets.led(actor) if campaign is None else targets.led(actor).filter(campaign=campaign)
    counting = Count("observations", filter=Q(observations__counts=True, observations__back_check=False))
    return rows.annotate(seen=counting).filter(seen__gt=1).order_by("changed_at", "pk")


def contradictions(actor: access.Actor, campaign: Campaign | None = None) -> tuple[list[Told], bool]:
    """Targets with open fields, those waiting longest first; and whether there are more than were looked into."""
    rows = list(doubtful(actor, campaign).select_related("campaign__instrument")[: MOST + 1])
    found = [each for each in told(rows[:MOST]).values() if each.finding.open]
    return found, len(rows) > MOST


def contradicting(actor: access.Actor) -> int:
    """How many `contradictions` are, without unsealing again the answers about which nothing came and nothing was decided since."""
    if len(_open) > _REMEMBERED:
        _open.clear()
    said = Decision.objects.filter(target=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    newest = doubtful(actor).annotate(came=Max("observations"), said=Subquery(said))
    states = list(newest.values_list("pk", "seen", "came", "said")[:MOST])
    unknown = {state[0]: state for state in states if state not in _open}
    for pk, each in told(
        Target.objects.filter(pk__in=unknown).select_related("campaign__instrument")
    ).items():
        _open[unknown[pk]] = bool(each.finding.open)
    return sum(_open[state] for state in states if state in _open)


def one(actor: access.Actor, reference: str) -> Told | None:
    """A target this person leads, with all that was said about it."""
    row = targets.led(actor).select_related("campaign__instrument").filter(reference=reference).first()
    return told([row])[row.pk] if row else None


def settled(campaign: Campaign) -> list[Settled]:
    """One row per visited target whose outcome is settled; fields that are still open are left out and named."""
    rows = Target.objects.filter(campaign=campaign, checks=None).exclude(state=TargetState.WITHDRAWN)
    visited = rows.filter(observations__counts=True, observations__back_check=False).distinct()
    found = []
    for each in told(visited.select_related("campaign__instrument").order_by("pk")).values():
        outcome = each.finding.value(forms.OUTCOME)
        if outcome:
            values = {name: text for name in each.finding.fields if (text := each.finding.value(name))}
            found.append(
                Settled(
                    each.target.reference, each.target.keluarga, each.target.kode_desa, outcome, day(each), values,
                    each.finding.open,
                )
            )  # fmt: skip
    return found


def day(about: Told) -> dt.date:
    """The last day somebody was there: when it came in, or the earlier day the phone tells."""
    days = [_day(about.observations[key]) for key in about.finding.counting]
    return max(days) if days else timezone.localdate(about.target.changed_at)


def _day(row: Observation) -> dt.date:
    received = timezone.localdate(row.received_at)
    return min(timezone.localdate(row.started), received) if row.started else received


def held(actor: access.Actor) -> QuerySet[Submission]:
    """Submissions that wait in quarantine where this person leads, oldest first."""
    return submissions(actor).filter(standing=Standing.HELD).order_by("pk")


def submissions(actor: access.Actor) -> QuerySet[Submission]:
    """Submissions where this person leads."""
    regions = access.scopes(actor, LEAD, IDENTITY)
    return Submission.objects.filter(people.within(regions)).select_related(
        "target", "campaign__instrument", "device"
    )


def contradicted(actor: access.Actor) -> QuerySet[Contradiction]:
    """Other contents under a key that was taken, where this person leads; newest first."""
    regions = access.scopes(actor, LEAD, IDENTITY)
    return Contradiction.objects.filter(people.within(regions)).select_related("submission").order_by("-pk")


def attachment(actor: access.Actor, number: int) -> Attachment | None:
    """A photo or file of a submission this person leads."""
    regions = access.scopes(actor, LEAD, IDENTITY)
    rows = Attachment.objects.filter(people.within(regions)).select_related("submission")
    return rows.filter(pk=number).first()


def attachments(rows: Iterable[Submission]) -> dict[int, list[Attachment]]:
    """Photos and files by submission."""
    found: dict[int, list[Attachment]] = {}
    for each in Attachment.objects.filter(submission__in=list(rows)).order_by("name", "pk"):
        found.setdefault(each.submission_id, []).append(each)
    return found


def names(users: Iterable[int]) -> dict[int, str]:
    """Who officers are, by user."""
    return dict(people.people().filter(pk__in=set(users)).values_list("pk", "name"))
