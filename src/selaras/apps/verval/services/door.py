"""The context in which what comes in is written down: evidence from anywhere, also from somebody who may read nothing any more.

What is written under it is what was received, and nothing is read back to the sender but a receipt.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator

from django.db import connection

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts

_SETTINGS = ("user", "agency", "scopes", "audit")


def _held() -> list[str]:
    names = ", ".join(f"coalesce(current_setting('selaras.{name}', true), '')" for name in _SETTINGS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names}")
        return list(cursor.fetchone())


@contextlib.contextmanager
def open_for(sender: access.Actor) -> Iterator[None]:
    """Runs the block as the house, in the name of who sends. Inside a request its own context holds again afterwards."""
    house = dataclasses.replace(access.SYSTEM, user_id=sender.user_id, agency=sender.agency)
    inside = connection.in_atomic_block
    before = _held() if inside else []
    with accounts.acting(house):
        yield
    if inside:
        with connection.cursor() as cursor:
            for name, value in zip(_SETTINGS, before, strict=True):
                cursor.execute("SELECT set_config(%s, %s, true)", [f"selaras.{name}", value])
