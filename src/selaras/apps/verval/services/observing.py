"""Where a submission belongs, whether it counts, and what it says as an observation."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.utils import timezone

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Instrument, Target
from selaras.apps.verval.models.submissions import Device, Observation, Submission
from selaras.apps.verval.rules import forms, receiving, words
from selaras.apps.verval.services import quality
from selaras.shell import secrets

_FILES = frozenset({"photo", "image", "audio", "video", "file", "audit"})


@dataclass(frozen=True, slots=True)
class Place:
    """What a submission is about and whether it counts."""

    campaign: Campaign | None
    target: Target | None
    kode_desa: str | None
    standing: words.Standing
    held: str
    expected: tuple[str, ...] = ()


def place_of(answers: forms.Answers | None, by: access.Actor, device: int | None) -> Place:
    """Finds target, campaign and village of a submission and says whether it counts. Must run in the context of the door."""
    phone = Device.objects.filter(pk=device).first() if device else None
    home = phone.kode_desa if phone else _home(by)
    if answers is None:
        return Place(None, None, home, words.Standing.HELD, words.Held.UNREADABLE.value)
    target = Target.objects.select_related("campaign").filter(reference=answers.target or "-").first()
    campaign = (
        target.campaign if target else Campaign.objects.filter(reference=answers.campaign or "-").first()
    )
    form = Instrument.objects.filter(form_id=answers.form_id, version=answers.version).first()
    standing, held = receiving.standing_of(_facts(answers, by, phone, target, campaign, form))
    return Place(campaign, target, target.kode_desa if target else home, standing, held, tuple(answers.files))


def _facts(
    answers: forms.Answers,
    by: access.Actor,
    phone: Device | None,
    target: Target | None,
    campaign: Campaign | None,
    form: Instrument | None,
) -> receiving.Facts:
    known = people.actor(by.user_id) if by.user_id else by
    visits = access.scopes(known, access.Ability.VISIT, access.FieldClass.IDENTITY) if known else ()
    assigned = (
        Assignment.objects.filter(target=target, user=by.user_id, until=None).exists()
        if target
        # A family on no list was sent to nobody: it belongs to a campaign whoever met it works in.
        else campaign is not None and not answers.target
    )
    return receiving.Facts(
        readable=answers.outcome in set(words.Outcome) or answers.fields.get(forms.CONSENT) == "tidak",
        form_known=form is not None,
        form_withdrawn=form is not None and form.withdrawn_at is not None,
        officer_active=bool(visits or _desk(known)) and (phone is None or phone.withdrawn_at is None),
        campaign_ended=campaign is not None and campaign.state != words.CampaignState.RUNNING,
        in_region=target is None
        or any(access.inside(target.kode_desa, scope) for scope in _regions(known, visits)),
        assigned=assigned,
    )


def _desk(known: access.Actor | None) -> tuple[str, ...]:
    """Whoever leads verval may type in what came on paper."""
    return access.scopes(known, access.Ability.LEAD, access.FieldClass.IDENTITY) if known else ()


def _regions(known: access.Actor | None, visits: tuple[str, ...]) -> tuple[str, ...]:
    return (*visits, *_desk(known))


def _home(by: access.Actor) -> str | None:
    found = access.scopes(by, access.Ability.VISIT)
    return found[0] if found and found[0] else None


def sameness(answers: forms.Answers) -> str:
    """A keyed digest of all answers but those that tell who somebody is."""
    asked = {name: value for name, value in sorted(answers.fields.items()) if name not in forms.IDENTIFYING}
    return secrets.blind(json.dumps(asked, ensure_ascii=False), field="verval_jawaban").hex()


def sealed(answers: forms.Answers, instance: str) -> bytes:
    """The answers as they are kept: JSON by name of the question."""
    text = json.dumps(answers.fields, ensure_ascii=False)
    return secrets.seal(text, table="verval_observation", row=instance, field="answers")


def write(submission: Submission, answers: forms.Answers, place: Place) -> None:
    """The observation of a submission that was just taken in, and the visit of its target where it counts."""
    counts = place.standing is words.Standing.COUNTS
    target = place.target
    Observation.objects.create(
        submission=submission,
        campaign=place.campaign,
        target=target,
        keluarga=target.keluarga if target else None,
        kode_desa=place.kode_desa,
        user=submission.user,
        outcome=answers.outcome,
        detail=answers.detail,
        counts=counts,
        back_check=bool(target and target.checks_id),
        answers=sealed(answers, submission.instance),
        sameness=sameness(answers),
        started=answers.started,
        ended=answers.ended,
        lat=answers.lat,
        lon=answers.lon,
        accuracy=answers.accuracy,
        flags=quality.flags(answers, submission),
    )
    if counts and target is not None:
        waiting = (words.TargetState.WAITING, words.TargetState.ASSIGNED)
        Target.objects.filter(pk=target.pk, state__in=waiting).update(
            state=words.TargetState.VISITED, changed_at=timezone.now()
        )
