"""50 people read a registry of a million at once: by a misspelt name, by NIK, the list of a village, the dashboard.

Server: as `selaras serve` starts it, on loopback; clients: threads of one process on the same machine, each signed in as a
person of their own, who ask, read for 0.5 to 1.5 s (far quicker than people do), and ask again. Measured is the whole
answer at the client; `cpu_ms` is what an answer cost server and database together, whatever else the machine was doing.
Gates: 95 of 100 answers within 300 ms (name), 100 ms (NIK), 150 ms (village), 300 ms (dashboard); the median of three
rounds counts. Then the weight of the main pages at a first visit in Chromium, without what the map brings: 600 kB.

SELARAS_BENCH_RESULT names a folder of the conveyor to load, so that it need not be made anew.
"""

from __future__ import annotations

import http.client
import os
import random
import statistics
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import polars as pl

import bench_load
import chromium
import harness
import portal_room
import portal_server

USERS, ROUNDS, SECONDS, THINK = 50, 3, 8.0, (0.5, 1.5)
GATES = {"nama": 300.0, "nik": 100.0, "desa": 150.0, "dasbor": 300.0}
GATE_KB = 600.0
GOAL_ROWS = 1_000_000
SCOPE = "64.02"
# What a data steward opens in a day; the village of the list is put in where `{desa}` stands.
PAGES = (
    "/", "/data-masuk/", "/registri/", "/registri/desa/{desa}/", "/tinjau/", "/ketidaksesuaian/", "/ketidaksesuaian/daftar/",
    f"/wilayah/{SCOPE}/",
)  # fmt: skip
_HEADS = ("what", "p50_ms", "p95_ms", "p99_ms", "answers", "errors", "cpu_ms", "kb", "gate")
_OK, _ELSEWHERE = 200, 303


def run(*, rows: int | None = None, set_name: str | None = None) -> harness.Result:
    if set_name is not None:
        raise ValueError("bench search has no sets")
    count = rows or GOAL_ROWS
    with tempfile.TemporaryDirectory() as folder, portal_room.room() as environment:
        result = bench_load.conveyed(folder, count)
        loaded = harness.measured(bench_load.load, environment, str(result), watched=False)
        sessions = harness.measured(portal_server.sign_in, environment, USERS + 1, SCOPE).value
        measured = harness.measured(ask_all, environment, str(result), sessions)
    asked, weights = measured.value
    table = [{"what": kind, **asked[kind], "gate": f"p95 {gate:g} ms"} for kind, gate in GATES.items()]
    table += [{"what": path, "kb": kb["kb"], "gate": f"{GATE_KB:g} kB"} for path, kb in weights.items()]
    quick = all(asked[kind]["p95_ms"] <= gate and not asked[kind]["errors"] for kind, gate in GATES.items())
    light = all(weight["kb"] < GATE_KB for weight in weights.values())
    return harness.Result(
        name="search", rows=loaded.value["persons"], seconds=asked["nama"]["p95_ms"] / 1000, peak_mb=measured.peak_mb,
        goal=f"p95 with {USERS} users: " + ", ".join(f"{k} <= {g:g} ms" for k, g in GATES.items())
        + f"; pages < {GATE_KB:g} kB",
        reached=quick and light if count >= GOAL_ROWS else None,
        scores={**asked, "weights": weights, "light": light},
        table=[{head: row.get(head) for head in _HEADS} for row in table],
    )  # fmt: skip


