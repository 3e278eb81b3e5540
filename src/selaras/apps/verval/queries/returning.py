"""What is settled in a campaign and may go back into the registry, and what went back before."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.registry import queries as registry
from selaras.apps.verval.models.campaigns import Campaign, Target
from selaras.apps.verval.models.submissions import Observation, Return
from selaras.apps.verval.rules import edition, words
from selaras.shell import secrets


def answers(observation: Observation) -> dict[str, Any]:
    """What was answered, by name of the question."""
    text = secrets.unseal(
        observation.answers, table="verval_observation", row=observation.submission.instance, field="answers"
    )
    found: dict[str, Any] = json.loads(text)
    return found


def day(observation: Observation) -> dt.date:
    """The day of a visit as the server knows it: when it came in, or, where the phone tells an earlier day, that."""
    received = timezone.localdate(observation.received_at)
    told = timezone.localdate(observation.started) if observation.started else received
    return min(told, received)


def people(references: Iterable[str], actor: access.Actor) -> dict[str, tuple[str, list[str]]]:
    """Head and members of each keluarga `actor` may see, by reference."""
    wanted = set(references)
    heads = dict(
        registry.visible_keluarga(actor=actor).filter(reference__in=wanted).values_list("reference", "kepala")
    )
    members: dict[str, list[str]] = {}
    rows = registry.visible_persons(actor=actor).filter(keluarga__in=wanted).order_by("reference")
    told: dict[str, str] = {}
    for reference, keluarga, relation in rows.values_list("reference", "keluarga", "hubungan"):
        members.setdefault(keluarga or "", []).append(reference)
        if relation == "kepala":
            told.setdefault(keluarga or "", reference)
    found = {}
    for keluarga, head in heads.items():
        persons = members.get(keluarga, [])
        alone = persons[0] if len(persons) == 1 else ""
        found[keluarga] = (head or told.get(keluarga, alone), persons)
    return found


@dataclass(frozen=True, slots=True)
class Settled:
    """What a campaign settled: rows that may go back; targets where officers contradict one another; not yet visited."""

    rows: list[edition.Found]
    open: int
    waiting: int


def settled(campaign: Campaign) -> Settled:
    """The newest counting visit per target, where no other counting visit contradicts its outcome."""
    targets = Target.objects.filter(campaign=campaign, checks=None)
    targets = targets.exclude(state=words.TargetState.WITHDRAWN)
    visits: dict[int, list[Observation]] = {}
    found_in = Observation.objects.filter(campaign=campaign, counts=True, back_check=False)
    for visit in found_in.select_related("submission").order_by("received_at", "pk"):
        if visit.target_id:
            visits.setdefault(visit.target_id, []).append(visit)
    rows, contradicted, waiting = [], 0, 0
    for target in targets:
        told = visits.get(target.pk, [])
        if not told:
            waiting += 1
        elif len({visit.outcome for visit in told}) > 1:
            contradicted += 1
        else:
            last = told[-1]
            rows.append(
                edition.Found(
                    target.reference,
                    target.keluarga or "",
                    target.kode_desa,
                    last.outcome,
                    day(last),
                    answers(last),
                )
            )
    return Settled(rows, contradicted, waiting)


def returns(campaign: Campaign) -> list[Return]:
    """Editions that were made of a campaign's findings, newest first."""
    return list(Return.objects.filter(campaign=campaign).order_by("-id"))


def found(rows: Iterable[edition.Found], actor: access.Actor) -> list[edition.Found]:
    """The same with head and members as the registry has them now."""
    told = list(rows)
    known = people((row.keluarga for row in told if row.keluarga), actor)
    return [
        edition.Found(
            row.target, row.keluarga, row.kode_desa, row.outcome, row.on, row.answers,
            *known.get(row.keluarga, ("", [])),
        )
        for row in told
        if not row.keluarga or row.keluarga in known
    ]  # fmt: skip
