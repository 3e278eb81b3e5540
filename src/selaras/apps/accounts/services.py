"""Writes of accounts, and `acting`: the one door through which anybody touches the database."""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from selaras.apps.accounts import demo, queries, rules
from selaras.apps.accounts.models import Agency, Grant, Token, User
from selaras.shell import trail

LONGEST_TOKEN = 366
"""Days."""
_CONTEXT = """
SELECT set_config('selaras.user', %s, true), set_config('selaras.agency', %s, true),
       set_config('selaras.scopes', %s, true), set_config('selaras.audit', %s, true)
"""


def _listed(regions: tuple[str, ...]) -> str:
    return "*" if "" in regions else ",".join(regions)


@contextlib.contextmanager
def acting(actor: rules.Actor) -> Iterator[None]:
    """One transaction in the name of `actor`: row security lets through what they may see, and nothing more.

    A refusal (`trail.Refused`) that leaves it is marked in a transaction of its own after the rollback.
    """
    try:
        with transaction.atomic():
            identify(actor)
            yield
    except trail.Refused as refusal:
        if not connection.in_atomic_block:
            mark_refusal(refusal, actor)
        raise


def identify(actor: rules.Actor) -> None:
    """Tells the database who acts, until the present transaction ends.

    An officer of verval has no page that shows a region, but does have families to visit there: rows are let through, and
    the queries of verval narrow them to the families of that officer.
    """
    seen = rules.scopes(actor, rules.Ability.SEE) + rules.scopes(actor, rules.Ability.VISIT)
    audited = rules.scopes(actor, rules.Ability.AUDIT)
    with connection.cursor() as cursor:
        cursor.execute(_CONTEXT, [str(actor.user_id), actor.agency, _listed(seen), _listed(audited)])


def mark_refusal(refusal: trail.Refused, actor: rules.Actor | None) -> None:
    """Keeps a refusal in a transaction of its own."""
    with transaction.atomic():
        trail.leave(refusal.mark(actor))


def _manage(by: rules.Actor, object_kind: str, object_id: str, region: str | None = None) -> None:
    if not rules.may(by, rules.Ability.MANAGE, region):
        raise trail.Refused("kelola_pengguna", object_kind, object_id)


def add_agency(
    *, code: str, name: str, kind: rules.AgencyKind, scope: str, by: rules.Actor, duty: str = ""
) -> str:
    """Adds an agency and returns its code."""
    _manage(by, "instansi", code, scope)
    Agency.objects.create(code=code, name=name, kind=kind.value, scope=scope, duty=duty)
    trail.record(actor=by, action="instansi_tambah", object_kind="instansi", object_id=code, region=scope)
    return code


def set_duty(*, code: str, duty: str, by: rules.Actor) -> None:
    """Says what an agency answers for by law, "" for nothing of that kind. Raises Refused outside one's region."""
    office = Agency.objects.select_for_update().get(pk=code)
    _manage(by, "instansi", code, office.scope)
    office.duty = duty if duty in rules.DUTIES else ""
    office.save(update_fields=["duty"])
    trail.record(
        actor=by, action="instansi_urusan", object_kind="instansi", object_id=code, region=office.scope
    )


def add_user(*, email: str, name: str, agency: str, by: rules.Actor) -> tuple[int, str]:
    """Adds a person; returns their id and a password for the first sign-in, which has to be changed there."""
    office = Agency.objects.get(pk=agency)
    _manage(by, "pengguna", "", office.scope)
    password = temporary_password()
    user = User.objects.create_user(email=email, name=name, agency=office, password=password)
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    trail.record(actor=by, action="pengguna_tambah", object_kind="pengguna", object_id=user.pk)
    return user.pk, password


def new_password(*, user_id: int, by: rules.Actor) -> str:
    """A new password for somebody who forgot theirs or lost their telephone: to be changed at the next sign-in, where
    a second factor is set up anew. Ends their sessions."""
    user = User.objects.select_related("agency").get(pk=user_id)
    _manage(by, "pengguna", str(user_id), user.agency.scope)
    password = temporary_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    Authenticator.objects.filter(user_id=user_id).delete()
    end_sessions(user_id)
    trail.record(actor=by, action="pengguna_sandi_baru", object_kind="pengguna", object_id=user_id)
    return password


def temporary_password() -> str:
    """A password that passes our own rules and can be read out over a telephone."""
    return "-".join(secrets.token_hex(3) for _ in range(4))


def switch(*, user_id: int, on: bool, by: rules.Actor) -> None:
    """Switches a person on or off. Off takes effect at their next request and ends their tokens; their trail stays."""
    user = User.objects.select_related("agency").get(pk=user_id)
    _manage(by, "pengguna", str(user_id), user.agency.scope)
    if user_id == by.user_id:
        raise trail.Refused("pengguna_nonaktif", "pengguna", str(user_id))
    User.objects.filter(pk=user_id).update(is_active=on)
    if not on:
        end_sessions(user_id)
        queries.tokens(user_id=user_id).update(until=timezone.now())
    action = "pengguna_aktif" if on else "pengguna_nonaktif"
    trail.record(actor=by, action=action, object_kind="pengguna", object_id=user_id)


