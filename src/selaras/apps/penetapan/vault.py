"""Files of meetings at rest: a vault with a room for each, `berita-acara.pdf` and the signed papers by their hash."""

from __future__ import annotations

import contextlib
import io

from selaras.shell import vault

_VAULT = vault.Vault(
    "penetapan", "penetapan", "berkas musyawarah", "penetapan_berkas_hilang", "penetapan_disk_penuh"
)


def put(room: str, name: str, contents: bytes) -> vault.Kept | None:
    """Keeps a file; None where one of that name is there already: nothing is replaced."""
    with contextlib.suppress(FileExistsError):
        return _VAULT.put(io.BytesIO(contents), room, name)
    return None


def read(room: str, name: str) -> bytes:
    """The contents. Raises SelarasError penetapan_berkas_hilang, rahasia_tidak_terbuka."""
    return _VAULT.read(room, name)
