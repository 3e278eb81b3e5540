"""Reads of accounts."""

from __future__ import annotations

from django.db.models import QuerySet

from selaras.apps.accounts import rules
from selaras.apps.accounts.models import Agency, User


def actor(user_id: int, *, purpose: str = "") -> rules.Actor | None:
    """The acting person with the grants open now; None when there is no such user or they are switched off.

    Read at every request, so that taking rights away takes effect at once.
    """
    user = User.objects.select_related("agency").prefetch_related("grants").filter(pk=user_id, is_active=True).first()
    if user is None:
        return None
    grants = tuple(
        rules.Grant(grant.role, grant.scope)
        for grant in sorted(user.grants.all(), key=lambda grant: (grant.role, grant.scope))
        if grant.until is None and grant.role in rules.ROLES
    )
    return rules.Actor(
        user_id=user.pk,
        name=user.name,
        agency=user.agency.code,
        agency_kind=rules.AgencyKind(user.agency.kind),
        grants=grants,
        purpose=purpose,
    )


def agencies() -> QuerySet[Agency]:
    """All agencies by name."""
    return Agency.objects.order_by("name")


def people(*, agency: str | None = None) -> QuerySet[User]:
    """Users with their grants, by name; of one agency where it is named."""
    found = User.objects.select_related("agency").prefetch_related("grants").order_by("name")
    return found.filter(agency_id=agency) if agency else found
