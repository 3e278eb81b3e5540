"""A portal that runs: granian with the settings of the house on a copy of the ground, one per test process.

Strict content policy, static files under their hashes, second factor asked, plain HTTP on localhost (`lokal`).
"""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets as random
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from authenticator import Human
from django.contrib.sessions.serializers import JSONSerializer
from django.core import signing

import patience
import portal_cluster
from selaras.cli.serve import postgres

HERE = Path(__file__).parent
# The two grounds: a kabupaten brought through intake; the same with field work laid on it.
PLAIN, FIELD = "tanah", "tanah_lapangan"
KEY = "only for browser tests, which sign their own sessions with it"
# Lines of a log that are told where a test failed.
LAST = 15
# What is worked at, by name and state, never for whom: arguments are left out.
_JOBS = {
    "antrean": "SELECT task_name, status, attempts, scheduled_at, count(*) FROM procrastinate_jobs GROUP BY 1, 2, 3, 4 ORDER BY 1, 2",
    "pekerja": "SELECT id, now() - last_heartbeat FROM procrastinate_workers",
    "kiriman": "SELECT work, state, stage, attempts, count(*) FROM intake_job GROUP BY 1, 2, 3, 4 ORDER BY 1, 2",
    "susunan": "SELECT kind, state, stage, done, total, error FROM registry_job ORDER BY id DESC LIMIT 5",
    "peluncuran": "SELECT state, launch ->> 'state', launch ->> 'done', launch ->> 'total' FROM verval_campaign ORDER BY id DESC LIMIT 5",
}
_SALT = "django.contrib.sessions.SessionStore"


def _root() -> Path:
    return Path(os.environ[portal_cluster.VARIABLE])


def environment(data: Path, cluster: postgres.Cluster, database: str) -> dict[str, str]:
    """What a process of the portal under test is told."""
    given = {k: v for k, v in os.environ.items() if not k.startswith(("SELARAS", "DATABASE", "DJANGO"))}
    return {
        **given,
        portal_cluster.VARIABLE: os.environ[portal_cluster.VARIABLE],
        "DJANGO_SETTINGS_MODULE": "selaras.config.settings",
        "SELARAS_MODE": "lokal",
        "SELARAS_DATA": str(data),
        "SELARAS_KEYS": str(_root() / "kunci"),
        "SELARAS_SECRET_KEY_FILE": str(_root() / PLAIN / "rahasia"),
        "SELARAS_STATIC": str(_root() / PLAIN / "statis"),
        "DATABASE_URL": cluster.url(database),
        "DATABASE_OWNER_URL": cluster.url(database, postgres.OWNER),
        "PYTHONUNBUFFERED": "1",
    }


