"""A database of its own for benchmarks of the portal: cluster, roles, migrations, keys, all in a temporary folder."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django

from selaras.cli.serve import postgres, roles
from selaras.shell import secrets

NAME = "tolok_ukur"


@contextlib.contextmanager
def room() -> Iterator[dict[str, str]]:
    """The environment a process needs to work in a fresh, migrated database. The cluster ends with the block."""
    with tempfile.TemporaryDirectory(prefix="selaras-ukur-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        root.chmod(0o711)
        secrets.create(root / "kunci")
        cluster = postgres.prepare(root / "pg")
        cluster.start()
        try:
            roles.establish(cluster, NAME)
            environment = {
                "SELARAS_MODE": "lokal", "SELARAS_KEYS": str(root / "kunci"), "SELARAS_FILES": str(root / "berkas"),
                "DJANGO_SETTINGS_MODULE": "selaras.config.settings", "DATABASE_URL": cluster.url(NAME),
                "DATABASE_OWNER_URL": cluster.url(NAME, postgres.OWNER), "SELARAS_DEMO": "ya",
                "SELARAS_DATA": str(root),
            }  # fmt: skip
            for command in ("migrate", "createcachetable"):
                subprocess.run(
                    [sys.executable, "-m", "selaras.config.commands", command, "-v0"],
                    env={**os.environ, **environment}, check=True,
                )  # fmt: skip
            yield environment
        finally:
            cluster.stop()


def enter(environment: dict[str, str]) -> None:
    """Makes this process a process of the portal."""
    os.environ.update(environment)
    django.setup()
