"""The one door of all three channels. What it answers for is committed; the same key is one row, for ever.

Idempotency lives in the database: the row goes in under the unique key or not at all, and what stands there is what is
answered about. Of two sendings at once the second waits for the first (PostgreSQL's unique index) and then finds it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.verval.models.submissions import Contradiction, Submission
from selaras.apps.verval.rules import forms, receiving
from selaras.apps.verval.services import attachments, door, observing
from selaras.shell import secrets


@dataclass(frozen=True, slots=True)
class _Sending:
    """A sending with what was made of it before the database is asked."""

    sent: receiving.Sent
    instance: str
    digest: str
    answers: forms.Answers | None
    files: list[attachments.Prepared]


def receive(sent: receiving.Sent, by: access.Actor, device: int | None = None) -> receiving.Receipt:
    """Takes a submission in and answers with its receipt, after the commit where no transaction was open before.

    Inside a request the commit is that of the request: an answer that fails is rolled back and never leaves.
    """
    sending = _prepared(sent)
    with door.open_for(by):
        found, new = _entered(sending, by, device)
        if found.digest != sending.digest:
            _beside(found, sending, by)
            return _receipt(found, receiving.CONTRADICTS, sending)
        attachments.keep(found, sending.files)
        status = receiving.NEW if new else receiving.KNOWN
        return _receipt(found, status if sending.answers else receiving.REFUSED, sending)


def _prepared(sent: receiving.Sent) -> _Sending:
    try:
        answers = forms.read(sent.xml)
    except forms.UnreadableError:
        answers = None
    instance = receiving.key_of(sent.instance or (answers.instance if answers else ""), sent.xml)
    files = attachments.prepare(instance, sent.files)
    return _Sending(sent, instance, receiving.digest(sent.xml), answers, files)


def _entered(sending: _Sending, by: access.Actor, device: int | None) -> tuple[Submission, bool]:
    """The row under this key, and whether it is ours."""
    place = observing.place_of(sending.answers, by, device)
    answers, standing = sending.answers, place.standing
    sealed = secrets.seal(
        sending.sent.xml.decode("latin-1"), table="verval_submission", row=sending.instance, field="xml"
    )
    row = Submission(
        instance=sending.instance,
        digest=sending.digest,
        xml=sealed,
        channel=sending.sent.channel,
        form_id=answers.form_id if answers else "",
        form_version=answers.version if answers else "",
        user=by.user_id,
        device_id=device,
        device_label=(sending.sent.device_label or (answers.device if answers else ""))[:80],
        campaign=place.campaign,
        target=place.target,
        kode_desa=place.kode_desa,
        standing=standing.value,
        held=place.held,
        device_started=answers.started if answers else None,
        device_ended=answers.ended if answers else None,
        device_sent=sending.sent.device_sent,
        received_at=timezone.now(),
        expected=list(place.expected),
    )
    Submission.objects.bulk_create([row], ignore_conflicts=True)
    found = Submission.objects.get(instance=sending.instance)
    # Every sealing has its own nonce: the row is ours exactly when its bytes are.
    new = bytes(found.xml) == sealed
    if new:
        _noted(found, by)
        if answers is not None:
            observing.write(found, answers, place)
    return found, new


def _noted(found: Submission, by: access.Actor) -> None:
    """One event of the trail for each submission, however often it is sent: where, by which way, whether it counts."""
    audit.record(
        actor=by, action="verval_terima", object_kind="kiriman_verval", object_id=found.pk, region=found.kode_desa or "",
        detail={"jalan": found.channel, "keadaan": found.standing, "karena": found.held},
    )  # fmt: skip


def _beside(found: Submission, sending: _Sending, by: access.Actor) -> None:
    sealed = secrets.seal(
        sending.sent.xml.decode("latin-1"),
        table="verval_contradiction",
        row=f"{found.instance}|{sending.digest}",
        field="xml",
    )
    row = Contradiction(
        submission=found, kode_desa=found.kode_desa, digest=sending.digest, xml=sealed, user=by.user_id
    )
    Contradiction.objects.bulk_create([row], ignore_conflicts=True)


def _receipt(found: Submission, status: str, sending: _Sending) -> receiving.Receipt:
    number, signature = secrets.sign(receiving.said(found.instance, found.digest, found.received_at))
    here: set[str] = set()
    if found.expected:
        here = set(found.attachments.exclude(problem=attachments.TOO_BIG).values_list("name", flat=True))
    return receiving.Receipt(
        status=status,
        instance=found.instance,
        digest=found.digest,
        at=found.received_at,
        standing=found.standing,
        held=found.held,
        missing=tuple(name for name in found.expected if name not in here),
        too_big=tuple(file.name for file in sending.files if file.problem == attachments.TOO_BIG),
        signature=f"{number}:{signature.hex()}",
    )
