"""Writes of the trail: events as they happen, their order and seals afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from selaras.apps.accounts import rules as access
from selaras.apps.audit import queries, rules
from selaras.apps.audit.models import Check, Leaf, Seal
from selaras.shell import secrets, trail

# An advisory lock: one sealer at a time, without holding up those who write events.
_SEALER = 20_261_122
BATCH = 20_000
MOST_KEPT = 20
_INSERT = """
INSERT INTO audit_event (at, user_id, agency, purpose, action, object_kind, object_id, region, outcome, detail)
VALUES (clock_timestamp(), %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)
"""


def keep(mark: trail.Mark) -> None:
    """Writes an event in the present transaction. Without RETURNING: who writes need not be able to read."""
    values = [
        mark.user_id, mark.agency, mark.purpose, mark.action, mark.object_kind, mark.object_id, mark.region,
        mark.outcome, json.dumps(dict(mark.detail)),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)


def record(
    *,
    actor: trail.Who | None,
    action: str,
    object_kind: str = "",
    object_id: str | int = "",
    region: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Records what `actor` did, in the present transaction. Never a NIK, a name, or the text of a search."""
    trail.record(
        actor=actor, action=action, object_kind=object_kind, object_id=object_id, region=region, detail=detail
    )


def seal() -> int:
    """Puts events that are not yet sealed in order and seals them; returns how many. Safe to run at any time."""
    done = 0
    while True:
        batch = _seal_batch()
        done += batch
        if batch < BATCH:
            return done


def _seal_batch() -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALER])
        with queries.whole_trail():
            fresh = queries.unsealed(BATCH)
        if not fresh:
            return 0
        last = queries.last_seal()
        start = last.last + 1 if last else 1
        digests = [rules.digest(event) for event in fresh]
        Leaf.objects.bulk_create(
            [
                Leaf(place=start + i, event_id=event.id, digest=digest)
                for i, (event, digest) in enumerate(zip(fresh, digests, strict=True))
            ],
            batch_size=5000,
        )
        text = rules.SealText(
            number=last.number + 1 if last else 1,
            at=timezone.now(),
            first=start,
            last=start + len(fresh) - 1,
            root=rules.merkle_root(digests),
            previous=queries.text_of(last).digest() if last else rules.FIRST,
        )
        key, signature = secrets.sign(text.message())
        Seal.objects.create(
            number=text.number, at=text.at, first=text.first, last=text.last, root=text.root,
            previous=text.previous, key=key, signature=signature,
        )  # fmt: skip
        transaction.on_commit(lambda: _remember(text))
    return len(fresh)


def _remember(text: rules.SealText) -> None:
    """Notes the newest seal outside the database: whoever cuts off the end of the trail there is found out here."""
    path = settings.SELARAS_KEYS / queries.TIP
    fresh = path.with_suffix(".baru")
    fresh.write_text(f"{text.number} {text.digest().hex()}\n", encoding="ascii")
    fresh.chmod(0o600)
    fresh.replace(path)


def ask_check(*, by: access.Actor | None) -> int:
    """Notes that the trail is to be checked; the number of the check. Asked for by a person, the worker does it next.

    Raises Refused. While one is waiting or running, that one is answered.
    """
    if by is not None:
        if not access.may(by, access.Ability.AUDIT):
            raise trail.Refused("jejak_periksa", "jejak")
        last = queries.last_check()
        if last is not None and last.done_at is None and timezone.now() - last.asked_at < queries.LATE:
            return int(last.pk)
    made = Check.objects.create(asked_by_id=by.user_id if by else None)
    if by is not None:
        record(actor=by, action="jejak_periksa", object_kind="jejak", object_id=made.pk)
        app.configure_task(queries.CHECK).defer(check_id=made.pk)
    return int(made.pk)


def check(check_id: int) -> None:
    """Seals what is new when the trail is whole, checks every seal and event, and keeps what was found."""
    found = list(queries.faults())
    # Only a whole trail is sealed: a seal put on a damaged one would cover the damage up.
    if not found:
        seal()
        found = list(queries.faults())
    last = queries.last_seal()
    Check.objects.filter(pk=check_id).update(
        done_at=timezone.now(), events=last.last if last else 0, seals=last.number if last else 0,
        found=len(found), faults=[[fault.kind, fault.number] for fault in found[:MOST_KEPT]],
    )  # fmt: skip
