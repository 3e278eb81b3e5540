"""Files at rest: AES-256-GCM in pieces, bound to the delivery, the name of the file, and their place in it.

Layout: magic, key number (2 bytes), then pieces of 4 MB: nonce (12), ciphertext with tag (16). The associated data of a piece is
`intake|<delivery>|<name>|<key>|<number>|<last>`: a piece that is moved, left out, or cut off at the end does not open
(the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizar, 2015). Keys as in `selaras.shell.secrets`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
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


def room(reference: str) -> Path:
    """The folder of one delivery."""
    return Path(settings.SELARAS_FILES) / "kiriman" / reference


def workroom(name: str) -> Path:
    """A private folder for plain files, for as long as one job needs it. What an earlier attempt left is removed."""
    path = Path(settings.SELARAS_FILES) / "kerja" / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=_PRIVATE, parents=True)
    return path


def put(source: Path, reference: str, name: str) -> Kept:
    """Encrypts a plain file into the room of a delivery, whole or not at all. Never replaces one that is there."""
    folder = (room(reference) / name).parent
    folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    target, fresh = room(reference) / name, folder / f".{Path(name).name}.{os.getpid()}.{os.urandom(4).hex()}"
    try:
        with source.open("rb") as plain, _created(fresh) as out:
            kept = _seal(plain, out, reference, name)
            out.flush()
            os.fsync(out.fileno())
        os.link(fresh, target)
    except OSError as error:
        if disk.full(error):
            raise errors.SelarasError("kiriman_disk_penuh") from error
        raise
    finally:
        fresh.unlink(missing_ok=True)
    return kept


def _created(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _bound(reference: str, name: str, key: int, number: int, *, last: bool) -> bytes:
    return f"intake|{reference}|{name}|{key}|{number}|{int(last)}".encode()


def _seal(plain: BinaryIO, out: BinaryIO, reference: str, name: str) -> Kept:
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
        bound = _bound(reference, name, key, number, last=not following)
        out.write(nonce + ring.ciphers[key].encrypt(nonce, piece, bound))
        if not following:
            return Kept(digest.hexdigest(), size, key)
        piece, number = following, number + 1


def pieces(reference: str, name: str) -> Iterator[bytes]:
    """The contents, piece by piece. Raises SelarasError kiriman_berkas_hilang, rahasia_tidak_terbuka."""
    path = room(reference) / name
    if not path.is_file():
        raise errors.SelarasError("kiriman_berkas_hilang")
    ring = secrets.ring()
    with path.open("rb") as sealed:
        head = sealed.read(len(_MAGIC) + 2)
        key = int.from_bytes(head[-2:], "big")
        ring.key("data", key)
        whole = _NONCE + _PIECE + _TAG
        piece, number = sealed.read(whole), 0
        while True:
            following = sealed.read(whole)
            bound = _bound(reference, name, key, number, last=not following)
            try:
                if not head.startswith(_MAGIC) or len(piece) < _NONCE + _TAG:
                    raise InvalidTag
                yield ring.ciphers[key].decrypt(piece[:_NONCE], piece[_NONCE:], bound)
            except InvalidTag:
                raise errors.SelarasError("rahasia_tidak_terbuka", tabel="berkas kiriman") from None
            if not following:
                return
            piece, number = following, number + 1


def read(reference: str, name: str) -> bytes:
    """The whole contents."""
    return b"".join(pieces(reference, name))


def take_out(reference: str, name: str, target: Path) -> None:
    """Writes the plain contents to `target`, readable by nobody else."""
    with _created(target) as out:
        for piece in pieces(reference, name):
            out.write(piece)


def has(reference: str, name: str) -> bool:
    """Whether that file is kept."""
    return (room(reference) / name).is_file()


def remove(reference: str, name: str) -> bool:
    """Deletes one file; whether it was there."""
    path = room(reference) / name
    there = path.is_file()
    path.unlink(missing_ok=True)
    return there
