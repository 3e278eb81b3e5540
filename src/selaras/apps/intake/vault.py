"""Files of deliveries at rest: a vault (`selaras.shell.vault`) with a room for each delivery."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from selaras.shell import vault

Kept = vault.Kept
_PRIVATE = 0o700
_VAULT = vault.Vault("intake", "kiriman", "berkas kiriman", "kiriman_berkas_hilang", "kiriman_disk_penuh")


def room(reference: str) -> Path:
    """The folder of one delivery."""
    return _VAULT.room(reference)


def workroom(name: str) -> Path:
    """A private folder for plain files, for as long as one job needs it. What an earlier attempt left is removed."""
    path = Path(settings.SELARAS_FILES) / "kerja" / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=_PRIVATE, parents=True)
    return path


def put(source: Path, reference: str, name: str) -> Kept:
    """Encrypts a plain file into the room of a delivery, whole or not at all. Never replaces one that is there."""
    with source.open("rb") as plain:
        return _VAULT.put(plain, reference, name)


def pieces(reference: str, name: str) -> Iterator[bytes]:
    """The contents, piece by piece. Raises SelarasError kiriman_berkas_hilang, rahasia_tidak_terbuka."""
    return _VAULT.pieces(reference, name)


def read(reference: str, name: str) -> bytes:
    """The whole contents."""
    return _VAULT.read(reference, name)


def take_out(reference: str, name: str, target: Path) -> None:
    """Writes the plain contents to `target`, readable by nobody else."""
    with vault.created(target) as out:
        for piece in pieces(reference, name):
            out.write(piece)


def has(reference: str, name: str) -> bool:
    """Whether that file is kept."""
    return _VAULT.has(reference, name)


def remove(reference: str, name: str) -> bool:
    """Deletes one file; whether it was there."""
    return _VAULT.remove(reference, name)
