"""Nothing that was acknowledged is lost, nothing stands twice: the proof, by a checker that ships with the project.

    make soak                        (20,000 submissions, 50 kills, 200 rounds of 64 at once; about ten minutes)
    python benchmarks/soak_verval.py --submissions 2000 --kills 5 --rounds 5

A whole house (database, server, worker) takes submissions from phones that behave as phones do: they send twice, in any order, hang
up in the middle, hang up after the last byte and before the answer, talk to a captive portal that answers 200 to everything, and
send photos later. Meanwhile server, database and worker are killed with kill -9 at random points. A phone gives a submission
up only for 201 or 202. In the end every acknowledged key has to stand there once, with the digest of what was sent and all its files.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import contextlib
import dataclasses
import hashlib
import http.client
import io
import json
import queue
import random
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

from PIL import Image

import harness
import verval_ground

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "integration" / "bad_days"))
sys.path.insert(1, str(Path(__file__).parents[1] / "tests"))
import live_house

from selaras.cli.serve import place

PHONES, AT_ONCE = 24, 64
TRUNCATED, HUNG_UP, CAPTIVE, TWICE, WITH_PHOTOS = 0.04, 0.04, 0.03, 0.08, 0.03
VICTIMS = ("server", "basisdata", "pekerja")


@dataclasses.dataclass
class Tally:
    """What the phones know. `acknowledged`: key -> (digest, names of files that were acknowledged)."""

    acknowledged: dict[str, tuple[str, set[str]]] = dataclasses.field(default_factory=dict)
    events: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    lock: threading.Lock = dataclasses.field(default_factory=threading.Lock)

    def note(self, what: str) -> None:
        with self.lock:
            self.events[what] += 1

    def receive(self, item: verval_ground.Filled, names: set[str]) -> None:
        with self.lock:
            digest = hashlib.sha256(item.xml).hexdigest()
            _, held = self.acknowledged.setdefault(item.instance, (digest, set()))
            held |= names


class Captive(threading.Thread):
    """A portal of a café: 200 to everything."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]

    def run(self) -> None:
        while True:
            guest, _ = self.door.accept()
            with guest, contextlib.suppress(OSError):
                guest.settimeout(5)
                guest.recv(65536)
                guest.sendall(
                    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\nMasuk"
                )


class Phone:
    """Sends what it is given until it is received."""

    def __init__(
        self, ground: verval_ground.Ground, port: int, captive: int, tally: Tally, seed: int
    ) -> None:
        self.path, self.port, self.captive, self.tally = (
            f"/odk/k/{ground.token}/submission",
            port,
            captive,
            tally,
        )
        self.chance = random.Random(seed)

    def deliver(self, item: verval_ground.Filled) -> None:
        """All parts of a submission, each until it is received; sometimes the same again."""
        parts = [(photo,) for photo in item.photos] or [()]
        self.chance.shuffle(parts)
        for photos in parts:
            self._until_received(item, photos)
        if self.chance.random() < TWICE:
            self.tally.note("sent again")
            self._until_received(item, parts[0])

    def _until_received(self, item: verval_ground.Filled, photos: tuple[tuple[str, bytes], ...]) -> None:
        body = verval_ground.multipart(item.xml, photos)
        wait = 0.05
        while not self._try(body):
            time.sleep(wait * (0.5 + self.chance.random()))
            wait = min(wait * 1.5, 2.0)
        self.tally.receive(item, {name for name, _ in photos})

    def _try(self, body: bytes) -> bool:
        dice = self.chance.random()
        try:
            if dice < TRUNCATED:
                return self._raw(body, len(body) * self.chance.random(), "cut off")
            if dice < TRUNCATED + HUNG_UP:
                return self._raw(body, len(body), "hung up before the answer")
            captive = dice < TRUNCATED + HUNG_UP + CAPTIVE
            status = self._post(self.captive if captive else self.port, body)
        except (OSError, http.client.HTTPException):
            self.tally.note("no answer")
            return False
        self.tally.note(f"answered {status}" + (" by a captive portal" if captive else ""))
        return status in (201, 202)

    def _post(self, port: int, body: bytes) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request(
                "POST",
                self.path,
                body,
                {"Content-Type": f"multipart/form-data; boundary={verval_ground.BOUNDARY}"},
            )
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()

    def _raw(self, body: bytes, length: float, what: str) -> bool:
        """Says how long it will be, sends a part or all of it, and is gone."""
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary={verval_ground.BOUNDARY}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            line.sendall(head.encode() + body[: int(length)])
            if length >= len(body):
                time.sleep(self.chance.random() * 0.05)
        self.tally.note(what)
        return False


