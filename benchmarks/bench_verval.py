"""Submissions a second: 50 each second for a minute with a form of 250 questions, server and database on two cores together.

The clients keep to their timetable whatever the server does, and a time counts from the moment a submission was due, so that a
slow answer is not hidden by a client that waits for it. Nothing is switched off: every answer is given after the commit, on a
database that writes to disk. ODK publishes 41 submissions a second for Central on a server with 2 GB of memory and one core
(docs.getodk.org/central-install, a form of 250 questions): another machine, so that figure stands beside ours and not against it.
"""

from __future__ import annotations

import http.client
import os
import queue
import random
import statistics
import threading
import time
from pathlib import Path

import harness
import portal_room
import portal_server
import verval_ground

EACH_SECOND, SECONDS, P95 = 50, 60, 1.0
CORES = {0, 1}
SENDERS = 48
CENTRAL = 41
WARM = 50


def run(*, rows: int | None = None, set_name: str | None = None) -> harness.Result:
    if set_name is not None:
        raise ValueError("bench verval has no sets")
    count = rows or EACH_SECOND * SECONDS
    with portal_room.room() as environment:
        ground = harness.measured(verval_ground.plant, environment, count + WARM).value
        measured = harness.measured(send_all, environment, ground, count)
        stored = harness.measured(count_rows, environment).value
    times = sorted(measured.value["times"])
    p95 = times[int(len(times) * 0.95)] if times else float("inf")
    rate = len(times) / measured.value["seconds"]
    whole = len(times) == count and stored == count + WARM and measured.value["wrong"] == 0
    return harness.Result(
        name="verval", rows=count, seconds=measured.value["seconds"], peak_mb=measured.peak_mb,
        peer=f"ODK Central, published: {CENTRAL}/s on another machine (2 GB)",
        goal=f"{EACH_SECOND}/s for {SECONDS} s, {verval_ground.QUESTIONS} questions, 2 cores, p95 < {P95:g} s, all stored once",
        reached=(whole and p95 < P95 and rate >= EACH_SECOND * 0.98) if rows is None else None,
        scores={
            "each_second": round(rate, 1), "p50_s": round(statistics.median(times), 3), "p95_s": round(p95, 3),
            "slowest_s": round(times[-1], 3), "wrong": measured.value["wrong"], "stored": stored,
            "cpu_seconds": round(measured.value["cpu"], 1), "xml_bytes": measured.value["bytes"],
            "load_average": os.getloadavg()[0],
        },
    )  # fmt: skip


def send_all(environment: dict[str, str], ground: verval_ground.Ground, count: int) -> dict[str, object]:
    """Times in seconds, from due to answered; how many answers were not 201."""
    chance = random.Random(2026)
    filled = [verval_ground.fill(ground, number, chance) for number in range(count + WARM)]
    bodies = [verval_ground.multipart(each.xml) for each in filled]
    with portal_server.server(environment) as (port, server):
        postmaster = int(
            (Path(environment["SELARAS_DATA"]) / "pg/data/postmaster.pid").read_text().split()[0]
        )
        for root in (server, postmaster):
            for pid in harness._tree(root):
                os.sched_setaffinity(pid, CORES)
        if len(os.sched_getaffinity(0) - CORES) > 0:
            os.sched_setaffinity(0, os.sched_getaffinity(0) - CORES)
        path = f"/odk/k/{ground.token}/submission"
        _timetable(port, path, bodies[:WARM], EACH_SECOND)
        before = portal_server.cpu_seconds(server, environment)
        start = time.perf_counter()
        times, wrong = _timetable(port, path, bodies[WARM:], EACH_SECOND)
        seconds = max(time.perf_counter() - start, count / EACH_SECOND)
        cpu = portal_server.cpu_seconds(server, environment) - before
    return {"times": times, "wrong": wrong, "seconds": seconds, "cpu": cpu, "bytes": len(filled[0].xml)}


def _timetable(port: int, path: str, bodies: list[bytes], each_second: int) -> tuple[list[float], int]:
    due: queue.SimpleQueue[tuple[float, bytes] | None] = queue.SimpleQueue()
    times: list[float] = []
    wrong: list[int] = []

    def sender() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        heads = {"Content-Type": f"multipart/form-data; boundary={verval_ground.BOUNDARY}"}
        while (item := due.get()) is not None:
            at, body = item
            time.sleep(max(0.0, at - time.perf_counter()))
            connection.request("POST", path, body, heads)
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - at)
            if answer.status != http.client.CREATED:
                wrong.append(answer.status)
        connection.close()

    begin = time.perf_counter() + 0.2
    for number, body in enumerate(bodies):
        due.put((begin + number / each_second, body))
    senders = [threading.Thread(target=sender) for _ in range(SENDERS)]
    for _ in senders:
        due.put(None)
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    return times, len(wrong)


def count_rows(environment: dict[str, str]) -> int:
    """How many submissions with an observation stand in the database."""
    portal_room.enter(environment)
    from selaras.apps.accounts import rules as access  # noqa: PLC0415  Django must stand first
    from selaras.apps.accounts import services as accounts  # noqa: PLC0415  Django must stand first
    from selaras.apps.verval.models.submissions import Observation  # noqa: PLC0415  Django must stand first

    with accounts.acting(access.SYSTEM):
        return Observation.objects.filter(counts=True).count()
