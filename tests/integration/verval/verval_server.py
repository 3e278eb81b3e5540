"""The server of the portal as `selaras serve` starts it, on the database of this test."""

import contextlib
import os
import socket
import subprocess
from collections.abc import Iterator

from django.conf import settings

import patience
from selaras.cli.serve import postgres, run


@contextlib.contextmanager
def running(cluster: postgres.Cluster, database: str) -> Iterator[str]:
    """Its address. Ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {k: v for k, v in os.environ.items() if not k.startswith(("SELARAS", "DATABASE", "DJANGO"))}
    known = {
        **given, "DJANGO_SETTINGS_MODULE": "selaras.config.settings", "SELARAS_MODE": "lokal",
        "DATABASE_URL": cluster.url(database), "SELARAS_KEYS": str(settings.SELARAS_KEYS),
        "SELARAS_FILES": str(settings.SELARAS_FILES), "SELARAS_DEMO": "ya",
        "SELARAS_SECRET_KEY_FILE": str(settings.SELARAS_KEYS.parent / "rahasia-uji"),
    }  # fmt: skip
    address = run.Address("127.0.0.1", port)
    process = subprocess.Popen(
        run.server_command(address), env=known, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:

        def well() -> bool:
            assert process.poll() is None
            return run.well(address)

        patience.until(well, "the server answers")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(patience.SOON)
