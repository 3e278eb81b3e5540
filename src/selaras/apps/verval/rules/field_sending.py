"""What lies in an envelope of the offline page: one visit. Bytes: length of the head (4) | head (JSON) | xml | files.

An exported file (.selaras) is a line that says what it is, then envelopes, each after its length (4).
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
from dataclasses import dataclass
from typing import Any

from selaras.apps.verval.rules import receiving, words

MOST_BYTES = 60 * 1024 * 1024
MOST_FILES = 20
EXPORTED = b"SELARAS-KIRIMAN 1\n"
MOST_EXPORTED = 500


class DamagedError(ValueError):
    """The contents are not what a page of ours packs."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as the page packed it. `token`: of the device it was packed on; it says whose visit this is."""

    token: str
    sent: receiving.Sent


def read(contents: bytes) -> Visit:
    """The visit in an opened envelope. Raises DamagedError."""
    size = int.from_bytes(contents[:4], "big")
    head = _head(contents[4 : 4 + size])
    try:
        named = [(str(each["name"]), int(each["size"])) for each in head["files"]]
        token, instance, told = str(head["token"]), str(head["instance"]), str(head["digest"])
        lengths = [int(head["xml"]), *(length for _, length in named)]
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedError("head") from error
    if len(named) > MOST_FILES or min(lengths) < 0 or 4 + size + sum(lengths) != len(contents):
        raise DamagedError("sizes")
    at, parts = 4 + size, []
    for length in lengths:
        parts.append(contents[at : at + length])
        at += length
    # The page bound the key of the visit to this digest when the officer saved it.
    if not hmac.compare_digest(receiving.digest(parts[0]), told):
        raise DamagedError("digest")
    files = tuple((name, part) for (name, _), part in zip(named, parts[1:], strict=True))
    label, sent_at = str(head.get("label", ""))[:80], _moment(str(head.get("sent", "")))
    return Visit(token, receiving.Sent(parts[0], words.Channel.PAGE.value, instance, files, label, sent_at))


def exported(contents: bytes) -> list[bytes]:
    """The envelopes of an exported file. Raises DamagedError."""
    if not contents.startswith(EXPORTED):
        raise DamagedError("kind")
    at = len(EXPORTED)
    found: list[bytes] = []
    while at < len(contents):
        size = int.from_bytes(contents[at : at + 4], "big")
        at += 4
        if size == 0 or at + size > len(contents) or len(found) == MOST_EXPORTED:
            raise DamagedError("sizes")
        found.append(contents[at : at + size])
        at += size
    return found


def _head(text: bytes) -> dict[str, Any]:
    try:
        head = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DamagedError("head") from error
    if not isinstance(head, dict):
        raise DamagedError("head")
    return head


def _moment(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
