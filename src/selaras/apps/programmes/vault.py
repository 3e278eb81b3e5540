"""Files of programmes at rest: a vault with a room for each thing its files belong to."""

from __future__ import annotations

import io
import shutil
import time

from selaras.shell import vault

_VAULT = vault.Vault("program", "program", "berkas program", "program_berkas_hilang", "program_disk_penuh")


def put(room: str, name: str, contents: bytes) -> vault.Kept:
    """Keeps a file. Raises FileExistsError where that name is taken; SelarasError program_disk_penuh."""
    return _VAULT.put(io.BytesIO(contents), room, name)


def read(room: str, name: str) -> bytes:
    """The contents. Raises SelarasError program_berkas_hilang, rahasia_tidak_terbuka."""
    return _VAULT.read(room, name)


def has(room: str, name: str) -> bool:
    """Whether that file is kept."""
    return _VAULT.has(room, name)


def clear(room: str) -> None:
    """Removes a room with all its files; nothing where there is none."""
    shutil.rmtree(_VAULT.room(room), ignore_errors=True)


def older(under: str, seconds: int) -> set[str]:
    """Rooms in a folder that nothing was put into for that long, as `put` takes them."""
    folder, now = _VAULT.room(under), time.time()
    if not folder.is_dir():
        return set()
    return {f"{under}/{each.name}" for each in folder.iterdir() if now - each.stat().st_mtime > seconds}
