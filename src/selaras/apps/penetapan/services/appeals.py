"""Writes of proposals and objections: received from citizens and offices, brought on step by step, answered."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.penetapan.models import Appeal, AppealStep
from selaras.apps.penetapan.queries import appeals as queries
from selaras.apps.penetapan.rules import appeals as rules
from selaras.apps.penetapan.rules import codes
from selaras.apps.penetapan.services import telling
from selaras.apps.registry import queries as registry
from selaras.apps.wilayah import rules as regions
from selaras.kernel import errors
from selaras.shell import secrets, trail

KIND = "usul_sanggah"
_IDENTITY = access.FieldClass.IDENTITY
_RECEIVED = "Kami sudah menerima kiriman ini dan akan memeriksanya."


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sends. `key`: of the form, so that the same form is one appeal; the rest as it was written. `keluarga`: whose
    it is, where the house knows that already and acts for that family."""

    key: str
    kind: str
    topic: str
    kode_desa: str
    name: str
    contact: str = ""
    rt: str = ""
    address: str = ""
    about: str = ""
    text: str = ""
    keluarga: str = ""

    def check(self) -> None:
        """Raises SelarasError aduan_isian_salah, aduan_memuat_nik."""
        place = regions.region(self.kode_desa)
        wrong = (
            self.topic not in rules.TOPICS.get(self.kind, {}),
            place is None or place.depth != regions.DESA or not self.kode_desa.startswith(rules.province() + "."),
            len(self.key) < codes.LEAST_KEY,
            not self.name.strip(),
            len(self.text) > rules.MOST_TEXT,
        )  # fmt: skip
        if any(wrong):
            raise errors.SelarasError("aduan_isian_salah")
        written = (self.name, self.rt, self.address, self.about, self.text)
        if any(rules.carries_identity(each) for each in written):
            raise errors.SelarasError("aduan_memuat_nik")


@contextlib.contextmanager
def by_code(digest: bytes) -> Iterator[None]:
    """Row security lets through the one appeal with this code, to be written by a citizen or read; nothing else.

    Whoever signed in keeps what they may see besides. Afterwards the code opens nothing any more.
    """
    with transaction.atomic():
        _say(digest.hex())
        yield
        _say("")


