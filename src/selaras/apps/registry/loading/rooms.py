"""A room: a table of its own for the rows of one large load.

It is made, filled, indexed and put behind the policies of its parent inside the transaction of the load, and becomes a child
of the parent at the end: whoever reads the parent sees all its rows after the commit and none before, and a load that is
killed leaves nothing. Building indexes over finished rows costs a third of keeping them up row by row. The server's role
makes no tables: functions of the owner do (migration 0003).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from django.db import connection

# Fewer rows are written faster than a table is made. A room is larger than all rows before it, so there are few of them.
MANY = 50_000


@contextlib.contextmanager
def place(table: str, coming: int, held: int, build: int) -> Iterator[str]:
    """Where `coming` new rows of `table` are to be written: the table itself, or a new room when they outnumber those held."""
    if coming < MANY or coming <= held:
        yield table
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_open_room(%s::regclass, %s)", [table, build])
        room = cursor.fetchone()[0]
        yield room
        cursor.execute("SELECT registry_close_room(%s::regclass, %s::regclass)", [table, room])
