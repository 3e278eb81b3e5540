"""Reads of campaigns."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.verval.models.campaigns import Campaign
from selaras.apps.wilayah import rules as regions


def visible(actor: access.Actor, ability: access.Ability = access.Ability.SEE) -> QuerySet[Campaign]:
    """Campaigns in the regions of this person, and those of a wider region that reach into them; newest first."""
    scopes = access.scopes(actor, ability)
    if "" in scopes:
        return Campaign.objects.all()
    above = {code for scope in scopes for code in regions.above(scope)}
    return Campaign.objects.filter(people.within(scopes, "wilayah") | Q(wilayah__in=above))


def one(reference: str, actor: access.Actor, ability: access.Ability = access.Ability.SEE) -> Campaign | None:
    """A campaign this person may know of."""
    return visible(actor, ability).filter(reference=reference).first()


def by_id(campaign_id: int) -> Campaign | None:
    """A campaign, for our own jobs."""
    return Campaign.objects.filter(pk=campaign_id).first()


def for_visits(reference: str) -> Campaign | None:
    """A campaign by reference, whoever asks: what may be done in it is for the caller to narrow."""
    return Campaign.objects.filter(reference=reference).first()
