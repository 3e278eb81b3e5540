"""Vouchers: a signed text without NIK and without name, as a QR holds it, and what a use of it means.

`SLR1.<line>.<amount>.<last day>.<number of the key>.<signature>`, the signature (Ed25519, RFC 8032) over what stands before
it with a prefix of its own, so that no other signature of the house is one of a voucher. A phone checks it without signal with
the public key that came with its page; whether it was used elsewhere only the house knows, so a second use found later is
kept as evidence and the line stays paid once.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.apps.programmes.rules import delivery
from selaras.apps.programmes.rules.ledger import State

Text = str | Promise
PREFIX = b"selaras voucher 1\n"
HEAD = "SLR1"
MOST_SENT = 200
_EVENT = re.compile(r"[0-9a-f-]{8,40}")
_TEXT = re.compile(r"SLR1\.(S\d{3,6}-\d{5,7}-\d)\.(\d{1,13})\.(\d{8})\.(\d{1,4})\.([A-Za-z0-9_-]{86})")


class Outcome(StrEnum):
    """What a use of a voucher came to."""

    ACCEPTED = "diterima"
    REPEATED = "sudah_tercatat"
    AGAIN = "dipakai_lagi"
    EXPIRED = "kedaluwarsa"
    HELD = "ditahan"
    NOT_OURS = "tidak_dikenal"
    GONE = "tidak_berlaku"


OUTCOMES: dict[Outcome, Text] = {
    Outcome.ACCEPTED: _("diterima dan dicatat"),
    Outcome.REPEATED: _("sudah tercatat dari telepon ini"),
    Outcome.AGAIN: _("pernah dipakai; pemakaian kedua disimpan sebagai bukti"),
    Outcome.EXPIRED: _("masa berlakunya sudah lewat"),
    Outcome.HELD: _("barisnya sedang ditahan; jangan serahkan, hubungi pemilik program"),
    Outcome.NOT_OURS: _("bukan voucher kami, atau bukan di wilayah Anda"),
    Outcome.GONE: _("barisnya sudah digantikan atau dibatalkan"),
}


@dataclass(frozen=True, slots=True)
class Voucher:
    """What a voucher says."""

    number: str
    amount: int
    last_day: dt.date
    key: int

    @property
    def message(self) -> bytes:
        """The bytes that are signed."""
        return PREFIX + self.said.encode()

    @property
    def said(self) -> str:
        """What stands before the signature."""
        return f"{HEAD}.{self.number}.{self.amount}.{self.last_day:%Y%m%d}.{self.key}"

    def text(self, signature: bytes) -> str:
        """The whole voucher."""
        return f"{self.said}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


@dataclass(frozen=True, slots=True)
class Use:
    """That a voucher was shown: where (a phone and its own name for the event), and when by that phone's clock."""

    text: str
    device: str
    event: str
    at: dt.datetime

    @property
    def mark(self) -> str:
        """Phone and event together: the same use sent again has the same mark."""
        return f"{self.device[:36]} {self.event[:40]}"


def read(text: str) -> tuple[Voucher, bytes] | None:
    """A voucher and its signature; None where the text is none."""
    found = _TEXT.fullmatch(text.strip())
    number = delivery.read_number(found[1]) if found else None
    if found is None or number is None or number != found[1]:
        return None
    try:
        day = dt.datetime.strptime(found[3], "%Y%m%d").date()  # noqa: DTZ007  a day, not a moment
        signature = base64.urlsafe_b64decode(found[5] + "==")
    except (ValueError, binascii.Error):
        return None
    return Voucher(number, int(found[2]), day, int(found[4])), signature


def digest(text: str) -> bytes:
    """SHA-256 by which the house finds a voucher again without keeping its text."""
    return hashlib.sha256(text.strip().encode()).digest()


def may_be_event(text: str) -> bool:
    """Whether a phone's name for an event has the form of one."""
    return _EVENT.fullmatch(text) is not None


def outcome(
    state: State, used: str, again: frozenset[str], use: Use, days: tuple[dt.date, dt.date]
) -> Outcome:
    """What a use means. `used`: mark of the use that counted, "" for none; `again`: marks of others; `days`: of use, and last day."""
    if use.mark == used or use.mark in again:
        return Outcome.REPEATED
    if used:
        return Outcome.AGAIN
    if days[0] > days[1]:
        return Outcome.EXPIRED
    if state is State.HELD:
        return Outcome.HELD
    if state in (State.REPLACED, State.CANCELLED):
        return Outcome.GONE
    return Outcome.AGAIN if state is State.PAID else Outcome.ACCEPTED
