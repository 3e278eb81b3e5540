"""Files of submissions at rest: a vault with a room for each submission, a file by the hash of its contents."""

from __future__ import annotations

import contextlib
import hashlib
import io

from selaras.shell import vault

_VAULT = vault.Vault(
    "verval", "verval", "berkas kunjungan", "kunjungan_berkas_hilang", "kunjungan_disk_penuh"
)


def put(room: str, contents: bytes) -> str:
    """Keeps a file; returns its name, which is the hash of its contents. The same file again changes nothing."""
    name = hashlib.sha256(contents).hexdigest()
    if not _VAULT.has(room, name):
        with contextlib.suppress(FileExistsError):
            _VAULT.put(io.BytesIO(contents), room, name)
    return name


def read(room: str, name: str) -> bytes:
    """The contents. Raises SelarasError kunjungan_berkas_hilang, rahasia_tidak_terbuka."""
    return _VAULT.read(room, name)
