"""Where a submission belongs, whether it counts, and what it says as an observation."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Instrument, Target
from selaras.apps.verval.models.submissions import Device, Observation, Submission
from selaras.apps.verval.rules import forms, receiving, words
from selaras.apps.verval.services import quality
from selaras.shell import secrets


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
    home = (phone.kode_desa or None) if phone else _home(by)
    if answers is None:
        return Place(None, None, home, words.Standing.HELD, words.Held.UNREADABLE.value)
    target = _target(answers.target, by) if answers.target else None
    campaign = (
        target.campaign if target else Campaign.objects.filter(reference=answers.campaign or "-").first()
    )
    # Not the form itself, which is long: only whether it stands.
    form = (
        Instrument.objects.filter(form_id=answers.form_id, version=answers.version)
        .only("withdrawn_at")
        .first()
    )
    standing, held = receiving.standing_of(_facts(answers, by, phone, target, campaign, form))
    return Place(campaign, target, target.kode_desa if target else home, standing, held, tuple(answers.files))


def _target(reference: str, by: access.Actor) -> Target | None:
    """The target with its campaign; `assigned`: whether this person has it now."""
    mine = Assignment.objects.filter(target=OuterRef("pk"), user=by.user_id, until=None)
    found = Target.objects.select_related("campaign").annotate(assigned=Exists(mine))
    return found.filter(reference=reference).first()


def _facts(
    answers: forms.Answers,
    by: access.Actor,
    phone: Device | None,
    target: Target | None,
    campaign: Campaign | None,
    form: Instrument | None,
) -> receiving.Facts:
    # Rights are those of this request: whoever answers it has just read them.
    visits = access.scopes(by, access.Ability.VISIT, access.FieldClass.IDENTITY)
    # Whoever leads verval may type in what came on paper.
    desk = access.scopes(by, access.Ability.LEAD, access.FieldClass.IDENTITY)
    if target is None:
        # A family on no list was sent to nobody: it belongs to the campaign of whoever met it.
        in_region, mine = True, campaign is not None and not answers.target
    else:
        in_region = any(access.inside(target.kode_desa, scope) for scope in (*visits, *desk))
        mine = bool(vars(target)["assigned"]) or any(access.inside(target.kode_desa, scope) for scope in desk)
    return receiving.Facts(
        readable=answers.outcome in set(words.Outcome) or answers.fields.get(forms.CONSENT) == "tidak",
        form_known=form is not None,
        form_withdrawn=form is not None and form.withdrawn_at is not None,
        officer_active=bool(visits or desk) and (phone is None or phone.withdrawn_at is None),
        campaign_ended=campaign is not None and campaign.state != words.CampaignState.RUNNING,
        in_region=in_region,
        assigned=mine,
    )


def _home(by: access.Actor) -> str | None:
    found = access.scopes(by, access.Ability.VISIT)
    return found[0] if found and found[0] else None


def _met(submission: Submission, place: Place) -> Target | None:
    """A family on no list, met on the way: a target of its own, so that what is found about it has a place."""
    if place.campaign is None or not place.kode_desa:
        return None
    made = Target.objects.create(
        campaign=place.campaign,
        kode_desa=place.kode_desa,
        state=words.TargetState.VISITED,
        why={"luar_daftar": True},
    )
    Submission.objects.filter(pk=submission.pk).update(target=made)
    return made


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
    target = place.target or (_met(submission, place) if counts else None)
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
