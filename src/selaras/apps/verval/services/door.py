"""The context in which what comes in is written down: evidence from anywhere, also from somebody who may read nothing any more.

What is written under it is what was received, and nothing is read back to the sender but a receipt.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator

from django.db import connection, transaction

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts

_SETTINGS = ("user", "agency", "scopes", "audit")
_READ = "SELECT " + ", ".join(f"coalesce(current_setting('selaras.{name}', true), '')" for name in _SETTINGS)
_WRITE = "SELECT " + ", ".join(f"set_config('selaras.{name}', %s, true)" for name in _SETTINGS)


def _held() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        return list(cursor.fetchone())


@contextlib.contextmanager
def open_for(sender: access.Actor) -> Iterator[None]:
    """Runs the block as the house, in the name of who sends. Inside a request its own context holds again afterwards."""
    house = dataclasses.replace(access.SYSTEM, user_id=sender.user_id, agency=sender.agency)
    if not connection.in_atomic_block:
        with accounts.acting(house):
            yield
        return
    # What fails in here spoils the whole transaction of the request: nobody goes on in the context of the house.
    with transaction.atomic(savepoint=False):
        before = _held()
        accounts.identify(house)
        yield
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, before)
