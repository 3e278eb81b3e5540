"""Digests of events, Merkle roots of their order, what a seal says. Decides; never fetches.

Leaves and nodes are hashed with different first bytes (RFC 6962 section 2.1), so that a node cannot pass for a leaf.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FIRST = bytes(32)
FIELDS = ("user", "agency", "purpose", "action", "object_kind", "object_id", "region", "outcome")


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it is sealed."""

    id: int
    at: dt.datetime
    user: int | None
    texts: tuple[str, ...]
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SealText:
    """What a seal signs."""

    number: int
    at: dt.datetime
    first: int
    last: int
    root: bytes
    previous: bytes

    def message(self) -> bytes:
        """The bytes that are signed."""
        head = f"selaras-segel-1|{self.number}|{_moment(self.at)}|{self.first}|{self.last}|"
        return head.encode() + self.root + self.previous

    def digest(self) -> bytes:
        """What the next seal is chained to."""
        return hashlib.sha256(self.message()).digest()


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def digest(event: Event) -> bytes:
    """The digest of one event, of everything in it."""
    content = [event.id, _moment(event.at), event.user, list(event.texts), event.detail]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(b"\x00" + text.encode()).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The root over the leaves in their order; an odd one out moves up as it is."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)
        ]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0]


@dataclass(frozen=True, slots=True)
class Fault:
    """What verification found: a kind, and the event or seal it concerns. Texts in words.FAULTS."""

    kind: str
    number: int
