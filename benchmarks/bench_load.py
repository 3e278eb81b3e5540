"""From the conveyor's result into the registry: persons, keluarga, mentions, why they are one; and what waits meanwhile.

Gate: 1,000,000 persons in about 300,000 keluarga with links and provenance under 60 s on 4 cores. While it runs, another
connection reads the registry and writes a line of the trail every 20 ms: the slowest write must stay under 200 ms and a
reader must see none or all. Then 10,000 persons with their families from files to registry, against the 97.6 s that
openIMIS publishes for 10,000 persons alone (its documentation of bulk upload, its own machine: not the same run).

SELARAS_BENCH_RESULT names a folder of the conveyor to load, so that it need not be made anew.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import threading
import time
from pathlib import Path

import psycopg

import harness
import portal_room
from selaras.pipeline import sync
from selaras.synthetic import make as synthetic

GOAL_ROWS, GOAL_SECONDS, GOAL_WAIT_MS = 1_000_000, 60.0, 200.0
SMALL, PUBLISHED, GOAL_RATIO = 10_000, 97.6, 100.0
DAY = dt.date(2026, 11, 22)


def run(*, rows: int | None = None, set_name: str | None = None) -> harness.Result:
    if set_name is not None:
        raise ValueError("bench load has no sets")
    count = rows or GOAL_ROWS
    with tempfile.TemporaryDirectory() as folder:
        ready = os.environ.get("SELARAS_BENCH_RESULT")
        result = Path(ready) if ready else Path(folder) / "result"
        if not ready:
            harness.measured(make, folder, count)
            harness.measured(convey, folder, str(result))
        with portal_room.room() as environment:
            big = harness.measured(load, environment, str(result), watched=True)
            again = harness.measured(load, environment, str(result), watched=False)
        with tempfile.TemporaryDirectory() as small, portal_room.room() as environment:
            harness.measured(make, small, SMALL)
            little = harness.measured(files_to_registry, environment, small)
    found = big.value
    small_seconds = little.value["seconds"]
    good = (
        found["seconds"] <= GOAL_SECONDS
        and found["slowest_write_ms"] <= GOAL_WAIT_MS
        and not found["mixtures"]
    )
    return harness.Result(
        name="load", rows=found["persons"], seconds=found["seconds"], peak_mb=big.peak_mb,
        peer="openIMIS, 10,000 persons (published)", peer_seconds=PUBLISHED * found["seconds"] / small_seconds,
        goal=f"<= {GOAL_SECONDS:g} s for {GOAL_ROWS:,}; writes wait <= {GOAL_WAIT_MS:g} ms; "
        f"10,000 from file {GOAL_RATIO:g} x openIMIS",
        reached=(good and small_seconds * GOAL_RATIO <= PUBLISHED) if count >= GOAL_ROWS else None,
        scores={**found, "small_seconds": small_seconds, "small_ratio": PUBLISHED / small_seconds,
                "small_load_seconds": little.value["load_seconds"], "again_seconds": again.value["seconds"],
                "cpu_seconds": big.cpu_seconds, "load_average": os.getloadavg()[0]},
        table=[
            {"what": "load, empty registry", "persons": found["persons"], "seconds": found["seconds"]},
            {"what": "the same again", "persons": found["persons"], "seconds": again.value["seconds"]},
            {"what": "10,000 from files", "persons": little.value["persons"], "seconds": small_seconds},
            {"what": "slowest small write (ms)", "persons": found["writes"], "seconds": found["slowest_write_ms"]},
        ],
    )  # fmt: skip


def make(folder: str, persons: int) -> None:
    synthetic.make(persons, 5, Path(folder) / "sources")


def convey(folder: str, out: str) -> None:
    sync.sync(sync.Order(Path(folder) / "sources", Path(out), DAY, insist=True))


def load(environment: dict[str, str], result: str, *, watched: bool) -> dict[str, object]:
    portal_room.enter(environment)
    from selaras.apps.accounts import rules  # noqa: PLC0415  Django must stand first
    from selaras.apps.accounts import services as accounts  # noqa: PLC0415  Django must stand first
    from selaras.apps.registry import services  # noqa: PLC0415  Django must stand first
    from selaras.apps.registry.models import Build  # noqa: PLC0415  Django must stand first

    watcher = Watcher(environment["DATABASE_URL"]) if watched else None
    start = time.perf_counter()
    with accounts.acting(rules.SYSTEM):
        number = services.load(Path(result), by=rules.SYSTEM)
    seconds = time.perf_counter() - start
    build = Build.objects.get(number=number)
    found = {
        "seconds": seconds,
        "persons": build.persons,
        "keluarga": build.keluarga,
        "mentions": build.mentions,
    }
    return found | (watcher.end(build.persons) if watcher else {})


def files_to_registry(environment: dict[str, str], folder: str) -> dict[str, object]:
    portal_room.enter(environment)
    start = time.perf_counter()
    convey(folder, f"{folder}/result")
    found = load(environment, f"{folder}/result", watched=False)
    return found | {"seconds": time.perf_counter() - start, "load_seconds": found["seconds"]}


class Watcher:
    """Writes and reads on connections of its own while a load runs."""

    def __init__(self, url: str) -> None:
        self.url, self.done = url, threading.Event()
        self.waits: list[float] = []
        self.seen: set[int] = set()
        self.threads = [threading.Thread(target=work) for work in (self._write, self._read)]
        for thread in self.threads:
            thread.start()

    def _write(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as own:
            while not self.done.wait(0.02):
                start = time.perf_counter()
                own.execute(
                    'INSERT INTO registry_export ("user", agency, purpose, form, region, rows, sha256) '
                    "VALUES (1, 'ukur', '', 'csv', '', 0, '')"
                )
                self.waits.append(1000 * (time.perf_counter() - start))

    def _read(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as own:
            own.execute("SELECT set_config('selaras.scopes', '*', false)")
            while not self.done.wait(0.5):
                rows = own.execute("SELECT count(*) FROM registry_person WHERE build_to IS NULL").fetchone()
                self.seen.add(rows[0] if rows else -1)

    def end(self, persons: int) -> dict[str, object]:
        """What was measured."""
        self.done.set()
        for thread in self.threads:
            thread.join()
        waits = sorted(self.waits)
        return {
            "writes": len(waits), "slowest_write_ms": waits[-1], "p99_write_ms": waits[int(0.99 * (len(waits) - 1))],
            "mixtures": sorted(self.seen - {0, persons}),
        }  # fmt: skip