def ask_all(
    environment: dict[str, str], result: str, sessions: list[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Every kind of question in turn, in rounds; then what the pages weigh."""
    columns = ["nama", "nik", "kode_desa"]
    persons = pl.read_parquet(Path(result) / "persons.parquet", columns=columns).drop_nulls()
    known = persons.sample(min(20_000, persons.height), seed=1).rows()
    *users, visitor = sessions
    with portal_server.server(environment) as (port, server):
        rounds: dict[str, list[dict[str, float]]] = {kind: [] for kind in GATES}
        for number in range(ROUNDS):
            for kind in GATES:
                before = portal_server.cpu_seconds(server, environment)
                found = _kind(kind, port, known, users, number)
                spent = portal_server.cpu_seconds(server, environment) - before
                cpu = {
                    "cpu_ms": 1000 * spent / (found["answers"] + USERS),
                    "load_average": os.getloadavg()[0],
                }
                rounds[kind].append(found | cpu)
        village = known[0][2]
        with chromium.browser() as opened:
            weights = {
                path: chromium.weigh(opened, port, visitor, path.format(desa=village)) for path in PAGES
            }
    return {kind: _middle(found) for kind, found in rounds.items()}, weights


def _middle(found: list[dict[str, float]]) -> dict[str, Any]:
    """The median of the rounds; answers and errors of all of them, and each round's p95 with the load beside it."""
    middle = {
        name: round(statistics.median(one[name] for one in found), 1)
        for name in ("p50_ms", "p95_ms", "p99_ms", "cpu_ms")
    }
    total = {name: int(sum(one[name] for one in found)) for name in ("answers", "errors")}
    return middle | total | {"rounds": [[one["p95_ms"], one["load_average"]] for one in found]}


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


def _kind(
    kind: str, port: int, persons: list[tuple[str, str, str]], sessions: list[str], number: int
) -> dict[str, float]:
    users = [
        User(kind, port, persons, session, f"{kind}{at}.{number}") for at, session in enumerate(sessions)
    ]
    for user in users:
        user.start()
    for user in users:
        user.join()
    times = sorted(time for user in users for time in user.times)
    at = {
        name: round(times[int(share * (len(times) - 1))], 1)
        for name, share in (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99))
    }
    return {**at, "answers": len(times), "errors": sum(user.errors for user in users)}


class User(threading.Thread):
    """Somebody who asks one kind of question again and again. `times` in ms, without the first answer."""

    def __init__(
        self, kind: str, port: int, persons: list[tuple[str, str, str]], session: str, seed: str
    ) -> None:
        super().__init__()
        self.kind, self.persons, self.dice = kind, persons, random.Random(seed)
        token = "a" * 32
        self.head = {"Cookie": f"selaras={session}; csrf={token}", "X-CSRFToken": token}
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.times: list[float] = []
        self.errors = 0

    def run(self) -> None:
        time.sleep(self.dice.random() * THINK[1])
        until = time.monotonic() + SECONDS
        first = True
        while time.monotonic() < until:
            start = time.perf_counter()
            good = self._ask(*self.dice.choice(self.persons))
            # The first answer of each user opens connections and fills caches that a working portal has long filled.
            if not first:
                self.times.append(1000 * (time.perf_counter() - start))
            self.errors += not good
            first = False
            time.sleep(self.dice.uniform(*THINK))
        self.line.close()

    def _ask(self, name: str, nik: str, village: str) -> bool:
        if self.kind in {"desa", "dasbor"}:
            address = f"/registri/desa/{village}/" if self.kind == "desa" else "/ketidaksesuaian/"
            self.line.request("GET", address, headers=self.head)
        else:
            body = urlencode({"cari": nik if self.kind == "nik" else _misspelt(name, self.dice)})
            form = {**self.head, "Content-Type": "application/x-www-form-urlencoded"}
            self.line.request("POST", "/registri/", body, form)
        answer = self.line.getresponse()
        answer.read()
        if self.kind in {"desa", "dasbor"}:
            return answer.status == _OK
        # A NIK leads to its person, a name to its list, which is read as well; a way anywhere else is no answer. A number that
        # stands in somebody else's row too, as NIK or as KK, leads to the list of all of them.
        address = answer.getheader("Location") or ""
        if answer.status == _ELSEWHERE and self.kind == "nik" and address.startswith("/registri/orang/"):
            return True
        if answer.status != _ELSEWHERE or not address.startswith("/registri/hasil/"):
            return False
        self.line.request("GET", address, headers=self.head)
        answer = self.line.getresponse()
        answer.read()
        return answer.status == _OK
