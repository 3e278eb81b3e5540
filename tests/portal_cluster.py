"""One PostgreSQL for a whole test session, started by the first test that needs it, and a database per process.

The first process to ask makes a template with every migration; each process copies it. A test that commits (transaction=True)
leaves its copy dirty: it is thrown away and copied anew, which is quicker than emptying a hundred tables.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

from selaras.cli.serve import postgres, roles
from selaras.shell import secrets

VARIABLE = "SELARAS_TEST_ROOT"
PREFIX = "selaras-uji-"
TEMPLATE = "selaras_pola"
# A database is some thousand small files, copied for every test that commits: in memory where there is room.
MEMORY, ROOM = Path("/dev/shm"), 6 * 1024**3
# Each process of the tests may send a crowd of its own.
QUICK = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB", "max_connections": "400",
}  # fmt: skip


def make_root() -> Path:
    """A short, reachable folder for this session; what a killed session left behind is cleared away."""
    places = [place for place in (MEMORY, Path(tempfile.gettempdir())) if os.access(place, os.W_OK)]
    for old in (found for place in places for found in place.glob(f"{PREFIX}*")):
        number = old.name.removeprefix(PREFIX).split("-")[0]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            end(old)
    place = next(each for each in places if each != MEMORY or shutil.disk_usage(each).free > ROOM)
    root = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=place))
    root.chmod(0o711)
    os.environ[VARIABLE] = str(root)
    secrets.create(root / "kunci")
    return root


def end(root: Path) -> None:
    """Stops the cluster where there is one, and removes the folder."""
    if (root / "pg" / "data" / "PG_VERSION").exists():
        with contextlib.suppress(Exception):
            postgres.prepare(root / "pg").stop()
    shutil.rmtree(root, ignore_errors=True)


@contextlib.contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    with (root / "kunci-mulai").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def cluster() -> postgres.Cluster:
    """The running cluster of this session, with a migrated template."""
    root = Path(os.environ[VARIABLE])
    with _one_at_a_time(root):
        found = postgres.prepare(root / "pg")
        found.start(QUICK)
        if not (root / "pola-siap").exists():
            roles.establish(found, TEMPLATE)
            _migrate(found)
            (root / "pola-siap").touch()
    return found


def _migrate(found: postgres.Cluster) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "selaras.config.settings",
        "SELARAS_MODE": "uji",
        "DATABASE_URL": found.url(TEMPLATE),
        "DATABASE_OWNER_URL": found.url(TEMPLATE, postgres.OWNER),
    }
    for command in ("migrate", "createcachetable"):
        subprocess.run(
            [sys.executable, "-m", "selaras.config.commands", command, "-v0"], env=environment, check=True
        )


def copy(found: postgres.Cluster, name: str, template: str = TEMPLATE) -> None:
    """A fresh copy of the template under `name`, in place of what stood there. Nobody may be at work in the template."""
    root = Path(os.environ[VARIABLE])
    with (
        _one_at_a_time(root),
        psycopg.connect(found.url("postgres", postgres.ADMIN), autocommit=True) as admin,
    ):
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        # Connections that only wait, as a server keeps them: it opens others.
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (template,)
        )
        # By files: half the work of writing each block through the log.
        admin.execute(
            f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY OWNER {postgres.OWNER}'
        )
        admin.execute(f'GRANT CONNECT, TEMPORARY ON DATABASE "{name}" TO {postgres.APP}')
