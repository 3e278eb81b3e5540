"""The server of the portal as `selaras serve` starts it, on loopback, in a room of its own; and people who are signed in."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import harness
import portal_room
from selaras.cli.serve import run

_TICKS = os.sysconf("SC_CLK_TCK")
# Seconds a session of a measurement lasts.
LONGEST = 4 * 3600


@contextlib.contextmanager
def server(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Its port and its process. Static files are collected first, as `selaras serve` does: compressed, named by their hash."""
    room = Path(environment["SELARAS_DATA"])
    known = {**os.environ, **environment, "SELARAS_STATIC": str(room / "statis")}
    collect = [sys.executable, "-m", "selaras.config.commands", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, env=known, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = subprocess.Popen(run.server_command(run.Address("127.0.0.1", port)), env=known)
    try:
        _wait(run.Address("127.0.0.1", port), started)
        yield port, started.pid
    finally:
        started.terminate()
        started.wait(30)


def _wait(address: run.Address, started: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while not run.well(address):
        if started.poll() is not None or time.monotonic() > until:
            raise RuntimeError("the server did not come up")
        time.sleep(0.1)


def cpu_seconds(pid: int, environment: dict[str, str]) -> float:
    """What the server and the database have cost so far: no other load on the machine falsifies it.

    Of the database the processes that live; the server keeps its connections.
    """
    postmaster = Path(environment["SELARAS_DATA"]) / "pg" / "data" / "postmaster.pid"
    database = int(postmaster.read_text(encoding="ascii").split()[0])
    return sum(_spent(each) for root in (pid, database) for each in harness._tree(root))


def _spent(pid: int) -> float:
    try:
        fields = (
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()
        )
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def sign_in(
    environment: dict[str, str], people: int, scope: str, role: str = "wali_data", agency: str = ""
) -> list[str]:
    """Session keys of as many people who hold a role in a region; of an agency of their own unless one is named."""
    portal_room.enter(environment)
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415  Django must stand first
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415  Django must stand first

    from selaras.apps.accounts.models import Agency, Grant, User  # noqa: PLC0415  Django must stand first

    code = agency or f"ukur-{scope.replace('.', '-') or 'semua'}"
    office, _ = Agency.objects.get_or_create(
        code=code, defaults={"name": "Ukur", "kind": "opd", "scope": scope}
    )
    keys = []
    for number in range(people):
        user = User.objects.create_user(
            email=f"{code}-{role}-{number}@uji.selaras", name=f"Ukur {number}", agency=office
        )
        Grant.objects.create(user=user, role=role, scope=scope)
        store = SessionStore()
        store[SESSION_KEY], store[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        # A measurement on a full machine takes longer than a person may be idle.
        store.set_expiry(LONGEST)
        store.create()
        keys.append(store.session_key)
    return keys
