"""A result of the conveyor becomes the active build: one transaction, in the order in which rows point to one another.

While PostgreSQL takes in one table, the next one is made ready on another thread.
"""

from __future__ import annotations

import concurrent.futures
import functools
from collections.abc import Callable

from django.db import connection

from selaras.apps.registry.loading import copy, dictionaries, frames, sealing
from selaras.apps.registry.loading.frames import Dictionaries
from selaras.apps.registry.loading.result import Result

LOCK = 0x53454C01
STATISTICS = (
    "registry_number", "registry_word", "registry_person", "registry_keluarga", "registry_mention", "registry_tie",
    "registry_candidate",
)  # fmt: skip
Told = Callable[[str, int, int], None]


def take_turn() -> None:
    """Waits until no other load runs; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def load(result: Result, build: int, tell: Told) -> dict[str, dict[str, int]]:
    """Loads everything as build `build`; gives rows added and ended by table. `tell(stage, done, total)` as it goes."""
    moved = {}
    with concurrent.futures.ThreadPoolExecutor(2) as beside:
        tell("nomor", 0, 6)
        numbers, unsealed = dictionaries.numbers(result)
        # Rows point to numbers that are still being sealed, in processes of their own; they are added last.
        sealed = beside.submit(sealing.rows, unsealed)
        known = Dictionaries(numbers, dictionaries.sheets(result), dictionaries.words(result))
        makers = (
            (copy.PERSON, functools.partial(frames.persons, result, known)),
            (copy.MENTION, functools.partial(frames.mentions, result, known)),
            (copy.KELUARGA, functools.partial(frames.keluarga, result, known)),
            (copy.TIE, functools.partial(frames.ties, result)),
            (copy.CANDIDATE, functools.partial(frames.candidates, result, known)),
        )
        coming = beside.submit(makers[0][1])
        for number, (target, _) in enumerate(makers):
            tell(target.name.removeprefix("registry_"), number + 1, 6)
            frame = coming.result()
            if number + 1 < len(makers):
                coming = beside.submit(makers[number + 1][1])
            moved[target.name] = copy.put(target, frame, build)
            del frame
        dictionaries.keep_patterns(result.explained)
        copy.add("registry_number", sealed.result(), build)
        copy.renew_statistics(STATISTICS)
    return moved
