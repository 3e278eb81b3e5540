"""What a visit is marked with when it comes in. A mark asks a person to look; it refuses nothing."""

from __future__ import annotations

from django.utils import timezone

from selaras.apps.verval.models.submissions import Submission
from selaras.apps.verval.rules import forms, quality, words
from selaras.apps.wilayah import queries as wilayah


def flags(answers: forms.Answers, submission: Submission) -> dict[str, float]:
    """The marks of one visit (rules.quality). A sheet of paper has neither place nor clock."""
    if submission.channel == words.Channel.PAPER:
        return {}
    visit = quality.Visit(
        answers.started, answers.ended, submission.device_sent, submission.received_at,
        answers.lat, answers.lon, answers.accuracy,
    )  # fmt: skip
    return quality.flags_of(
        visit, wilayah.outline(submission.kode_desa or ""), timezone.get_default_timezone()
    )
