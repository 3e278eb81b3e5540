"""Somebody who signs in, and what their authenticator app shows."""

import base64
import hashlib
import hmac
import struct
import time
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Human:
    """Somebody who may sign in. `secret`: of their authenticator app, "" where there is none yet."""

    id: int
    email: str
    name: str
    password: str
    secret: str
    codes: list[str]
    session: dict[str, Any]

    def code(self, at: float | None = None) -> str:
        """What their authenticator app shows now (RFC 6238, 30 seconds, six digits)."""
        return totp(self.secret, at)


def totp(secret: str, at: float | None = None) -> str:
    """Six digits of a secret in base32 at a moment (seconds since 1970)."""
    count = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    padded = secret + "=" * (-len(secret) % 8)
    digest = hmac.digest(base64.b32decode(padded, casefold=True), count, hashlib.sha1)
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def soon() -> float:
    """A moment in the next half minute: its code is taken already, and has not been used."""
    return time.time() + 30
