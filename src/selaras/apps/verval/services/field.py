"""The offline page and its house: handing out a pack, opening what a phone closed, taking in what it sends."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.audit import services as audit
from selaras.apps.verval.models.submissions import Device
from selaras.apps.verval.queries import field as queries
from selaras.apps.verval.rules import field_sending, receiving, words
from selaras.apps.verval.services import devices, envelopes
from selaras.apps.verval.services.receiving import receive
from selaras.kernel import errors
from selaras.shell import trail

VISIT, LEAD, IDENTITY = access.Ability.VISIT, access.Ability.LEAD, access.FieldClass.IDENTITY


def pack(*, by: access.Actor, token: str, name: str) -> dict[str, Any]:
    """Hands this officer's families to their browser for seven days. {"sender", "pack"}; raises Refused.

    `token`: of the device this browser was before. It goes on being that one while it works and is this officer's.
    """
    phone = _phone(by, token)
    if phone is None:
        token = devices.issue(
            user=by.user_id, kode_desa=_home(by), channel=words.Channel.PAGE.value, by=by, name=name[:120]
        )
        phone = devices.opened(token)
    if phone is None or not phone.working:
        raise trail.Refused("verval_bekal", "perangkat")
    now = timezone.now()
    lease = now + devices.LEASE
    Device.objects.filter(pk=phone.device).update(lease=lease)
    carried = queries.pack(by)
    audit.record(
        actor=by, action="verval_bekal", object_kind="perangkat", object_id=phone.device, region=phone.kode_desa,
        detail={"keluarga": len(carried["families"]), "daftar": words.Channel.PAGE.value},
    )  # fmt: skip
    return {
        "sender": {"token": token, "server": envelopes.public(), "receipts": envelopes.receipts()},
        "pack": {**carried, "at": now.isoformat(), "lease": lease.isoformat(), "officer": by.name},
    }


def _phone(by: access.Actor, token: str) -> devices.Opened | None:
    found = devices.opened(token) if token else None
    # Looking a token up leaves another context behind; the request goes on in the name of who signed in.
    accounts.identify(by)
    return found if found and found.working and found.actor.user_id == by.user_id else None


def _home(by: access.Actor) -> str:
    """A region of this officer, "" for the whole house. Raises Refused where they visit nowhere."""
    held = sorted(access.scopes(by, VISIT, IDENTITY), reverse=True)
    if not held:
        raise trail.Refused("verval_bekal", "perangkat")
    return held[0]


def work_key(*, envelope: bytes, by: access.Actor) -> str:
    """The key of drafts that an officer's browser had closed for the house, for the same officer only.

    Raises SelarasError verval_amplop_rusak; Refused for a key of somebody else.
    """
    try:
        told = json.loads(envelopes.opened(envelope, "kunci"))
        key, officer = str(told["kunci"]), int(told["petugas"])
    except (ValueError, KeyError, TypeError):
        raise errors.SelarasError("verval_amplop_rusak") from None
    if officer != by.user_id:
        raise trail.Refused("verval_kunci", "pengguna", str(officer))
    audit.record(actor=by, action="verval_kunci", object_kind="pengguna", object_id=by.user_id)
    return key


def take_in(envelope: bytes) -> receiving.Receipt:
    """Takes a visit in, in the name of whose phone closed it. Raises SelarasError verval_amplop_rusak, verval_perangkat_asing."""
    try:
        visit = field_sending.read(envelopes.opened(envelope, "kiriman"))
    except field_sending.DamagedError:
        raise errors.SelarasError("verval_amplop_rusak") from None
    phone = devices.opened(visit.token)
    if phone is None:
        raise errors.SelarasError("verval_perangkat_asing")
    return receive(visit.sent, phone.actor, phone.device)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an exported file: numbers of visits."""

    new: int = 0
    known: int = 0
    contradicts: int = 0
    unreadable: int = 0


def take_file(contents: bytes, *, by: access.Actor) -> Imported:
    """Takes in a file that an officer's page exported. Raises Refused; SelarasError verval_berkas_asing."""
    if not access.may(by, LEAD, field_class=IDENTITY):
        raise trail.Refused("verval_impor", "berkas")
    try:
        listed = field_sending.exported(contents)
    except field_sending.DamagedError:
        raise errors.SelarasError("verval_berkas_asing") from None
    count = dict.fromkeys((receiving.NEW, receiving.KNOWN, receiving.CONTRADICTS, receiving.REFUSED), 0)
    for envelope in listed:
        try:
            count[take_in(envelope).status] += 1
        except errors.SelarasError as error:
            if error.code not in {"verval_amplop_rusak", "verval_perangkat_asing"}:
                raise
            count[receiving.REFUSED] += 1
    accounts.identify(by)
    audit.record(
        actor=by, action="verval_impor", object_kind="berkas", object_id=receiving.digest(contents)[:16],
        detail={"baru": count[receiving.NEW], "sudah_ada": count[receiving.KNOWN]},
    )  # fmt: skip
    return Imported(*count.values())
