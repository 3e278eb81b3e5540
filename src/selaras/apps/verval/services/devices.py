"""Phones of officers: a token is given once, kept as its digest, and opens the OpenRosa door for one person and one village."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.utils import timezone

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.audit import services as audit
from selaras.apps.verval.models.submissions import Device
from selaras.apps.verval.rules import words
from selaras.shell import trail

LEASE = dt.timedelta(days=7)
_SEEN_EVERY = dt.timedelta(minutes=10)
_NOBODY = access.Actor(0, "", "", access.AgencyKind.DESA, ())
# Phones are looked for before anybody is known.
_HOUSE = access.SYSTEM


@dataclass(frozen=True, slots=True)
class Opened:
    """Whose phone a token is. `working` is False where the person may visit nobody any more or the phone was withdrawn: what it
    sends is still taken in, but it is given nothing."""

    device: int
    actor: access.Actor
    kode_desa: str
    working: bool


def issue(*, user: int, kode_desa: str, channel: str, by: access.Actor, name: str = "") -> str:
    """A new token for an officer's phone or browser, told once. Raises Refused where `by` neither leads there nor is the officer."""
    officer = people.actor(user)
    allowed = officer is not None and access.may(
        officer, access.Ability.VISIT, kode_desa, access.FieldClass.IDENTITY
    )
    leads = access.may(by, access.Ability.LEAD, kode_desa, access.FieldClass.IDENTITY)
    if not allowed or not (leads or by.user_id in {user, 0}):
        raise trail.Refused("perangkat_beri", "pengguna", str(user))
    token = secrets.token_urlsafe(32)
    made = Device.objects.create(
        user=user, name=name or words.Channel(channel).value, kode_desa=kode_desa, channel=words.Channel(channel).value,
        digest=access.token_digest(token), made_by=by.user_id, lease=timezone.now() + LEASE,
    )  # fmt: skip
    audit.record(
        actor=by, action="perangkat_beri", object_kind="perangkat", object_id=made.pk, region=kode_desa
    )
    return token


def withdraw(*, device: int, by: access.Actor) -> None:
    """Withdraws a phone at once: it is given nothing more. What it still sends is held."""
    row = Device.objects.select_for_update().get(pk=device)
    leads = access.may(by, access.Ability.LEAD, row.kode_desa, access.FieldClass.IDENTITY)
    if not (leads or row.user == by.user_id):
        raise trail.Refused("perangkat_cabut", "perangkat", str(device))
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        audit.record(
            actor=by,
            action="perangkat_cabut",
            object_kind="perangkat",
            object_id=device,
            region=row.kode_desa,
        )


def opened(token: str) -> Opened | None:
    """Whose phone this token is; None for a token nobody was given. Leaves the transaction in the context of that person."""
    accounts.identify(_HOUSE)
    row = Device.objects.filter(digest=access.token_digest(token)).first() if token else None
    if row is not None and (row.seen_at is None or timezone.now() - row.seen_at > _SEEN_EVERY):
        Device.objects.filter(pk=row.pk, seen_at=row.seen_at).update(seen_at=timezone.now())
    return _of(row)


def by_number(device: int) -> Opened | None:
    """The same by the number of the phone, for sessions that were opened with its token."""
    accounts.identify(_HOUSE)
    return _of(Device.objects.filter(pk=device).first())


def _of(row: Device | None) -> Opened | None:
    person = people.user(row.user) if row is not None else None
    if row is None or person is None:
        accounts.identify(_NOBODY)
        return None
    known = people.actor_of_user(person, purpose="verifikasi")
    # Somebody who was switched off has a name and an agency, and no right.
    actor = known or access.Actor(
        person.pk, person.name, person.agency_id, access.AgencyKind(person.agency.kind), ()
    )
    working = known is not None and row.withdrawn_at is None
    visits = access.may(actor, access.Ability.VISIT, row.kode_desa, access.FieldClass.IDENTITY)
    accounts.identify(actor)
    return Opened(row.pk, actor, row.kode_desa, working and visits)
