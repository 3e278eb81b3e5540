"""Which code and which rules a result was made with. The same versions and inputs give the same result."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
from pathlib import Path

OUTPUT_FORMAT = 1  # raised when the files of a result change in a way that older readers would get wrong
_PACKAGES = ("selaras", "polars", "duckdb", "numpy", "pyarrow", "python-calamine", "xlsxwriter")
_ROOT = Path(__file__).parent.parent


@functools.cache
def packages() -> dict[str, str]:
    """Version by package."""
    return {name: importlib.metadata.version(name) for name in _PACKAGES}


@functools.cache
def rules() -> dict[str, str]:
    """A short fingerprint of the code and data of each stage: two results with equal ones followed equal rules."""
    return {room: _fingerprint(_ROOT / path) for room, path in _ROOMS.items()}


_ROOMS = {
    "baca": "engine/read",
    "sumber": "sources",
    "periksa": "engine/check",
    "model": "engine/link",
    "gabung": "engine/merge",
    "bandingkan": "engine/compare",
    "dasar": "kernel",
}


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@functools.cache
def synthetic() -> str:
    """A short fingerprint of what makes the kabupaten: an earlier one made by equal code is used again."""
    return _fingerprint(_ROOT / "synthetic")
