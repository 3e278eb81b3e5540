"""Tickets: a code with which a family reads its own standing without signing in, and the narrow door it opens."""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets as random
from collections.abc import Iterator

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.audit import services as audit
from selaras.apps.penetapan.rules import codes
from selaras.apps.penetapan.services import appeals
from selaras.apps.programmes.models.complaints import Ticket
from selaras.apps.registry import queries as registry
from selaras.shell import trail

KIND = "kartu_cek"
DAYS = 30
_NOBODY = access.Actor(0, "", "", access.AgencyKind.DESA, ())


def issue(*, keluarga: str, by: access.Actor) -> str:
    """Gives a family a ticket; returns its code, which is kept nowhere. Earlier tickets of the family end. Raises Refused."""
    village = _village(keluarga, by)
    if not village:
        raise trail.Refused("kartu_beri", KIND, keluarga)
    today = timezone.localdate()
    code = codes.made(random.token_urlsafe(24))
    with transaction.atomic():
        Ticket.objects.filter(keluarga=keluarga, expires__gte=today).update(
            expires=today - dt.timedelta(days=1)
        )
        Ticket.objects.create(
            digest=codes.digest(code), keluarga=keluarga, kode_desa=village, made_by=by.user_id,
            expires=today + dt.timedelta(days=DAYS),
        )  # fmt: skip
        audit.record(
            actor=by, action="kartu_beri", object_kind="keluarga", object_id=keluarga, region=village
        )
    return code


def _village(keluarga: str, by: access.Actor) -> str:
    """Where a family lives to whom this person may give a ticket; "" for any other."""
    found = registry.keluarga(keluarga, actor=by)
    village = (found.kode_desa if found else "") or ""
    may = access.may(by, access.Ability.DELIBERATE, village, access.FieldClass.IDENTITY)
    return village if village and may else ""


def may_issue(keluarga: str, by: access.Actor) -> bool:
    """Whether this person may give that family a ticket."""
    return bool(_village(keluarga, by))


def valid(code: str) -> Ticket | None:
    """The ticket of a code that was not yet over today. No such code, a wrong one and an old one are one answer."""
    digest = codes.digest(code or "tidak mungkin")
    with appeals.by_code(digest):
        return Ticket.objects.filter(digest=digest, expires__gte=timezone.localdate()).first()


def reader(ticket: Ticket) -> access.Actor:
    """Whom a ticket lets in: somebody who sees families of that village as a counter does, without health, and writes nothing."""
    grant = access.Grant("operator", ticket.kode_desa)
    return access.Actor(
        0, "", "", access.AgencyKind.DESA, (grant,), "pengaduan", only=frozenset({access.Ability.SEE})
    )


@contextlib.contextmanager
def opened(ticket: Ticket, back: access.Actor | None) -> Iterator[access.Actor]:
    """Acts for the family of a ticket, in its village and nowhere else; afterwards for who asked, or for nobody."""
    actor = reader(ticket)
    with transaction.atomic():
        accounts.identify(actor)
        try:
            yield actor
        finally:
            accounts.identify(back or _NOBODY)


def looked(ticket: Ticket) -> None:
    """Counts and records that a family read its standing. Inside `opened`."""
    Ticket.objects.filter(pk=ticket.pk).update(looked=F("looked") + 1)
    audit.record(
        actor=None, action="cek_lihat", object_kind="keluarga", object_id=ticket.keluarga, region=ticket.kode_desa
    )  # fmt: skip
