"""What the environment says: read once, checked, never guessed. Names of the variables stand in the production guide."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SECRET_BYTES = 50


def words(name: str, default: str = "") -> list[str]:
    """A list separated by spaces or commas."""
    return os.environ.get(name, default).replace(",", " ").split()


def yes(name: str) -> bool:
    """A switch: 1, ya, true, yes."""
    return os.environ.get(name, "").lower() in {"1", "ya", "true", "yes"}


def database(url: str) -> dict[str, Any]:
    """Django's settings for `postgresql://user:password@host:port/name?option=value`; a socket stands in ?host=.

    Raises ValueError for another kind of database: there is no second one.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("DATABASE_URL harus diawali postgresql://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "") or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def temporary(data: Path | None) -> str | None:
    """The folder for files that are just arriving, readable by nobody else; None without a folder of data."""
    if data is None:
        return None
    path = data / "sementara"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return str(path)


def secret_key(data: Path | None, given: Mapping[str, str] = os.environ) -> str:
    """The key that signs sessions: from SELARAS_SECRET_KEY_FILE, else `data`/rahasia, made at the first run (0600).

    Without any folder (a check, a build) a key that lives as long as the process.
    """
    place = given.get("SELARAS_SECRET_KEY_FILE", "")
    if not place and data is None:
        return secrets.token_urlsafe(SECRET_BYTES)
    path = Path(place) if place else Path(data or "") / "rahasia"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Made under another name and linked into place: two starts at once agree on the one that came first.
        fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(SECRET_BYTES))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text(encoding="utf-8").strip()