def _python(told: dict[str, str], *command: str) -> str:
    """What one of the scripts beside this file, or python with an option, says of a portal."""
    done = subprocess.run(
        [sys.executable, *command], env=told, check=False, capture_output=True, text=True, cwd=HERE
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def ground() -> Path:
    """The folder of the ground, made by the first process that asks: database, files, static files, people."""
    folder = _root() / PLAIN
    with _once(folder) as missing:
        if missing:
            (folder / "rahasia").write_text(KEY, encoding="utf-8")
            portal_cluster.copy(portal_cluster.cluster(), _template(PLAIN))
            told = environment(folder, portal_cluster.cluster(), _template(PLAIN))
            static = [sys.executable, "-m", "selaras.config.commands", "collectstatic", "--noinput", "-v0"]
            build = [sys.executable, str(HERE / "ground_build.py"), str(folder)]
            for command in (static, build):
                subprocess.run(command, env=told, check=True, stdout=subprocess.DEVNULL)
            _nothing_waits(PLAIN)
    return folder


def ground_with_field() -> Path:
    """The same with field work laid on it, for the walk over all pages; what was laid is told in `tanda.json`."""
    plain, folder = ground(), _root() / FIELD
    with _once(folder) as missing:
        if missing:
            portal_cluster.copy(portal_cluster.cluster(), _template(FIELD), _template(PLAIN))
            _files(plain, folder)
            told = environment(folder, portal_cluster.cluster(), _template(FIELD))
            (folder / "tanda.json").write_text(_python(told, "pages_ground.py"), encoding="utf-8")
            _nothing_waits(FIELD)
    return folder


@contextlib.contextmanager
def _once(folder: Path) -> Iterator[bool]:
    """Whether a ground has still to be made; the other processes wait until it is."""
    folder.mkdir(exist_ok=True)
    with (folder / "kunci-bangun").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        missing = not (folder / "siap").exists()
        yield missing
        (folder / "siap").touch()


def _template(kind: str) -> str:
    return f"selaras_{kind}"


def _files(kept: Path, to: Path) -> None:
    """The files of a ground in another house: linked, since files are never overwritten."""
    shutil.rmtree(to / "berkas", ignore_errors=True)
    shutil.copytree(kept / "berkas", to / "berkas", copy_function=os.link)


def _nothing_waits(kind: str) -> None:
    """The builder did the work itself."""
    url = portal_cluster.cluster().url(_template(kind), postgres.OWNER)
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("TRUNCATE procrastinate_jobs CASCADE")


@dataclass
class Portal:
    """The running portal. `address` without a slash at its end; `people` by name; `places`: what there is to look at."""

    name: str
    folder: Path
    cluster: postgres.Cluster
    people: dict[str, Human]
    places: dict[str, Any]
    sources: Path
    port: int = 0
    dirty: bool = True
    demo: bool = False
    laid: str = ""
    scripts: tuple[tuple[str, ...], ...] = ()
    touched: bool = False
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        # By name: passkeys need a name, and a browser trusts this one without HTTPS.
        return f"http://localhost:{self.port}"

    @property
    def database(self) -> str:
        return f"peramban_{self.name}"

    def fresh(self, kind: str = PLAIN) -> None:
        """Everything as in the ground again, where something was written since or another ground is laid."""
        if self.dirty or self.laid != kind:
            self.stop("pekerja")
            kept = ground() if kind == PLAIN else ground_with_field()
            portal_cluster.copy(self.cluster, self.database, _template(kind))
            _files(kept, self.folder)
            told = kept / "tanda.json"
            self.places["field"] = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
            self.laid, self.dirty, self.scripts, self.touched = kind, False, (), False
        if "server" not in self.running:
            self._serve()

    def _serve(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._start("server", [
            "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1",
            "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "selaras.config.wsgi:application",
        ])  # fmt: skip
        self._until_well()

    def work(self) -> None:
        """From now on jobs are done, as on a real house: the worker runs until the ground is laid anew."""
        if "pekerja" not in self.running:
            self.dirty = self.touched = True
            self._start(
                "pekerja", ["-m", "selaras.config.commands", "pekerja", "--sekaligus", "1", "--sendiri"]
            )

    def _start(self, what: str, command: list[str]) -> None:
        told = environment(self.folder, self.cluster, self.database) | (
            {"SELARAS_DEMO": "1"} if self.demo else {}
        )
        with (self.folder / f"{what}.log").open("ab") as log:
            self.running[what] = subprocess.Popen(
                [sys.executable, *command], env=told, stdout=log, stderr=log, start_new_session=True
            )

    def _until_well(self) -> None:
        def well() -> bool:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.address}/sehat/", timeout=5):
                return True
            assert self.running["server"].poll() is None, (self.folder / "server.log").read_text()
            return False

        patience.until(well, "the portal answers")

    def stop(self, what: str) -> None:
        """Ends the server or the worker."""
        process = self.running.pop(what, None)
        if process is not None:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def told(self) -> str:
        """How the house is, for who reads that a test failed on a machine far away: processes, jobs, what was said last."""
        said = [f"beban mesin {os.getloadavg()}"]
        for what, process in self.running.items():
            code = process.poll()
            said.append(f"{what}: {'hidup' if code is None else f'berakhir dengan {code}'}")
        for what, statement in _JOBS.items():
            try:
                said += [f"{what}: {' '.join(map(str, row))}" for row in self.sql(statement)]
            except psycopg.Error as error:
                said.append(f"{what}: {error}")
        for log in sorted(self.folder.glob("*.log")):
            said += [f"{log.name}: {line}" for line in log.read_text(errors="replace").splitlines()[-LAST:]]
        return "\n".join(said)

    def end(self) -> None:
        """Ends everything."""
        for what in list(self.running):
            self.stop(what)

    def sql(self, statement: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """Asks the database as its administrator: to see what a page did, never to do what a page should."""
        self.touched = True
        with psycopg.connect(self.cluster.url(self.database, postgres.ADMIN), autocommit=True) as admin:
            found = admin.execute(statement, values)
            return found.fetchall() if found.description else []

    def lay(self, *command: str) -> str:
        """Runs one of the scripts beside this file in the house, as its administrator would; what it says.

        What the same scripts laid before on a ground nobody had touched is copied: a script costs seconds of a processor.
        """
        self.dirty = True
        told = environment(self.folder, self.cluster, self.database)
        if self.touched:
            return _python(told, *command)
        self.scripts = (*self.scripts, command)
        name = f"{PLAIN}_{hashlib.sha256(repr((self.laid, self.scripts)).encode()).hexdigest()[:12]}"
        kept = _root() / name
        with _once(kept) as missing:
            if missing:
                (kept / "kata").write_text(_python(told, *command), encoding="utf-8")
                portal_cluster.copy(self.cluster, _template(name), self.database)
                _files(self.folder, kept)
            else:
                portal_cluster.copy(self.cluster, self.database, _template(name))
                _files(kept, self.folder)
        return (kept / "kata").read_text(encoding="utf-8")

    def session(self, role: str, **more: object) -> dict[str, str]:
        """A cookie of somebody who signed in a moment ago with their second factor."""
        data = {**self.people[role].session, "sejak": int(time.time()), **more}
        text = signing.dumps(data, key=KEY, salt=_SALT, serializer=JSONSerializer, compress=True)
        key = random.token_hex(16)
        self.sql(
            "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, %s, now() + interval '1 hour')",
            (key, text),
        )
        return {"name": "selaras", "value": key, "url": self.address}


@contextlib.contextmanager
def portal(name: str, *, demo: bool = False) -> Iterator[Portal]:
    """A portal of this process, on a copy of the ground. Not started yet: `fresh()` starts it."""
    laid = ground()
    folder = _root() / f"rumah-{name}"
    folder.mkdir(exist_ok=True)
    people = json.loads((laid / "people.json").read_text(encoding="utf-8"))
    places = json.loads((laid / "places.json").read_text(encoding="utf-8"))
    made = Portal(
        name, folder, portal_cluster.cluster(), {role: Human(**each) for role, each in people.items()}, places,
        laid / "sumber", demo=demo,
    )  # fmt: skip
    try:
        yield made
    finally:
        made.end()
