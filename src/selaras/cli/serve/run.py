"""The order of things: database, roles, tables, worker, server; and back."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from selaras.cli.serve import door, leftover, place, postgres, roles, tree
from selaras.kernel import errors
from selaras.shell import secrets

# Making a page is work of the interpreter, of which each process does one thing at a time: a process per core, and only
# as many threads in it as keep it busy while others wait for the database.
WORKERS, THREADS = max(2, min(4, os.cpu_count() or 2)), 4
JOBS_AT_ONCE = 3
WORKER = "Pekerja"
# What config.prepare says by its exit code.
UNREACHABLE, TOO_STRONG = 3, 4
_START_PATIENCE = 240.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """As a browser takes it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"


@contextlib.contextmanager
def database(house: place.House, *, keep: bool = False) -> Iterator[postgres.Cluster | None]:
    """The database of the house, started if it is ours and down; stopped afterwards if it was started here."""
    if not house.brings_database:
        yield None
        return
    cluster = postgres.prepare(house.data / "pg")
    was_running = cluster.running()
    cluster.start()
    try:
        roles.establish(cluster)
        yield cluster
    finally:
        if not keep and not was_running:
            cluster.stop()


def prepare(house: place.House, environment: dict[str, str]) -> None:
    """Keys, tables, static files. Raises SelarasError where the database does not answer or the step fails."""
    secrets.create(house.keys)
    log = house.logs / "persiapan.log"
    with log.open("ab") as handle:
        done = subprocess.run(
            [sys.executable, "-m", "selaras.config.prepare"],
            env={**environment, "SELARAS_AS_OWNER": "1"},
            stdout=handle,
            stderr=handle,
            check=False,
        )
    if done.returncode == UNREACHABLE:
        raise errors.SelarasError("basisdata_tak_terjangkau")
    if done.returncode == TOO_STRONG:
        raise errors.SelarasError("basisdata_peran_terlalu_kuat", peran="server")
    if done.returncode != 0:
        raise errors.SelarasError("basisdata_langkah_gagal", log=str(log))


def server_command(address: Address) -> list[str]:
    """The server as it is started here; also for those who measure it."""
    workers = os.environ.get("SELARAS_WORKERS", str(WORKERS))
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", address.host, "--port", str(address.port),
        "--workers", workers, "--blocking-threads", str(THREADS), "--respawn-failed-workers",
        "--workers-kill-timeout", "15", "--no-ws", "--log-level", "warning", "selaras.config.wsgi:application",
    ]  # fmt: skip


def _parts(house: place.House, address: Address) -> list[tree.Part]:
    worker = [
        sys.executable, "-m", "selaras.config.commands", "pekerja", "--sekaligus", str(JOBS_AT_ONCE), "--sendiri",
    ]  # fmt: skip
    return [
        tree.Part(WORKER, worker, house.logs / "pekerja.log"),
        tree.Part("Server", server_command(address), house.logs / "server.log"),
    ]


def serve(house: place.House, address: Address, tell: Callable[[str], None], *, demo: bool = False) -> None:
    """Runs the house until it is told to stop (SIGINT, SIGTERM, SIGHUP); then stops everything it started."""
    house.settle()
    with house.alone():
        note = house.data / "proses.json"
        if leftover.clear(note):
            tell("Sisa proses dari penghentian mendadak sudah dibereskan.")
        house.sweep()
        environment = house.environment(demo=demo)
        with door.claimed(address.host, address.port, environment["SELARAS_MODE"]):
            signal.signal(signal.SIGHUP, signal.getsignal(signal.SIGTERM))
            grown = tree.Tree(_parts(house, address), environment, note)
            try:
                _live(house, address, grown, tell)
            except KeyboardInterrupt:
                tell("Menghentikan portal ...")
            finally:
                _fell(house, grown)
        tell("Portal berhenti. Data tersimpan.")


def _live(house: place.House, address: Address, grown: tree.Tree, tell: Callable[[str], None]) -> None:
    """Database, tables, worker, server; then watches over them for good."""
    with database(house, keep=True) as cluster:
        prepare(house, grown.environment)
        grown.start()
        _wait_until_well(grown, address, house)
        tell(f"Portal berjalan di {address.url}  (Ctrl-C untuk berhenti)")
        _watch(grown, cluster, tell)


def _fell(house: place.House, grown: tree.Tree) -> None:
    """Stops everything; a second Ctrl-C does not stop the stopping."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    grown.stop()
    house.sweep()
    if house.brings_database and (house.data / "pg" / "data" / "PG_VERSION").exists():
        postgres.prepare(house.data / "pg").stop()


def _watch(grown: tree.Tree, cluster: postgres.Cluster | None, tell: Callable[[str], None]) -> None:
    beat = 0
    while True:
        time.sleep(0.5)
        beat += 1
        if cluster is not None and beat % 4 == 0 and not cluster.running():
            tell("Basis data terhenti dan dimulai lagi.")
            cluster.start()
            # Its jobs hang on connections that are gone; started anew, it takes them up at once and says so.
            grown.renew(WORKER)
        grown.tend(tell)


def _wait_until_well(grown: tree.Tree, address: Address, house: place.House) -> None:
    until = time.monotonic() + _START_PATIENCE
    while time.monotonic() < until:
        for part in grown.parts:
            if part.fallen():
                raise errors.SelarasError("serve_tidak_bangun", bagian=part.name, log=str(part.log))
        if well(address):
            return
        time.sleep(0.1)
    raise errors.SelarasError("serve_tidak_bangun", bagian="Server", log=str(house.logs / "server.log"))


def well(address: Address) -> bool:
    """Whether the server and its database answer."""
    host = os.environ.get("SELARAS_HOSTS", "").replace(",", " ").split()
    reach = "127.0.0.1" if address.host == "0.0.0.0" else address.host  # noqa: S104  asked, not offered
    connection = http.client.HTTPConnection(reach, address.port, timeout=5)
    try:
        connection.request("GET", "/sehat/", headers={"Host": host[0] if host else "localhost"})
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def manage(house: place.House, arguments: list[str], *, demo: bool = False) -> int:
    """Runs one of Django's commands on the database of the house; returns its exit code."""
    house.settle()
    environment = house.environment(demo=demo)
    with database(house):
        secrets.create(house.keys)
        command = [sys.executable, "-m", "selaras.config.commands", *arguments]
        return subprocess.run(command, env=environment, check=False).returncode