def photo(number: int) -> bytes:
    """A small photo, each another."""
    out = io.BytesIO()
    Image.new("RGB", (32, 24), (number % 256, number // 256 % 256, 90)).save(out, "JPEG")
    return out.getvalue()


def all_at_once(ground: verval_ground.Ground, port: int, rounds: int, first: int) -> dict[str, int]:
    """64 identical submissions at once, each round another: how many rounds had answers that were not equal."""
    chance, unequal = random.Random(64), 0
    path = f"/odk/k/{ground.token}/submission"

    def send(body: bytes) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request(
            "POST", path, body, {"Content-Type": f"multipart/form-data; boundary={verval_ground.BOUNDARY}"}
        )
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        return answer.status, said

    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as crowd:
        for number in range(rounds):
            body = verval_ground.multipart(verval_ground.fill(ground, first + number, chance).xml)
            answers = set(crowd.map(send, [body] * AT_ONCE))
            unequal += len(answers) != 1 or next(iter(answers))[0] != 201
    return {"rounds": rounds, "unequal": unequal}


def killer(house: live_house.House, tally: Tally, kills: int, total: int, over: threading.Event) -> None:
    """kill -9 of a part of the house at random points of the way."""
    chance = random.Random(9)
    points = sorted(chance.sample(range(total // 50, total - total // 50), kills))
    for number, point in enumerate(points):
        while len(tally.acknowledged) < point and not over.is_set():
            time.sleep(0.005)
        victim = VICTIMS[number % len(VICTIMS)]
        with contextlib.suppress(OSError, ValueError, IndexError):
            house.kill(victim)
            tally.note(f"killed {victim}")


def flood(house: live_house.House, ground: verval_ground.Ground, count: int, kills: int) -> Tally:
    """All submissions from all phones, in any order, while parts of the house are killed."""
    chance, tally, over = random.Random(20), Tally(), threading.Event()
    items = []
    for number in range(count):
        photos = (
            tuple((f"foto-{number}-{n}.jpg", photo(2 * number + n)) for n in range(2))
            if chance.random() < WITH_PHOTOS
            else ()
        )
        items.append(verval_ground.fill(ground, number, chance, photos))
    chance.shuffle(items)
    line: queue.SimpleQueue[verval_ground.Filled] = queue.SimpleQueue()
    for item in items:
        line.put(item)
    captive = Captive()
    captive.start()

    def work(seed: int) -> None:
        phone = Phone(ground, house.port, captive.port, tally, seed)
        with contextlib.suppress(queue.Empty):
            while True:
                phone.deliver(line.get_nowait())

    reaper = threading.Thread(target=killer, args=(house, tally, kills, count, over))
    reaper.start()
    with concurrent.futures.ThreadPoolExecutor(PHONES) as phones:
        for done in [phones.submit(work, seed) for seed in range(PHONES)]:
            done.result()
    over.set()
    reaper.join()
    return tally


def check(house: live_house.House, tally: Tally, count: int, rounds: int) -> dict[str, Any]:
    """What was acknowledged against what stands there, as the administrator of the database sees it."""
    with house.connect() as database:
        rows = database.execute("SELECT instance, digest FROM verval_submission").fetchall()
        seen = database.execute(
            "SELECT submission_id, count(*) FROM verval_observation GROUP BY 1 HAVING count(*) > 1"
        ).fetchall()
        twice = database.execute(
            "SELECT target_id FROM verval_observation GROUP BY 1 HAVING count(*) > 1"
        ).fetchall()
        observed = database.execute("SELECT count(*) FROM verval_observation").fetchone()
        files = database.execute(
            "SELECT s.instance, a.name, a.kept FROM verval_attachment a JOIN verval_submission s ON s.id = a.submission_id"
        ).fetchall()
        held = database.execute(
            "SELECT count(*) FROM verval_submission WHERE standing <> 'berlaku'"
        ).fetchone()
        beside = database.execute("SELECT count(*) FROM verval_contradiction").fetchone()
    stored = dict(rows)
    kept = {(instance, name) for instance, name, _ in files}
    lost = [key for key, (digest, _) in tally.acknowledged.items() if stored.get(key) != digest]
    lost_files = [
        (key, name)
        for key, (_, names) in tally.acknowledged.items()
        for name in names
        if (key, name) not in kept
    ]
    missing = [
        name for instance, _, name in files
        if not (house.data / "berkas/verval" / hashlib.sha256(instance.encode()).hexdigest()[:32] / name).is_file()
    ]  # fmt: skip
    return {
        "acknowledged": len(tally.acknowledged), "stored": len(rows), "expected": count + rounds, "observed": observed[0],
        "lost": len(lost), "lost_files": len(lost_files) + len(missing), "files": len(files),
        "doubled": len(rows) - len(stored) + len(seen) + len(twice) + len(files) - len(kept), "held": held[0], "contradictions": beside[0],
    }  # fmt: skip


def main() -> int:
    """0 where nothing was lost and nothing stands twice."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--submissions", type=int, default=20_000)
    asked.add_argument("--kills", type=int, default=50)
    asked.add_argument("--rounds", type=int, default=200)
    given = asked.parse_args()
    house = live_house.House()
    start = time.monotonic()
    try:
        house.start()
        environment = {
            **place.House(house.data).environment(demo=True),
            "SELARAS_FILES": str(house.data / "berkas"),
        }
        ground = harness.measured(verval_ground.plant, environment, given.submissions + given.rounds).value
        crowd = all_at_once(ground, house.port, given.rounds, given.submissions)
        tally = flood(house, ground, given.submissions, given.kills)
        house.wait_until_well()
        found = check(house, tally, given.submissions, given.rounds)
    except BaseException:
        sys.stderr.write(house.told())
        raise
    finally:
        house.end()
    kills = sum(n for what, n in tally.events.items() if what.startswith("killed"))
    fine = (
        not (
            found["lost"]
            or found["lost_files"]
            or found["doubled"]
            or found["held"]
            or found["contradictions"]
            or crowd["unequal"]
        )
        and found["acknowledged"] == given.submissions
        and found["stored"] == found["observed"] == found["expected"]
        and kills == given.kills
    )
    sys.stdout.write("".join(f"{n:8d}  {what}\n" for what, n in sorted(tally.events.items())))
    said = {
        "name": "soak_verval",
        "seconds": round(time.monotonic() - start, 1),
        "kills": kills,
        **crowd,
        **found,
        "fine": fine,
    }
    sys.stdout.write(json.dumps(said) + "\n")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
