"""A whole portal in a folder of its own, and the ways to end its parts without warning."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psycopg

import patience
from selaras.cli.serve import leftover, postgres
from selaras.kernel import errors

SERVE = [sys.executable, "-c", "from selaras.cli.main import main; main()", "serve"]


def until(true: Callable[[], object], what: str) -> None:
    """Waits until something holds; looks often, because a kill is meant for a moment."""
    patience.until(true, what, beat=0.05)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class House:
    """A house under test, in a short reachable folder; `like`: a stopped house it begins as a copy of."""

    def __init__(self, like: "House | None" = None) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="selaras-rumah-"))
        if like is not None:
            self.data.rmdir()
            # Owners and permissions with it: the database belongs to somebody else when this runs as root.
            subprocess.run(["cp", "-a", str(like.data), str(self.data)], check=True)
        self.data.chmod(0o711)
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None
        self._socket = ""

    def start(self) -> None:
        """Starts the tree and waits until it answers."""
        given = {k: v for k, v in os.environ.items() if not k.startswith(("SELARAS", "DATABASE", "DJANGO"))}
        with (self.data / "dikatakan.txt").open("a") as said:
            self.process = subprocess.Popen(
                [*SERVE, "--demo", "--data", str(self.data), "--port", str(self.port)],
                env={**given, "SELARAS_WORKERS": "1"}, stdout=said, stderr=said, text=True,
            )  # fmt: skip
        self.wait_until_well()

    def wait_until_well(self) -> None:
        """Waits until server and database answer."""
        until(self.well, "the house answers")

    def well(self) -> bool:
        """Whether server and database answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sehat/", timeout=5) as answer:
                return bool(json.load(answer) == {"sehat": True})
        except (OSError, ValueError):
            return False

    def groups(self) -> list[int]:
        """Leaders of the worker and of the server, in this order."""
        return [group for group, _ in json.loads((self.data / "proses.json").read_text())["groups"]]

    def cluster(self) -> postgres.Cluster:
        """The database of this house."""
        return postgres.prepare(self.data / "pg")

    def connect(self) -> psycopg.Connection:
        """As the administrator, who sees every row. Waits for a database that is just getting up again."""
        self._socket = self._socket or self.cluster().url(postgres.DATABASE, postgres.ADMIN)
        end = time.monotonic() + patience.WORK
        while True:
            try:
                return psycopg.connect(self._socket, autocommit=True, connect_timeout=patience.SOON)
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def kill(self, victim: str) -> None:
        """kill -9 of `pekerja`, `server`, `basisdata` or `rumah` (the launcher)."""
        if victim == "basisdata":
            os.kill(int((self.data / "pg/data/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        elif victim == "rumah":
            assert self.process is not None
            self.process.kill()
            self.process.wait()
        else:
            os.kill(self.groups()[victim == "server"], signal.SIGKILL)

    def told(self) -> str:
        """What the launcher and its children said last, for who has to find out why a test failed."""
        files = [self.data / "dikatakan.txt", *sorted((self.data / "log").glob("*.log"))]
        return "\n".join(f"{f.name}: {f.read_text(errors='replace')[-3000:]}" for f in files if f.exists())

    def stop(self) -> None:
        """Stops as Ctrl-C does."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(patience.SOON)

    def end(self) -> None:
        """Whatever is left."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        leftover.clear(self.data / "proses.json")
        with contextlib.suppress(errors.SelarasError, OSError):
            self.cluster().stop()
        shutil.rmtree(self.data, ignore_errors=True)
