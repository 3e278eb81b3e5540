"""Reads of phones."""

from __future__ import annotations

from django.db.models import QuerySet

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.verval.models.submissions import Device


def of_person(actor: access.Actor) -> QuerySet[Device]:
    """Phones of this officer, the working ones first."""
    return Device.objects.filter(user=actor.user_id).order_by("withdrawn_at", "-pk")


def led(actor: access.Actor) -> QuerySet[Device]:
    """Phones of officers in the regions where this person leads."""
    regions = access.scopes(actor, access.Ability.LEAD, access.FieldClass.IDENTITY)
    return Device.objects.filter(people.within(regions)).order_by("withdrawn_at", "-pk")


def names(actor: access.Actor) -> dict[int, str]:
    """Names of those whose phones `actor` leads, by number of the person."""
    found = led(actor).values_list("user", flat=True)
    return {person.pk: person.name for person in people.people().filter(pk__in=set(found))}
