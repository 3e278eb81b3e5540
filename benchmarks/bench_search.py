"""50 people search a registry of a million at once: by a misspelt name, by NIK, and through the list of a village.

Server: granian as `selaras serve` starts it, on loopback; clients: threads of one process, each signed in as a person of
their own, who ask, read for 0.5 to 1.5 s (far quicker than people do), and ask again. Measured is the whole answer at the
client. Gates: 95 of 100 answers within 300 ms (name), 100 ms (NIK), 150 ms (village).

SELARAS_BENCH_RESULT names a folder of the conveyor to load, so that it need not be made anew.
"""

from __future__ import annotations

import http.client
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import polars as pl

import bench_load
import harness
import portal_room

USERS, SECONDS, THINK = 50, 20.0, (0.5, 1.5)
GATES = {"nama": 300.0, "nik": 100.0, "desa": 150.0}
GOAL_ROWS = 1_000_000


def run(*, rows: int | None = None, set_name: str | None = None) -> harness.Result:
    if set_name is not None:
        raise ValueError("bench search has no sets")
    count = rows or GOAL_ROWS
    with tempfile.TemporaryDirectory() as folder, portal_room.room() as environment:
        ready = os.environ.get("SELARAS_BENCH_RESULT")
        result = Path(ready) if ready else Path(folder) / "result"
        if not ready:
            harness.measured(bench_load.make, folder, count)
            harness.measured(bench_load.convey, folder, str(result))
        loaded = harness.measured(bench_load.load, environment, str(result), watched=False)
        sessions = harness.measured(sign_in, environment).value
        measured = harness.measured(ask_all, environment, str(result), sessions)
    found = measured.value
    table = [{"what": kind, **found[kind], "gate_p95_ms": gate} for kind, gate in GATES.items()]
    reached = all(found[kind]["p95_ms"] <= gate and not found[kind]["errors"] for kind, gate in GATES.items())
    return harness.Result(
        name="search", rows=loaded.value["persons"], seconds=found["nama"]["p95_ms"] / 1000, peak_mb=measured.peak_mb,
        goal=f"p95 with {USERS} users: " + ", ".join(f"{k} <= {g:g} ms" for k, g in GATES.items()),
        reached=reached if count >= GOAL_ROWS else None,
        scores={**found, "load_average": os.getloadavg()[0]}, table=table,
    )  # fmt: skip


def sign_in(environment: dict[str, str]) -> list[str]:
    """Session keys of as many people as there are users."""
    portal_room.enter(environment)
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415  Django must stand first
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415  Django must stand first

    from selaras.apps.accounts.models import Agency, Grant, User  # noqa: PLC0415  Django must stand first

    agency, _ = Agency.objects.get_or_create(
        code="ukur", defaults={"name": "Ukur", "kind": "opd", "scope": "64.02"}
    )
    keys = []
    for number in range(USERS):
        user = User.objects.create_user(
            email=f"ukur{number}@uji.selaras", name=f"Ukur {number}", agency=agency
        )
        Grant.objects.create(user=user, role="wali_data", scope="64.02")
        store = SessionStore()
        store[SESSION_KEY], store[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        store.create()
        keys.append(store.session_key)
    return keys


def ask_all(environment: dict[str, str], result: str, sessions: list[str]) -> dict[str, dict[str, float]]:
    """Every kind of search in turn."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "3", "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "selaras.config.wsgi:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        _wait(port)
        persons = pl.read_parquet(
            Path(result) / "persons.parquet", columns=["nama", "nik", "kode_desa"]
        ).drop_nulls()
        persons = persons.sample(min(20_000, persons.height), seed=1)
        return {kind: _kind(kind, port, persons.rows(), sessions) for kind in ("nik", "desa", "nama")}
    finally:
        server.terminate()
        server.wait(30)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)


def _misspelt(name: str, dice: random.Random) -> str:
    words = name.split()[:3]
    at = max(range(len(words)), key=lambda i: len(words[i]))
    place = dice.randrange(1, len(words[at])) if len(words[at]) > 1 else 0
    words[at] = (
        words[at][:place] + words[at][place + 1 :]
        if dice.random() < 0.5
        else words[at][:place] + "A" + words[at][place:]
    )
    return " ".join(words)


def _kind(kind: str, port: int, persons: list[tuple[str, str, str]], sessions: list[str]) -> dict[str, float]:
    times: list[float] = []
    errors: list[int] = []
    threads = [
        threading.Thread(target=_user, args=(kind, port, persons, session, number, times, errors))
        for number, session in enumerate(sessions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    at = {
        name: round(times[int(share * (len(times) - 1))], 1)
        for name, share in (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99))
    }
    return {**at, "answers": len(times), "errors": len(errors)}


def _user(  # noqa: PLR0917
    kind: str,
    port: int,
    persons: list[tuple[str, str, str]],
    session: str,
    number: int,
    times: list[float],
    errors: list[int],
) -> None:
    dice = random.Random(f"{kind}{number}")
    token = "a" * 32
    head = {"Cookie": f"selaras={session}; csrf={token}", "X-CSRFToken": token}
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    time.sleep(dice.random() * THINK[1])
    until = time.monotonic() + SECONDS
    first = True
    while time.monotonic() < until:
        name, nik, village = dice.choice(persons)
        start = time.perf_counter()
        if kind == "desa":
            line.request("GET", f"/registri/desa/{village}/", headers=head)
        else:
            body = urlencode({"cari": nik if kind == "nik" else _misspelt(name, dice)})
            line.request(
                "POST", "/registri/", body, {**head, "Content-Type": "application/x-www-form-urlencoded"}
            )
        answer = line.getresponse()
        answer.read()
        if answer.status not in (200, 302):
            errors.append(answer.status)
        # The first answer of each user opens connections and fills caches that a working portal has long filled.
        if not first:
            times.append(1000 * (time.perf_counter() - start))
        first = False
        time.sleep(dice.uniform(*THINK))
