"""A result of the conveyor becomes the active build: one transaction, in the order in which rows point to one another.

While PostgreSQL takes in one table, the next one is made ready on another thread.
"""

from __future__ import annotations

import concurrent.futures
from collections.abc import Callable

import polars as pl
from django.db import connection

from selaras.apps.registry.loading import copy, dictionaries, frames
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
    with concurrent.futures.ThreadPoolExecutor(1) as beside:
        spanning = beside.submit(frames.spanning, result)
        tell("nomor", 0, 6)
        numbers = dictionaries.numbers(result)
        sheets, words = dictionaries.sheets(result), dictionaries.words(result)
        edges = spanning.result()
        known = Dictionaries(numbers, sheets, words, dictionaries.patterns(result, edges))
        makers: tuple[tuple[copy.Target, Callable[[], pl.DataFrame]], ...] = (
            (copy.PERSON, lambda: frames.persons(result, known)),
            (copy.MENTION, lambda: frames.mentions(result, known)),
            (copy.KELUARGA, lambda: frames.keluarga(result, known)),
            (copy.TIE, lambda: frames.ties(result, edges, known)),
            (copy.CANDIDATE, lambda: frames.candidates(result, known)),
        )
        moved = {}
        coming = beside.submit(makers[0][1])
        for number, (target, _) in enumerate(makers):
            tell(target.name.removeprefix("registry_"), number + 1, 6)
            frame = coming.result()
            if number + 1 < len(makers):
                coming = beside.submit(makers[number + 1][1])
            copy.stage(frame, target.stage, target.columns, target.name)
            del frame
            moved[target.name] = copy.move(target, build)
        copy.renew_statistics(STATISTICS)
    return moved
