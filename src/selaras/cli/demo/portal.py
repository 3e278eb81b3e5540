"""The portal of a demo: a process tree in the background with its own session, found again and ended by its note."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from selaras.cli.serve import door, leftover, place, postgres, run
from selaras.kernel import errors

HOST, PORTS = "127.0.0.1", 50
NOTE, LOG = "portal.json", "portal.log"
# Where a folder of root's cannot be entered by the unprivileged user the database runs as.
OF_ROOT = Path("/var/lib/selaras-demo")
_KEPT = frozenset({"SELARAS_DEBUG", "SELARAS_WORKERS"})
_SERVE = "from selaras.cli.main import main; main()"
# A laptop that is busy with something else takes its time; one that fails says so at once.
_RISE, _FALL = 300.0, 90.0


def house(out: Path) -> place.House:
    """The house of a demo: `portal` in its folder, or below /var/lib where the database could not reach that."""
    whole = out.resolve()
    reachable = os.geteuid() != 0 or postgres.Identity.choose().may_enter(whole)
    digest = hashlib.sha256(str(whole).encode()).hexdigest()[:12]
    return place.House(whole / "portal" if reachable else OF_ROOT / digest)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Without what the environment says of another house: a demo never touches the database of an office."""
    aside = {
        name: os.environ.pop(name)
        for name in list(os.environ)
        if name.startswith(("SELARAS_", "DATABASE_", "DJANGO_", "PG")) and name not in _KEPT
    }
    try:
        yield
    finally:
        os.environ.update(aside)


def running(house: place.House) -> run.Address | None:
    """Where the portal of this house answers; None where none runs."""
    noted = _noted(house)
    return noted[1] if noted and _lives(*noted[0]) else None


def _noted(house: place.House) -> tuple[tuple[int, str], run.Address] | None:
    try:
        found = json.loads((house.data / NOTE).read_text(encoding="utf-8"))
        return (int(found["pid"]), str(found["lahir"])), run.Address(str(found["host"]), int(found["port"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _lives(pid: int, birth: str) -> bool:
    return bool(birth) and leftover.born(pid) == birth and leftover.alive(pid)


def start(house: place.House, port: int) -> run.Address:
    """Starts the portal in the background and waits until it answers; the next free port where this one is taken.

    Raises SelarasError serve_port_terpakai where none is free, serve_tidak_bangun where it does not come up.
    """
    holding = next(filter(None, (door.held(HOST, each) for each in range(port, port + PORTS))), None)
    if holding is None:
        raise errors.SelarasError("serve_port_terpakai", host=HOST, port=port, lain=port + PORTS)
    with holding:
        address, log = run.Address(HOST, holding.getsockname()[1]), house.logs / LOG
        pid = _spawn(house, address, log, holding)
    note = {"pid": pid, "lahir": leftover.born(pid), "host": HOST, "port": address.port}
    (house.data / NOTE).write_text(json.dumps(note), encoding="utf-8")
    until = time.monotonic() + _RISE
    while time.monotonic() < until:
        if os.waitpid(pid, os.WNOHANG)[0]:
            break
        if run.well(address):
            return address
        time.sleep(0.1)
    stop(house)
    raise errors.SelarasError("serve_tidak_bangun", bagian="Portal", log=str(log))


def _spawn(house: place.House, address: run.Address, log: Path, holding: socket.socket) -> int:
    """Its number. A session of its own: closing the terminal or Ctrl-C there does not end it. It takes over the port."""
    command = [
        sys.executable, "-c", _SERVE, "serve", "--demo", "--data", str(house.data), "--host", address.host,
        "--port", str(address.port),
    ]  # fmt: skip
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(log), flags, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    holding.set_inheritable(True)
    told = {**os.environ, door.GIVEN: str(holding.fileno())}
    # The signals are those of a fresh start, whatever this process does with its own.
    return os.posix_spawn(
        sys.executable, command, told, file_actions=files, setsid=True,
        setsigdef=[signal.SIGINT, signal.SIGTERM, signal.SIGHUP], setsigmask=[],
    )  # fmt: skip


def stop(house: place.House) -> bool:
    """Ends the portal and everything of it, also what a killed one left; whether there was anything."""
    noted, was = _noted(house), False
    if noted and _lives(*noted[0]):
        was, pid = True, noted[0][0]
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + _FALL
        while leftover.alive(pid) and time.monotonic() < until:
            time.sleep(0.1)
        leftover.end(pid)
        with contextlib.suppress(OSError):
            os.waitpid(pid, os.WNOHANG)
    was = bool(leftover.clear(house.data / "proses.json")) or was
    if (house.data / "pg" / "data" / "PG_VERSION").exists():
        cluster = postgres.prepare(house.data / "pg")
        was = cluster.running() or was
        cluster.stop()
    (house.data / NOTE).unlink(missing_ok=True)
    return was
