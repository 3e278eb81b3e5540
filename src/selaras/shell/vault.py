"""Files at rest: AES-256-GCM in pieces, bound to what the vault is for, its room, the name of the file, and their place in it.

Layout: magic, key number (2 bytes), then pieces of 4 MB: nonce (12), ciphertext with tag (16). The associated data of a piece is
`<purpose>|<room>|<name>|<key>|<number>|<last>`: a piece that is moved, left out, or cut off at the end does not open
(the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizar, 2015). Keys as in `selaras.shell.secrets`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from django.conf import settings

from selaras.kernel import errors
from selaras.shell import disk, secrets

_MAGIC = b"SLR1"
_PIECE = 4 * 1024 * 1024
_NONCE, _TAG = 12, 16
_PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was put away: hash and size of its contents, number of the key."""

    sha256: str
    size: int
    key: int


def created(path: Path) -> BinaryIO:
    """A new file that nobody else can read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


@dataclass(frozen=True, slots=True)
class Vault:
    """The files of one app. `folder` under settings.SELARAS_FILES; `missing`, `full`: what is raised where a file is gone or
    there is no room for it; `what`: what its files are called."""

    purpose: str
    folder: str
    what: str
    missing: str
    full: str

    def room(self, reference: str) -> Path:
        """The folder of one thing the files belong to."""
        return Path(settings.SELARAS_FILES) / self.folder / reference

    def put(self, plain: BinaryIO, reference: str, name: str) -> Kept:
        """Encrypts into a room, whole or not at all. Raises FileExistsError where that name is taken: nothing is replaced."""
        folder = (self.room(reference) / name).parent
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        target = self.room(reference) / name
        fresh = folder / f".{Path(name).name}.{os.getpid()}.{os.urandom(4).hex()}"
        try:
            with created(fresh) as out:
                kept = self._seal(plain, out, reference, name)
                out.flush()
                os.fsync(out.fileno())
            os.link(fresh, target)
        except FileExistsError:
            raise
        except OSError as error:
            if disk.full(error):
                raise errors.SelarasError(self.full) from error
            raise
        finally:
            fresh.unlink(missing_ok=True)
        return kept

    def _bound(self, reference: str, name: str, key: int, number: int, *, last: bool) -> bytes:
        return f"{self.purpose}|{reference}|{name}|{key}|{number}|{int(last)}".encode()

    def _seal(self, plain: BinaryIO, out: BinaryIO, reference: str, name: str) -> Kept:
        ring = secrets.ring()
        key = ring.newest("data")
        out.write(_MAGIC + key.to_bytes(2, "big"))
        digest, size, number = hashlib.sha256(), 0, 0
        piece = plain.read(_PIECE)
        while True:
            following = plain.read(_PIECE)
            digest.update(piece)
            size += len(piece)
            nonce = os.urandom(_NONCE)
            bound = self._bound(reference, name, key, number, last=not following)
            out.write(nonce + ring.ciphers[key].encrypt(nonce, piece, bound))
            if not following:
                return Kept(digest.hexdigest(), size, key)
            piece, number = following, number + 1

    def pieces(self, reference: str, name: str) -> Iterator[bytes]:
        """The contents, piece by piece. Raises SelarasError `missing`, rahasia_tidak_terbuka."""
        path = self.room(reference) / name
        if not path.is_file():
            raise errors.SelarasError(self.missing)
        ring = secrets.ring()
        with path.open("rb") as sealed:
            head = sealed.read(len(_MAGIC) + 2)
            key = int.from_bytes(head[-2:], "big")
            ring.key("data", key)
            whole = _NONCE + _PIECE + _TAG
            piece, number = sealed.read(whole), 0
            while True:
                following = sealed.read(whole)
                bound = self._bound(reference, name, key, number, last=not following)
                try:
                    if not head.startswith(_MAGIC) or len(piece) < _NONCE + _TAG:
                        raise InvalidTag
                    yield ring.ciphers[key].decrypt(piece[:_NONCE], piece[_NONCE:], bound)
                except InvalidTag:
                    raise errors.SelarasError("rahasia_tidak_terbuka", tabel=self.what) from None
                if not following:
                    return
                piece, number = following, number + 1

    def read(self, reference: str, name: str) -> bytes:
        """The whole contents."""
        return b"".join(self.pieces(reference, name))

    def has(self, reference: str, name: str) -> bool:
        """Whether that file is kept."""
        return (self.room(reference) / name).is_file()

    def remove(self, reference: str, name: str) -> bool:
        """Deletes one file; whether it was there."""
        path = self.room(reference) / name
        there = path.is_file()
        path.unlink(missing_ok=True)
        return there
