"""Reads of accounts."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from selaras.apps.accounts import rules
from selaras.apps.accounts.models import Agency, Grant, Token, User


def actor(user_id: int, *, purpose: str = "") -> rules.Actor | None:
    """The acting person with the grants open now; None when there is no such user or they are switched off.

    Read at every request, so that taking rights away takes effect at once.
    """
    user = (
        User.objects.select_related("agency")
        .prefetch_related("grants")
        .filter(pk=user_id, is_active=True)
        .first()
    )
    return None if user is None else actor_of_user(user, purpose=purpose)


def actor_of_user(user: User, *, purpose: str = "") -> rules.Actor | None:
    """The same of a user who was just read; what was already fetched with them is not asked for again."""
    if not user.is_active:
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
        duty=user.agency.duty,
    )


def agencies() -> QuerySet[Agency]:
    """All agencies by name."""
    return Agency.objects.order_by("name")


def people(*, agency: str | None = None) -> QuerySet[User]:
    """Users with their grants, by name; of one agency where it is named."""
    found = User.objects.select_related("agency").prefetch_related("grants").order_by("name")
    return found.filter(agency_id=agency) if agency else found


def actor_of_token(text: str) -> rules.Actor | None:
    """Who a token of the API acts for; None when it is unknown or over, or its person is switched off or has gone to
    another agency."""
    token = Token.objects.filter(digest=rules.token_digest(text), until__gt=timezone.now()).first()
    found = actor(token.user_id, purpose=token.purpose) if token else None
    if token is None or found is None or found.agency != token.agency_id:
        return None
    return dataclasses.replace(found, only=frozenset({rules.Ability.SEE}), within=token.scope)


def tokens(*, user_id: int) -> QuerySet[Token]:
    """Tokens of a person that still open the door, newest first."""
    return Token.objects.filter(user_id=user_id, until__gt=timezone.now()).order_by("-since")


def sessions(*, user_id: int) -> QuerySet[UserSession]:
    """Sessions of a person that are still open, newest first."""
    open_now = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    found: QuerySet[UserSession] = UserSession.objects.filter(user_id=user_id, session_key__in=open_now)
    return found.order_by("-created_at")


def session_keys(user_id: int) -> list[str]:
    """Keys of the sessions a person has open."""
    return list(UserSession.objects.filter(user_id=user_id).values_list("session_key", flat=True))


def has_second_factor(user_id: int) -> bool:
    """Whether a person has an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user_id=user_id).exclude(type="recovery_codes").exists())


def user(user_id: int) -> User | None:
    """One person with their agency and grants."""
    return User.objects.select_related("agency").prefetch_related("grants").filter(pk=user_id).first()


def manageable(by: rules.Actor) -> QuerySet[User]:
    """People whose agency lies in the regions `by` manages."""
    regions = rules.scopes(by, rules.Ability.MANAGE)
    return people().filter(within(regions, "agency__scope"))


def manageable_agencies(by: rules.Actor) -> QuerySet[Agency]:
    """Agencies whose region lies in the regions `by` manages."""
    return agencies().filter(within(rules.scopes(by, rules.Ability.MANAGE), "scope"))


def within(regions: Iterable[str], column: str = "kode_desa") -> Q:
    """Rows whose region lies in one of these or below: what `rules.inside` says of one code, for queries.

    Everywhere ("") is every row, those of no region too; no region at all is no row. Safe to combine with | and &.
    """
    wanted = Q(pk__in=[])
    for region in regions:
        if not region:
            return Q(pk__isnull=False)
        wanted |= Q(**{column: region}) | Q(**{f"{column}__startswith": region + "."})
    return wanted


def without_role(found: QuerySet[User]) -> QuerySet[User]:
    """Those of them who are switched on and hold no role."""
    held = Grant.objects.filter(user_id=OuterRef("pk"), until=None)
    return found.filter(~Exists(held), is_active=True)


def tokens_ending(by: rules.Actor, before: dt.datetime) -> QuerySet[Token]:
    """Tokens of the people `by` manages that still open the door and end before a moment."""
    mine = manageable(by).values("pk")
    return Token.objects.filter(user_id__in=mine, until__gt=timezone.now(), until__lt=before)


def search(found: QuerySet[User], term: str) -> QuerySet[User]:
    """Those whose name or e-mail address contains `term`."""
    term = term.strip()
    return found.filter(Q(name__icontains=term) | Q(email__icontains=term)) if term else found


def holds(*, user_id: int, grant_id: int) -> bool:
    """Whether a grant is that person's."""
    return Grant.objects.filter(pk=grant_id, user_id=user_id).exists()