def grant(*, user_id: int, role: str, scope: str, by: rules.Actor) -> None:
    """Gives a role for a region. Nobody gives themselves one, nor a region wider than their own."""
    _manage(by, "pengguna", str(user_id), scope)
    if user_id == by.user_id or role not in rules.ROLES:
        raise trail.Refused("peran_beri", "pengguna", str(user_id))
    _held, made = Grant.objects.get_or_create(
        user_id=user_id, role=role, scope=scope, until=None, defaults={"given_by_id": by.user_id or None}
    )
    if made:
        detail = {"peran": role}
        trail.record(
            actor=by,
            action="peran_beri",
            object_kind="pengguna",
            object_id=user_id,
            region=scope,
            detail=detail,
        )


def take_back(*, grant_id: int, by: rules.Actor) -> None:
    """Takes a role back. Takes effect at the person's next request."""
    held = Grant.objects.select_for_update().get(pk=grant_id)
    _manage(by, "pengguna", str(held.user_id), held.scope)
    if held.user_id == by.user_id:
        raise trail.Refused("peran_cabut", "pengguna", str(held.user_id))
    if held.until is None:
        held.until = timezone.now()
        held.save(update_fields=["until"])
        detail = {"peran": held.role}
        trail.record(
            actor=by,
            action="peran_cabut",
            object_kind="pengguna",
            object_id=held.user_id,
            region=held.scope,
            detail=detail,
        )


def end_sessions(user_id: int) -> None:
    """Ends every session of a person."""
    Session.objects.filter(session_key__in=queries.session_keys(user_id)).delete()


def give_token(*, user_id: int, label: str, purpose: str, days: int, by: rules.Actor, scope: str = "") -> str:
    """A new key to the read-only API, shown once. It ends with the day `days` from today, and reaches no further than
    `scope`. Raises Refused for a purpose, a time or a region that is not allowed."""
    user = User.objects.select_related("agency").get(pk=user_id)
    _manage(by, "token", str(user_id), user.agency.scope)
    scope = scope or user.agency.scope
    allowed = purpose in rules.PURPOSES and 0 < days <= LONGEST_TOKEN
    if not allowed or not rules.inside(scope or None, user.agency.scope):
        raise trail.Refused("token_beri", "pengguna", str(user_id))
    text = secrets.token_urlsafe(32)
    made = Token.objects.create(
        user=user, agency=user.agency, scope=scope, label=label, purpose=purpose,
        digest=rules.token_digest(text), until=_end_of_day(days), given_by_id=by.user_id,
    )  # fmt: skip
    detail: dict[str, object] = {"tujuan": purpose, "sampai": made.until.isoformat()}
    trail.record(
        actor=by, action="token_beri", object_kind="token", object_id=made.pk, region=scope, detail=detail
    )
    return text


def _end_of_day(days: int) -> dt.datetime:
    day = timezone.localdate() + dt.timedelta(days=days + 1)
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def end_token(*, token_id: int, by: rules.Actor) -> None:
    """Ends a token at once: by who manages its person, or by that person."""
    token = Token.objects.select_related("user__agency").get(pk=token_id)
    if token.user_id != by.user_id:
        _manage(by, "token", str(token_id), token.user.agency.scope)
    Token.objects.filter(pk=token_id, until__gt=timezone.now()).update(until=timezone.now())
    trail.record(actor=by, action="token_cabut", object_kind="token", object_id=token_id, region=token.scope)


def listen_to_keys(*, on: bool, by: rules.Actor) -> None:
    """Whether pages listen to single letters of this person's keyboard."""
    User.objects.filter(pk=by.user_id).update(single_keys=on)


def make_demo() -> None:
    """The made-up people of a demo; those who are there already stay as they are."""
    for office in demo.OFFICES:
        known = {"name": office.name, "kind": office.kind.value, "scope": office.scope, "duty": office.duty}
        held, _ = Agency.objects.get_or_create(code=office.code, defaults=known)
        # A demo that was filled before agencies had duties.
        if office.duty and not held.duty:
            Agency.objects.filter(pk=held.pk).update(duty=office.duty)
    for account in demo.ACCOUNTS:
        user = User.objects.filter(email=account.email).first()
        if user is None:
            office_of = Agency.objects.get(pk=account.agency)
            user = User.objects.create_user(
                email=account.email, name=account.name, agency=office_of, password=account.password
            )
            Grant.objects.create(user=user, role=account.role, scope=account.scope)


def make_first(*, email: str, name: str, agency_name: str) -> str:
    """The first pengelola of a new house; returns their first password. Refused where people are there already."""
    if User.objects.filter(is_active=True).exists():
        raise trail.Refused("pengelola_pertama")
    office, _ = Agency.objects.get_or_create(
        code="pengelola", defaults={"name": agency_name, "kind": rules.AgencyKind.OPD.value, "scope": ""}
    )
    password = temporary_password()
    user = User.objects.create_user(email=email, name=name, agency=office, password=password)
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    Grant.objects.create(user=user, role="pengelola", scope="")
    trail.record(actor=rules.SYSTEM, action="pengelola_pertama", object_kind="pengguna", object_id=user.pk)
    return password
