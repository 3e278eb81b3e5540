"""Writes of complaints: received from citizens and at counters, brought on step by step, answered."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.penetapan.rules import appeals as appeal_rules
from selaras.apps.penetapan.rules import codes
from selaras.apps.penetapan.services import appeals
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.complaints import Complaint, ComplaintStep
from selaras.apps.programmes.queries import complaints as queries
from selaras.apps.programmes.rules import complaints as rules
from selaras.apps.registry import queries as registry
from selaras.apps.wilayah import rules as regions
from selaras.kernel import errors
from selaras.shell import secrets, trail

KIND = "pengaduan"
_RECEIVED = "Kami sudah menerima pengaduan ini dan akan memeriksanya."


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody complains about. `key`: of the form, so that the same form is one complaint. `keluarga`, `line`: whose and
    which delivery it is, where the house knows that: at a counter, or by a ticket."""

    key: str
    programme: str
    topic: str
    kode_desa: str
    name: str
    text: str
    contact: str = ""
    keluarga: str = ""
    line: str = ""

    def check(self) -> None:
        """Raises SelarasError pengaduan_isian_salah, aduan_memuat_nik."""
        place = regions.region(self.kode_desa)
        wrong = (
            self.topic not in rules.TOPICS,
            place is None or place.depth != regions.DESA or not self.kode_desa.startswith(appeal_rules.province() + "."),
            len(self.key) < codes.LEAST_KEY,
            not self.name.strip(),
            not rules.LEAST_TOLD <= len(self.text.strip()) <= rules.MOST_TEXT,
        )  # fmt: skip
        if any(wrong):
            raise errors.SelarasError("pengaduan_isian_salah")
        if any(appeal_rules.carries_identity(each) for each in (self.name, self.text, self.contact)):
            raise errors.SelarasError("aduan_memuat_nik")


def send(*, sent: Sent) -> str:
    """Takes what a citizen sends, without knowing who they are; returns the code, which is kept nowhere.

    The same form again returns the same code and changes nothing. Raises SelarasError as `Sent.check`.
    """
    sent = _of_nobody(sent)
    sent.check()
    code = codes.made(sent.key)
    with appeals.by_code(codes.digest(code)):
        _once(sent, codes.digest(code), rules.Channel.CITIZEN, None)
    return code


def _of_nobody(sent: Sent) -> Sent:
    """Without what somebody unknown cannot know of."""
    plain = (sent.key, sent.programme, sent.topic, sent.kode_desa, sent.name, sent.text, sent.contact)
    return Sent(*plain)


def send_for(*, sent: Sent) -> str:
    """The same for the family of a ticket, in whose village the present context acts. Raises SelarasError as `Sent.check`."""
    sent.check()
    code = codes.made(sent.key)
    _once(sent, codes.digest(code), rules.Channel.TICKET, None)
    return code


def record(*, sent: Sent, by: access.Actor) -> str:
    """Writes down what somebody says at the counter; returns the code for the slip.

    Raises Refused; SelarasError as `Sent.check`, aduan_keluarga_lain_desa, pengaduan_penyaluran_lain.
    """
    if not rules.may_record(by, sent.kode_desa):
        raise trail.Refused("pengaduan_catat", KIND)
    sent.check()
    if sent.keluarga:
        found = registry.keluarga(sent.keluarga, actor=by)
        if found is None or found.kode_desa != sent.kode_desa:
            raise errors.SelarasError("aduan_keluarga_lain_desa")
    code = codes.made(sent.key)
    _once(sent, codes.digest(code), rules.Channel.OFFICE, by)
    return code


def _once(sent: Sent, digest: bytes, channel: rules.Channel, by: access.Actor | None) -> None:
    """Two at once: the one that comes second finds the first, or runs into its unique code."""
    if Complaint.objects.filter(code=digest).exists():
        return
    programme = Programme.objects.filter(code=sent.programme, closed_at=None).first()
    if programme is None or (by is None and not programme.public):
        raise errors.SelarasError("pengaduan_isian_salah")
    line = queries.line(sent.line, sent.keluarga) if sent.line else None
    if sent.line and (line is None or line.cycle.programme_id != programme.pk):
        raise errors.SelarasError("pengaduan_penyaluran_lain")
    with contextlib.suppress(IntegrityError), transaction.atomic():
        today = timezone.localdate()
        row = Complaint(
            code=digest, programme=programme, line=line, keluarga=sent.keluarga, kode_desa=sent.kode_desa, topic=sent.topic,
            channel=channel, holder=rules.first_holder(sent.topic), state=rules.State.RECEIVED,
            due=rules.due(rules.State.RECEIVED, today, today), made_by=by.user_id if by else 0,
        )  # fmt: skip
        who = json.dumps({"nama": sent.name.strip(), "kontak": sent.contact.strip()})
        row.sealed = secrets.seal(sent.text.strip(), table=queries.TABLE, row=row.reference, field="sealed")
        row.reporter = secrets.seal(who, table=queries.TABLE, row=row.reference, field="reporter")
        row.save()
        ComplaintStep.objects.create(
            complaint=row, kode_desa=row.kode_desa, state=row.state, told=_RECEIVED, by=row.made_by
        )
        _told(row, "pengaduan_catat" if by else "pengaduan_kirim", by, hal=sent.topic, jalur=str(channel))


@dataclass(frozen=True, slots=True)
class Move:
    """What is done next: the state it goes to, and what the citizen is told. `seen`: how many steps the page showed."""

    state: str
    told: str
    seen: int


def move(*, reference: str, what: Move, by: access.Actor) -> Complaint:
    """Brings a complaint a step on. Raises Refused; SelarasError aduan_langkah_salah, pengaduan_kabar_kurang, aduan_memuat_nomor."""
    row = Complaint.objects.select_related("programme").select_for_update(of=("self",)).filter(reference=reference).first()  # fmt: skip
    today = timezone.localdate()
    if row is None or not rules.may_work(
        by, row.programme.agency, row.kode_desa, row.holder, (today - row.due).days
    ):
        raise trail.Refused("pengaduan_langkah", KIND, reference)
    told = what.told.strip()
    states = rules.next_states(row.state, row.holder)
    if ComplaintStep.objects.filter(complaint=row).count() != what.seen or what.state not in states:
        raise errors.SelarasError("aduan_langkah_salah")
    if not rules.LEAST_TOLD <= len(told) <= rules.MOST_TOLD:
        raise errors.SelarasError("pengaduan_kabar_kurang")
    if appeal_rules.carries_number(told):
        raise errors.SelarasError("aduan_memuat_nomor")
    row.state = what.state
    if what.state in rules.ENDED:
        row.ended_at = timezone.now()
    else:
        row.due = rules.due(what.state, today, timezone.localdate(row.made_at))
        if what.state == rules.State.RAISED:
            row.holder = rules.Holder.COORDINATOR
    row.save(update_fields=["state", "due", "holder", "ended_at"])
    ComplaintStep.objects.create(
        complaint=row, kode_desa=row.kode_desa, state=row.state, told=told, by=by.user_id, by_name=by.name
    )
    _told(row, f"pengaduan_{'jawab' if row.ended_at else 'langkah'}", by, ke=what.state, pemegang=row.holder)
    return row


def _told(row: Complaint, action: str, by: access.Actor | None, **detail: object) -> None:
    audit.record(
        actor=by, action=action, object_kind=KIND, object_id=row.reference, region=row.kode_desa,
        detail={**detail, "program": row.programme.code},
    )  # fmt: skip
