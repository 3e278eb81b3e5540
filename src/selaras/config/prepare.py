"""Before the doors open: tables as this version wants them, static files in their place, roles as weak as they must be.

`python -m selaras.config.prepare`, as the owner (SELARAS_AS_OWNER=1). Exit codes: 0 ready, 3 the database does not
answer, 4 the server's role could walk around row security.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import django
import psycopg
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import Error, connection, transaction
from django.utils.module_loading import import_string

UNREACHABLE, TOO_STRONG = 3, 4
_STRONG = """
SELECT rolsuper OR rolbypassrls OR EXISTS (
    SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p') AND c.relrowsecurity
) FROM pg_roles r WHERE rolname = current_user
"""


def _files_changed(stamp: Path) -> str | None:
    """A digest of the static files when it differs from the one noted."""
    found = hashlib.sha256(django.__version__.encode())
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            found.update(f"{name}|{state.st_size}|{state.st_mtime_ns}\n".encode())
    text = found.hexdigest()
    return text if not stamp.exists() or stamp.read_text(encoding="ascii") != text else None


def collect() -> None:
    """Static files, compressed and named by their hash; only when one of them changed."""
    if not settings.STATIC_ROOT:
        return
    stamp = settings.STATIC_ROOT / ".sidik"
    fresh = _files_changed(stamp)
    if fresh is not None:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(fresh, encoding="ascii")


def main() -> int:
    """Prepares, and says by the exit code how it went."""
    django.setup()
    try:
        connection.ensure_connection()
        with psycopg.connect(os.environ.get("DATABASE_URL", "")) as server:
            server.execute("SELECT 1")
    except (Error, psycopg.Error) as error:
        sys.stderr.write(f"{type(error).__name__}\n")
        return UNREACHABLE
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    with psycopg.connect(os.environ["DATABASE_URL"]) as server:
        row = server.execute(_STRONG).fetchone()
        if row is None or row[0]:
            return TOO_STRONG
    collect()
    if settings.SELARAS_DEMO:
        with transaction.atomic():
            import_string("selaras.apps.accounts.services.make_demo")()
    return 0


if __name__ == "__main__":
    sys.exit(main())
