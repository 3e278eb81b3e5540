"""Reads of forms and of whom they go to."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from selaras.apps.accounts import rules as access
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Instrument, Officer
from selaras.apps.verval.rules import instruments, words


def current() -> Instrument | None:
    """The newest version of the standard form that is not withdrawn; None before the first was published."""
    standing = Instrument.objects.filter(form_id=instruments.standard().form_id, withdrawn_at=None)
    return standing.order_by("-published_at", "-pk").first()


def versions() -> QuerySet[Instrument]:
    """All versions, newest first."""
    return Instrument.objects.order_by("-published_at", "-pk")


def version(pk: int) -> Instrument | None:
    """One version."""
    return Instrument.objects.filter(pk=pk).first()


def named(form_id: str, number: str) -> Instrument | None:
    """One version by its id and version."""
    return Instrument.objects.filter(form_id=form_id, version=number).first()


def of_officer(actor: access.Actor) -> list[Instrument]:
    """The forms of the running campaigns this officer works in, none of them withdrawn, by id."""
    mine = Assignment.objects.filter(user=actor.user_id, until=None).values("target__campaign")
    named_in = Officer.objects.filter(user=actor.user_id).values("campaign")
    running = Campaign.objects.filter(Q(pk__in=mine) | Q(pk__in=named_in), state=words.CampaignState.RUNNING)
    found = Instrument.objects.filter(pk__in=running.values("instrument"), withdrawn_at=None)
    return list(found.order_by("form_id", "version"))
