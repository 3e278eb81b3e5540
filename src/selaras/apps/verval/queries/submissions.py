"""Reads of what an officer sent in: their own, and nobody else's."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet

from selaras.apps.accounts import rules as access
from selaras.apps.verval.models.submissions import Observation, Submission
from selaras.shell import secrets


def own(actor: access.Actor, form_id: str) -> QuerySet[Submission]:
    """Submissions of this person with a form, newest first."""
    return Submission.objects.filter(user=actor.user_id, form_id=form_id).order_by("-pk")


def xml_of(row: Submission) -> bytes:
    """What was sent, as it was sent."""
    text = secrets.unseal(row.xml, table="verval_submission", row=row.instance, field="xml")
    return text.encode("latin-1")


def answers_of(row: Submission) -> dict[str, Any]:
    """The answers of a submission by name; nothing where it could not be read."""
    seen = Observation.objects.filter(submission=row).first()
    if seen is None:
        return {}
    text = secrets.unseal(seen.answers, table="verval_observation", row=row.instance, field="answers")
    found: dict[str, Any] = json.loads(text)
    return found


def told(row: Submission, *, whole: bool = False) -> dict[str, Any]:
    """A submission in plain values; `whole` with its answers."""
    present = set(row.attachments.values_list("name", flat=True))
    return {
        "instance": row.instance, "user": row.user, "device": row.device_label, "received": row.received_at,
        "standing": row.standing, "version": row.form_version, "files": len(present & set(row.expected)),
        "expected": len(row.expected), "names": [(name, name in present) for name in row.expected],
        "answers": answers_of(row) if whole else {},
    }  # fmt: skip
