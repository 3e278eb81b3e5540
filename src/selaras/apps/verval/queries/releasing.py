"""Reads around one submission: its observation, what was decided about it, where it may belong."""

from __future__ import annotations

from collections.abc import Iterable

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.verval.models.campaigns import Campaign, Target
from selaras.apps.verval.models.submissions import Contradiction, Decision, Observation, Submission
from selaras.apps.verval.queries import targets
from selaras.apps.verval.rules.words import TargetState

MOST = 500


def observation(row: Submission) -> Observation | None:
    """What a submission says; None where nobody can read it."""
    return Observation.objects.select_related("submission").filter(submission=row).first()


def decisions(row: Submission) -> list[Decision]:
    """What people decided about a submission, newest first."""
    return list(Decision.objects.filter(submission=row).order_by("-pk"))


def contradicted(row: Submission) -> list[Contradiction]:
    """Other contents that came under its key."""
    return list(Contradiction.objects.filter(submission=row).order_by("-pk"))


def numbers(keys: Iterable[str]) -> dict[str, int]:
    """Ids of submissions by the key of the client; those of this person's regions, by row security."""
    return dict(Submission.objects.filter(instance__in=set(keys)).values_list("instance", "pk"))


def candidates(actor: access.Actor, running: Iterable[Campaign], kode_desa: str) -> list[Target]:
    """Families a held submission may belong to, where this person leads."""
    found = targets.led(actor).filter(campaign__in=list(running)).exclude(state=TargetState.WITHDRAWN)
    if kode_desa:
        found = found.filter(people.within([kode_desa]))
    return list(found.order_by("kode_desa", "rt", "rank")[:MOST])
