"""Reads of weekly pages."""

from __future__ import annotations

from django.db.models import QuerySet

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.verval.models.campaigns import Campaign, Report
from selaras.apps.verval.rules.words import CampaignState

SEE, PROGRAMME = access.Ability.SEE, access.FieldClass.PROGRAMME


def visible(actor: access.Actor) -> QuerySet[Report]:
    """Weekly pages of the regions of this person, newest first, without their contents. Exact figures: not for the public."""
    found = Report.objects.filter(people.within(access.scopes(actor, SEE, PROGRAMME), "wilayah"))
    return found.defer("pdf", "figures").order_by("-week", "-pk")


def one(report_id: int, actor: access.Actor) -> Report | None:
    """One page with its contents."""
    return visible(actor).defer(None).filter(pk=report_id).first()


def regions(actor: access.Actor) -> list[str]:
    """Regions with campaigns for which this person may make a page."""
    scopes = access.scopes(actor, access.Ability.LEAD, access.FieldClass.IDENTITY)
    running = Campaign.objects.filter(state=CampaignState.RUNNING)
    found = set(running.filter(people.within(scopes, "wilayah")).values_list("wilayah", flat=True))
    return sorted(found)