def _say(code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('selaras.kode', %s, true)", [code])


def send(*, sent: Sent) -> str:
    """Takes what a citizen sends, without knowing who they are; returns the code, which is kept nowhere.

    The same form again returns the same code and changes nothing. Raises SelarasError as `Sent.check`.
    """
    sent.check()
    code = codes.made(sent.key)
    digest = codes.digest(code)
    with by_code(digest):
        if not Appeal.objects.filter(code=digest).exists():
            # Two at once: the one that comes second finds the first, or runs into its unique code.
            with contextlib.suppress(IntegrityError), transaction.atomic():
                made = _written(sent, digest, rules.Channel.CITIZEN, None)
                telling.told(made, KIND, f"{sent.kind}_kirim", None, hal=sent.topic)
    return code


def record(*, sent: Sent, by: access.Actor) -> str:
    """Writes down what somebody says at the office; returns the code for the slip. Raises Refused, and as `Sent.check`."""
    if not access.may(by, access.Ability.DELIBERATE, sent.kode_desa, _IDENTITY):
        raise trail.Refused("usul_sanggah_catat", KIND)
    sent.check()
    code = codes.made(sent.key)
    digest = codes.digest(code)
    if not Appeal.objects.filter(code=digest).exists():
        with contextlib.suppress(IntegrityError), transaction.atomic():
            made = _written(sent, digest, rules.Channel.OFFICE, by)
            telling.told(made, KIND, "usul_sanggah_catat", by, hal=sent.topic)
    return code


def met(*, sent: Sent, target: str, by: access.Actor) -> Appeal:
    """Writes down a family on no list whom an officer visited as a proposal of the village. Raises Refused.

    Its code is given to nobody: who asks is answered at the village office.
    """
    if not access.may(by, access.Ability.DELIBERATE, sent.kode_desa, _IDENTITY):
        raise trail.Refused("usul_sanggah_catat", KIND)
    made = _written(sent, codes.digest(codes.made(sent.key)), rules.Channel.OFFICER, by)
    made.target = target
    made.save(update_fields=["target"])
    telling.told(made, KIND, "usul_sanggah_catat", by, hal=sent.topic, sasaran=target)
    return made


def _written(sent: Sent, digest: bytes, channel: str, by: access.Actor | None) -> Appeal:
    today = timezone.localdate()
    row = Appeal(
        kind=sent.kind, channel=channel, code=digest, kode_desa=sent.kode_desa, topic=sent.topic, state=rules.State.RECEIVED,
        holder=rules.first_holder(sent.topic), due=rules.due(rules.State.RECEIVED, today, today),
        made_by=by.user_id if by else 0, keluarga=sent.keluarga or None,
    )  # fmt: skip
    about = {"rt": sent.rt, "alamat": sent.address, "tentang": sent.about, "uraian": sent.text}
    who = {"nama": sent.name.strip(), "kontak": sent.contact}
    row.sealed = secrets.seal(json.dumps(about), table="penetapan_appeal", row=row.reference, field="sealed")
    row.reporter = secrets.seal(
        json.dumps(who), table="penetapan_appeal", row=row.reference, field="reporter"
    )
    row.save()
    AppealStep.objects.create(
        appeal=row, kode_desa=row.kode_desa, state=row.state, told=_RECEIVED, due=row.due, by=row.made_by
    )
    return row


@dataclass(frozen=True, slots=True)
class Move:
    """What is done next with an appeal: the state it goes to, what the citizen is told, and to which office it goes on."""

    state: str
    told: str
    to: str = ""


def move(*, reference: str, seen: int, what: Move, by: access.Actor) -> Appeal:
    """Brings an appeal a step on. `seen`: how many steps the page showed.

    Raises Refused; SelarasError aduan_langkah_salah, aduan_kabar_kurang, aduan_memuat_nomor.
    """
    row = locked(reference, by)
    told = what.told.strip()
    if AppealStep.objects.filter(appeal=row).count() != seen or what.state not in rules.next_states(
        row.state
    ):
        raise errors.SelarasError("aduan_langkah_salah")
    if what.state == rules.State.FORWARDED and (what.to not in set(rules.Holder) or what.to == row.holder):
        raise errors.SelarasError("aduan_langkah_salah")
    if not rules.LEAST_TOLD <= len(told) <= rules.MOST_TOLD:
        raise errors.SelarasError("aduan_kabar_kurang")
    if rules.carries_number(told):
        raise errors.SelarasError("aduan_memuat_nomor")
    if what.state == rules.State.FORWARDED:
        row.holder = what.to
    step(row, what.state, told, by)
    telling.told(
        row,
        KIND,
        f"usul_sanggah_{'jawab' if row.ended_at else 'langkah'}",
        by,
        ke=what.state,
        kantor=row.holder,
    )
    return row


def step(row: Appeal, state: str, told: str, by: access.Actor) -> None:
    """Notes a step of a locked appeal, with the day the next one is due."""
    now = timezone.now()
    row.state = state
    if state in rules.ENDED:
        row.ended_at = now
    else:
        row.due = rules.due(state, timezone.localdate(now), timezone.localdate(row.made_at))
    row.save(update_fields=["state", "due", "holder", "ended_at"])
    AppealStep.objects.create(
        appeal=row, kode_desa=row.kode_desa, state=state, told=told[: rules.MOST_TOLD],
        due=None if row.ended_at else row.due, by=by.user_id, by_name=by.name,
    )  # fmt: skip


def link(*, reference: str, keluarga: str, by: access.Actor) -> None:
    """Says which keluarga of the registry it is about; "" takes that back. Raises Refused; SelarasError
    aduan_keluarga_lain_desa."""
    row = locked(reference, by)
    wanted = keluarga.strip().upper()
    if wanted:
        found = registry.keluarga(wanted, actor=by)
        if found is None or found.kode_desa != row.kode_desa:
            raise errors.SelarasError("aduan_keluarga_lain_desa")
    row.keluarga = wanted or None
    row.save(update_fields=["keluarga"])
    telling.told(row, KIND, "usul_sanggah_kaitkan", by, keluarga=wanted)


def reveal(*, reference: str, reason: str, by: access.Actor) -> queries.Reporter:
    """Who sent an objection about others, against a reason. Raises Refused; SelarasError aduan_kabar_kurang."""
    row = queries.one(reference, by)
    if row is None or not rules.may_know_reporter(by, row.kode_desa, row.topic):
        raise trail.Refused("usul_sanggah_pelapor", KIND, reference)
    if len(reason.strip()) < rules.LEAST_TOLD:
        raise errors.SelarasError("aduan_kabar_kurang")
    telling.told(row, KIND, "usul_sanggah_pelapor", by, alasan=len(reason.strip()))
    return queries.reporter(row)


def locked(reference: str, by: access.Actor) -> Appeal:
    """An appeal whose turn is this person's, held until the transaction ends. Raises Refused."""
    row = Appeal.objects.select_for_update().filter(reference=reference).first()
    if row is None or not rules.may_work(by, row.kode_desa, row.holder):
        raise trail.Refused("usul_sanggah_langkah", KIND, reference)
    return row
