"""The folder a house lives in: database, keys, files, logs; and what its processes are told by the environment."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selaras.cli.serve import postgres
from selaras.kernel import angka, errors

LEAST_ROOM = 500 * 1024 * 1024


def usual() -> Path:
    """Where data go unless told otherwise. Not below /root: the database runs as somebody else there."""
    if os.geteuid() == 0:
        return Path("/var/lib/selaras")
    home = os.environ.get("XDG_DATA_HOME", "")
    return (Path(home) if home else Path("~/.local/share").expanduser()) / "selaras"


@dataclass(frozen=True, slots=True)
class House:
    """One installation: a folder, and the database it uses."""

    data: Path

    @property
    def keys(self) -> Path:
        """Keys, outside the database and its backups."""
        return Path(os.environ.get("SELARAS_KEYS") or self.data / "kunci")

    @property
    def logs(self) -> Path:
        """Logs, without personal data."""
        return self.data / "log"

    @property
    def temporary(self) -> Path:
        """Where the server and the worker put what they need for a moment: files that are being sent, above all. What
        lies in /tmp can be found by everybody on the machine; this folder is ours alone."""
        return self.data / "sementara"

    @property
    def workrooms(self) -> tuple[Path, ...]:
        """Where the worker has files open while it reads a delivery (`kerja`) or makes the registry (`susun`): plain, so
        none may outlive the job it was for."""
        files = Path(os.environ.get("SELARAS_FILES") or self.data / "berkas")
        return files / "kerja", files / "susun"

    @property
    def brings_database(self) -> bool:
        """Whether PostgreSQL is ours to start; not when DATABASE_URL names one."""
        return not os.environ.get("DATABASE_URL")

    def settle(self) -> None:
        """Makes the folders. Raises SelarasError where it may not write, or where the disk is nearly full."""
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            for path in (self.logs, self.data / "berkas", self.temporary):
                path.mkdir(mode=0o700, exist_ok=True)
                path.chmod(0o700)
            (self.logs / ".coba").touch()
            (self.logs / ".coba").unlink()
        except OSError:
            raise errors.SelarasError("serve_data_ditolak", folder=str(self.data)) from None
        left = shutil.disk_usage(self.data).free
        if left < LEAST_ROOM:
            raise errors.SelarasError(
                "serve_ruang_habis",
                folder=str(self.data),
                sisa=_megabytes(left),
                perlu=_megabytes(LEAST_ROOM),
            )

    def sweep(self) -> None:
        """Removes what a server or worker left open that was killed or lost its database. Only by who holds the house `alone`,
        and only while no worker runs: a job that is taken up again begins with the sealed file."""
        for path in (self.temporary, *self.workrooms):
            shutil.rmtree(path, ignore_errors=True)
        self.temporary.mkdir(mode=0o700, exist_ok=True)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """One tree of processes per folder. Raises SelarasError serve_sudah_berjalan for a second one.

        The lock is the kernel's: it ends with the process that holds it, however it ends.
        """
        with (self.data / "serve.lock").open("a+") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                handle.seek(0)
                pid = handle.read().strip() or "?"
                raise errors.SelarasError("serve_sudah_berjalan", folder=str(self.data), pid=pid) from None
            handle.truncate(0)
            handle.write(str(os.getpid()))
            handle.flush()
            yield

    def environment(self, *, demo: bool = False) -> dict[str, str]:
        """What every process of this house is told."""
        hosts = os.environ.get("SELARAS_HOSTS", "")
        found = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "selaras.config.settings",
            "SELARAS_MODE": os.environ.get("SELARAS_MODE") or ("produksi" if hosts else "lokal"),
            "SELARAS_DATA": str(self.data),
            "SELARAS_KEYS": str(self.keys),
            "SELARAS_STATIC": str(self.data / "statis"),
            "TMPDIR": str(self.temporary),
            "PYTHONUNBUFFERED": "1",
        }
        if demo:
            found["SELARAS_DEMO"] = "1"
        if self.brings_database:
            cluster = postgres.prepare(self.data / "pg")
            found["DATABASE_URL"] = cluster.url()
            found["DATABASE_OWNER_URL"] = cluster.url(user=postgres.OWNER)
        return found


def _megabytes(size: int) -> str:
    return f"{angka.text(size // 1024**2)} MB"
