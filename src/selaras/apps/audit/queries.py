"""Reads of the trail."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access_rules
from selaras.apps.audit import rules
from selaras.apps.audit.models import Check, Event, Leaf, Seal
from selaras.shell import secrets, trail

TIP = "segel-terakhir"
CHECK = "audit.check"
"""Name of the job that checks the trail."""
# Events are stamped when they are written and seen when their transaction ends: an import may take that long.
LATE = dt.timedelta(hours=24)
_UNSEALED = """
SELECT e.id, e.at, e.user_id, e.agency, e.purpose, e.action, e.object_kind, e.object_id, e.region, e.outcome, e.detail
FROM audit_event e WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id) ORDER BY e.id LIMIT %s
"""


@contextlib.contextmanager
def whole_trail() -> Iterator[None]:
    """Lets sealing and verification read every event, until the end of the block."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('selaras.audit', true)")
        before = cursor.fetchone()[0] or ""
        cursor.execute("SELECT set_config('selaras.audit', '*', true)")
        yield
        cursor.execute("SELECT set_config('selaras.audit', %s, true)", [before])


@dataclass(frozen=True, slots=True)
class Filter:
    """What the auditor asks for; empty means any."""

    user: str = ""
    action: str = ""
    object_kind: str = ""
    object_id: str = ""
    outcome: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


def visible(actor: access_rules.Actor, wanted: Filter, *, before: int | None = None) -> QuerySet[Event]:
    """Events the actor may read, newest first, older than the event `before`. Row security narrows them again."""
    found = Event.objects.select_related("user").order_by("-id")
    regions = access_rules.scopes(actor, access_rules.Ability.AUDIT)
    if "" not in regions:
        inside = people.within(regions, "region") | Q(region="") if regions else Q()
        found = found.filter(Q(user_id=actor.user_id) | inside)
    exact = {"action": wanted.action, "object_kind": wanted.object_kind, "object_id": wanted.object_id,
             "outcome": wanted.outcome}  # fmt: skip
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.user:
        found = found.filter(Q(user__name__icontains=wanted.user) | Q(user__email__icontains=wanted.user))
    if wanted.since:
        found = found.filter(at__date__gte=wanted.since)
    if wanted.until:
        found = found.filter(at__date__lte=wanted.until)
    return found.filter(id__lt=before) if before else found


def own(actor: access_rules.Actor, *, before: int | None = None) -> QuerySet[Event]:
    """What the actor did themselves, newest first."""
    found = Event.objects.filter(user_id=actor.user_id).order_by("-id")
    return found.filter(id__lt=before) if before else found


def since(
    moment: dt.datetime,
    *,
    action: str,
    detail: Mapping[str, object],
    agency: str = "",
    user_id: int | None = None,
) -> int:
    """How often an action with such a detail was done since a moment, by an agency or a person: a limit that outlives what it limits.

    Counts the whole trail, whoever asks; nothing else of it is told.
    """
    who = {name: value for name, value in (("agency", agency), ("user_id", user_id)) if value}
    with whole_trail():
        return Event.objects.filter(
            action=action, at__gt=moment, outcome=trail.DONE, detail__contains=dict(detail), **who
        ).count()


def last_check() -> Check | None:
    """The newest check of the trail, done or not."""
    return Check.objects.order_by("-pk").first()


def actions() -> list[str]:
    """Actions that stand in the trail."""
    return list(Event.objects.order_by("action").values_list("action", flat=True).distinct())


def last_seal() -> Seal | None:
    """The newest seal."""
    return Seal.objects.order_by("-number").first()


def text_of(seal: Seal) -> rules.SealText:
    """What a seal signs, as it stands in the table."""
    return rules.SealText(seal.number, seal.at, seal.first, seal.last, bytes(seal.root), bytes(seal.previous))


def unsealed(most: int) -> list[rules.Event]:
    """Events without a place in the sealed order, oldest first."""
    found = Event.objects.raw(_UNSEALED, [most])
    return [_plain(event) for event in found]


def _plain(event: Event) -> rules.Event:
    texts = tuple(getattr(event, name) for name in rules.FIELDS[1:])
    return rules.Event(event.pk, event.at, event.user_id, texts, event.detail)


def faults() -> Iterator[rules.Fault]:
    """Checks every seal, leaf and event; yields what is wrong. Reads everything once, in batches."""
    with whole_trail():
        previous, last = rules.FIRST, None
        for seal in Seal.objects.order_by("number").iterator():
            text = text_of(seal)
            if not secrets.signed(text.message(), bytes(seal.signature), seal.key):
                yield rules.Fault("segel", seal.number)
            if text.previous != previous or seal.number != (last.number + 1 if last else 1):
                yield rules.Fault("rantai", seal.number)
            yield from _faults_under(text)
            previous, last = text.digest(), seal
        yield from _tip_faults()
        if last:
            late = [e for e in unsealed(1_000_000) if e.at < last.at - LATE]
            yield from (rules.Fault("susulan", event.id) for event in late)


def _faults_under(text: rules.SealText) -> Iterator[rules.Fault]:
    leaves = list(
        Leaf.objects.filter(place__range=(text.first, text.last))
        .order_by("place")
        .values_list("event_id", "digest")
    )
    stored = [bytes(digest) for _, digest in leaves]
    if len(leaves) != text.last - text.first + 1 or rules.merkle_root(stored) != text.root:
        yield rules.Fault("urutan", text.number)
    for start in range(0, len(leaves), 5000):
        part = leaves[start : start + 5000]
        found = {
            event.pk: rules.digest(_plain(event))
            for event in Event.objects.filter(pk__in=[i for i, _ in part])
        }
        for event_id, digest in part:
            if event_id not in found:
                yield rules.Fault("hilang", event_id)
            elif found[event_id] != bytes(digest):
                yield rules.Fault("diubah", event_id)


def _tip_faults() -> Iterator[rules.Fault]:
    """Compares with the note outside the database, where there is one."""
    path = settings.SELARAS_KEYS / TIP
    if not path.exists():
        return
    number, digest = path.read_text(encoding="ascii").split()
    seal = Seal.objects.filter(number=int(number)).first()
    if seal is None or text_of(seal).digest().hex() != digest:
        yield rules.Fault("ujung", int(number))
