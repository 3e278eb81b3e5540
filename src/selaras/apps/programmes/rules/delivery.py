"""Cycles and their lines: the way of a cycle, numbers the bank knows lines by, what is signed when a list is frozen."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.rules.ledger import State
from selaras.engine.eligibility.programme import Unit

Text = str | Promise
LEAST_REASON = 10
MOST_RUPIAH = 1_000_000_000_000
_PNG, MOST_DRAWN = "data:image/png;base64,", 400_000
_PERIOD = re.compile(r"20[2-9]\d(-(0[1-9]|1[0-2]|T[1-4]|S[12]))?")
_NUMBER = re.compile(r"S(\d{1,6})-(\d{1,7})-(\d)")
# Damm's table: every wrong digit and every two digits swapped give another check digit (Damm 2004).
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2), (7, 0, 9, 2, 1, 5, 4, 8, 6, 3), (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6), (6, 1, 2, 3, 0, 4, 5, 9, 7, 8), (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4), (8, 9, 4, 5, 3, 6, 2, 0, 1, 7), (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)  # fmt: skip


class CycleState(StrEnum):
    """How far a cycle is. Frozen: its list is fixed and money may go out."""

    DRAFT = "rancangan"
    FROZEN = "dibekukan"
    CLOSED = "selesai"
    DROPPED = "dibatalkan"


class Channel(StrEnum):
    """Who hands it out."""

    BANK = "bank"
    POST = "pos"
    VILLAGE = "desa"


class ProofKind(StrEnum):
    """What shows that it arrived."""

    PHOTO = "foto"
    RECEIPT = "tanda_terima"
    VOUCHER = "voucher"
    DRAWN = "coretan"
    MINUTES = "berita_acara"


CYCLES: dict[CycleState, Text] = {
    CycleState.DRAFT: _("Rancangan"),
    CycleState.FROZEN: _("Dikunci, sedang disalurkan"),
    CycleState.CLOSED: _("Selesai"),
    CycleState.DROPPED: _("Dibatalkan"),
}
CHANNELS: dict[Channel, Text] = {
    Channel.BANK: _("Bank"),
    Channel.POST: _("PT Pos"),
    Channel.VILLAGE: _("Desa atau kelurahan"),
}
STATES: dict[State, Text] = {
    State.DECIDED: _("belum tersalur"),
    State.HELD: _("ditahan, perlu ditinjau"),
    State.PAID: _("sudah tersalur"),
    State.PARTLY: _("tersalur sebagian"),
    State.RETURNED: _("kembali"),
    State.REPLACED: _("digantikan penerima lain"),
    State.CANCELLED: _("dibatalkan"),
}
PROOFS: dict[ProofKind, Text] = {
    ProofKind.PHOTO: _("Foto penyerahan"),
    ProofKind.RECEIPT: _("Tanda terima bertanda tangan"),
    ProofKind.VOUCHER: _("Voucher"),
    ProofKind.DRAWN: _("Tanda tangan di layar"),
    ProofKind.MINUTES: _("Berita acara desa atau kelurahan"),
}
# A line that may be paid in full. What is left of one paid in part is decided by a person.
PAYABLE = (State.DECIDED, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a cycle as it is frozen."""

    number: str
    keluarga: str
    person: str
    kode_desa: str
    amount: int


def _check(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def number(cycle: int, place: int) -> str:
    """What the bank knows a line by: cycle, place and a digit that tells a typing error. A letter first keeps sheets from
    taking it for a number."""
    return f"S{cycle:03d}-{place:05d}-{_check(f'{cycle:06d}{place:07d}')}"


def read_number(text: str) -> str | None:
    """The number a cell of a returned file means, however it was spaced; None where it is none or a digit is wrong."""
    plain = re.sub(r"[\s\u00a0_./\u2010-\u2015-]+", "-", text.strip().upper()).strip("-'\u2019")
    found = _NUMBER.fullmatch(plain)
    if found is None or _check(f"{int(found[1]):06d}{int(found[2]):07d}") != int(found[3]):
        return None
    return number(int(found[1]), int(found[2]))


def digest(reference: str, rule: str, build: int, rows: Iterable[Row]) -> str:
    """SHA-256 of what is frozen: the cycle, version of the rule, build of the registry, and every line, in any order."""
    told = sorted((row.number, row.keluarga, row.person, row.kode_desa, row.amount) for row in rows)
    return hashlib.sha256(json.dumps([reference, rule, build, told], ensure_ascii=False).encode()).hexdigest()


def drawn(text: str) -> bytes | None:
    """The picture of a signature that a page sends as a data address; None where there is none. Raises ValueError for what is no
    PNG or larger than any signature."""
    if not text:
        return None
    if not text.startswith(_PNG) or len(text) > MOST_DRAWN:
        raise ValueError("not a drawing of ours")
    return base64.b64decode(text[len(_PNG) :], validate=True)


def for_villages(unit: str) -> bool:
    """Whether a programme of this unit gives to villages: no post office hands that out, and nobody brings a voucher."""
    return unit == Unit.DESA


def period(text: str) -> str | None:
    """2026, 2026-11, 2026-T4 (quarter) or 2026-S2 (half year); None for anything else."""
    plain = text.strip().upper()
    return plain if _PERIOD.fullmatch(plain) else None


def own(actor: access.Actor, agency: str) -> bool:
    """Whether a programme is that of the actor's agency; one that no agency was named for is everybody's who may act there."""
    return not agency or actor.agency == agency


def may_plan(actor: access.Actor, agency: str, code: str) -> bool:
    """Whether `actor` may make a cycle of a programme of `agency` at region `code`."""
    return own(actor, agency) and access.may(actor, access.Ability.PLAN, code, access.FieldClass.IDENTITY)


def reaches(actor: access.Actor, ability: access.Ability, code: str) -> bool:
    """Whether the actor's regions for `ability` and the region `code` have a place in common."""
    held = access.scopes(actor, ability, access.FieldClass.IDENTITY)
    return any(access.both(scope, code) is not None for scope in held)
