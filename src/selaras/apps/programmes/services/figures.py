"""Publishing figures: once a period, never changed, so that days one after the other tell of nobody."""

from __future__ import annotations

import json

from django.db import connection, transaction
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.figures import Published
from selaras.apps.programmes.queries import figures as queries
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.rules import disclosure
from selaras.kernel import errors
from selaras.shell import secrets, trail

KIND = "angka_terbit"
# Two publishers at once: the second waits and finds the period taken.
_LOCK = 0x5E1A05


def publish(*, by: access.Actor) -> int:
    """Publishes this quarter's edition of every public programme that has cycles and none of this quarter; how many there were.

    Raises Refused; SelarasError terbitan_kosong where there is nothing to publish any more.
    """
    kabupaten = queries.may_publish(by)
    if not kabupaten:
        raise trail.Refused("angka_terbit", KIND)
    today = timezone.localdate()
    period = disclosure.period(today)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        taken = queries.of_period(period)
        made = sum(_one(each, kabupaten, by) for each in queries.public() if each.pk not in taken)
        if not made:
            raise errors.SelarasError("terbitan_kosong")
        audit.record(
            actor=by, action="angka_terbit", object_kind=KIND, object_id=period, region=kabupaten, detail={"program": made}
        )  # fmt: skip
    return made


def _one(programme: Programme, kabupaten: str, by: access.Actor) -> bool:
    today = timezone.localdate()
    rows = queries.families(programme, today.year, kabupaten)
    before = queries.earlier(programme, today.year)
    if not before and not any(decided for decided, _ in rows.values()):
        return False
    key = secrets.blind(f"{programme.code}|{today.year}", field="angka_terbit").hex()
    villages = cycles.for_villages(programme.unit)
    packed = disclosure.packed(disclosure.exact(rows) if villages else disclosure.sheet(rows, before, key))
    shown, period = packed.pop("shown"), disclosure.period(today)
    kept = secrets.seal(json.dumps(packed), table=queries.TABLE, row=f"{programme.pk}-{period}", field="kept")
    Published.objects.create(
        programme=programme, period=period, year=today.year, as_of=today, shown=shown, kept=kept,
        made_by=by.user_id, made_by_name=by.name,
    )  # fmt: skip
    return True
