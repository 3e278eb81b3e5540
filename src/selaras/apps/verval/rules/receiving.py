"""What comes in and what is answered, and whether a submission counts. Nothing here fetches or writes.

A receipt is the same whenever and however often the same submission is sent: its signature covers the client's key, the digest
of what was sent, and the time at which it was first taken in. Only `status`, which tells a first sending from a repeated one,
and `missing`, which shrinks while files arrive, may differ.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field

from selaras.apps.verval.rules import words

NEW, KNOWN, CONTRADICTS, REFUSED = "diterima", "sudah_ada", "bertentangan", "ditolak"
LONGEST_INSTANCE = 80


@dataclass(frozen=True, slots=True)
class Sent:
    """A submission as a client sends it. `files`: (name, contents). `instance`: the client's own key; "" is read from the XML."""

    xml: bytes
    channel: str
    instance: str = ""
    files: tuple[tuple[str, bytes], ...] = ()
    device_label: str = ""
    device_sent: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a client may rely on once it has it. `signature`: Ed25519 over `said`, in hexadecimal, after the number of its key.

    `status`: NEW, KNOWN, CONTRADICTS (other contents under a key that is taken: kept beside it, the first one stays), or
    REFUSED (kept, but nobody can read it: the client keeps its own).
    """

    status: str = field(compare=False)
    instance: str
    digest: str
    at: dt.datetime
    standing: str
    held: str
    missing: tuple[str, ...] = field(default=(), compare=False)
    too_big: tuple[str, ...] = field(default=(), compare=False)
    signature: str = ""

    @property
    def said(self) -> bytes:
        """What is signed."""
        return said(self.instance, self.digest, self.at)


def said(instance: str, digest: str, at: dt.datetime) -> bytes:
    """The sentence a receipt signs: key, digest, time of the server in UTC."""
    return f"verval|{instance}|{digest}|{at.astimezone(dt.UTC).isoformat()}".encode()


def digest(contents: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(contents).hexdigest()


def key_of(instance: str, xml: bytes) -> str:
    """The key under which a submission stands. What carries none, or a wild one, stands under its digest."""
    instance = instance.strip()
    if 0 < len(instance) <= LONGEST_INSTANCE and instance.isprintable():
        return instance
    return f"isi:{digest(xml)}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a submission when it comes in."""

    readable: bool = True
    form_known: bool = True
    form_withdrawn: bool = False
    officer_active: bool = True
    campaign_ended: bool = False
    in_region: bool = True
    assigned: bool = True


def standing_of(facts: Facts) -> tuple[words.Standing, str]:
    """Whether it counts, and otherwise the first reason it is held for. Nothing is dropped for any of them."""
    reasons = (
        (facts.readable, words.Held.UNREADABLE),
        (facts.form_known, words.Held.FORM_UNKNOWN),
        (not facts.form_withdrawn, words.Held.FORM_WITHDRAWN),
        (facts.officer_active, words.Held.OFFICER_DISABLED),
        (not facts.campaign_ended, words.Held.CAMPAIGN_ENDED),
        (facts.in_region, words.Held.OTHER_REGION),
        (facts.assigned, words.Held.NOT_ASSIGNED),
    )
    for fine, reason in reasons:
        if not fine:
            return words.Standing.HELD, reason.value
    return words.Standing.COUNTS, ""
