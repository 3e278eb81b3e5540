"""A result of the conveyor becomes the active build: one transaction, in the order in which rows point to one another.

While PostgreSQL takes in one table, the next ones are made ready on other threads: in the end it is PostgreSQL that is waited for.
"""

from __future__ import annotations

import collections
import concurrent.futures
import functools
from collections.abc import Callable

import polars as pl
from django.db import connection

from selaras.apps.registry.loading import copy, dictionaries, frames, sealing
from selaras.apps.registry.loading.frames import Dictionaries
from selaras.apps.registry.loading.result import Result, names_in

LOCK = 0x53454C01
# Threads that make rows ready, and tables made ready while another is sent: as many as a load may hold in memory.
_BESIDE, _AHEAD = 3, 2
# By table the columns conditions and joins look at. The packed texts are wide, and no condition ever looks into them.
_VERSION = ("build_from", "build_to", "kode_desa")
STATISTICS = {
    "registry_number": ("id", "blind", "kind"),
    "registry_word": ("id", "word"),
    "registry_person": (
        "id", "reference", "keluarga", "nik", "kk", "nama", "words", "tanggal_lahir", "hubungan", "status", "desil",
        "kode_kecamatan", *_VERSION,
    ),
    "registry_keluarga": ("id", "reference", "kepala", "kk", "desil", "kode_kecamatan", *_VERSION),
    "registry_mention": ("id", "person", "keluarga", "sheet", "part", "place", "nik", "kk", *_VERSION),
    "registry_tie": ("id", "person", *_VERSION),
    "registry_candidate": ("id", "value", "person_a", "person_b", "kode_desa_b", *_VERSION),
}  # fmt: skip
Told = Callable[[str, int, int], None]


def take_turn() -> None:
    """Waits until no other load runs; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def load(result: Result, build: int, tell: Told) -> dict[str, dict[str, int]]:
    """Loads everything as build `build`; gives rows added and ended by table. `tell(stage, done, total)` as it goes."""
    moved = {}
    with concurrent.futures.ThreadPoolExecutor(_BESIDE) as beside:
        tell("nomor", 0, 6)
        read = beside.submit(result.numbers)
        named = beside.submit(names_in, result)
        sheets = dictionaries.sheets(result)
        numbers, unsealed = dictionaries.numbers(read.result())
        # Rows point to numbers that are still being sealed, for many of them in processes of their own; they are added last.
        sealed = beside.submit(sealing.rows, unsealed)
        known = Dictionaries(numbers, sheets, dictionaries.words(named.result()))
        waiting = [
            (target, functools.partial(_made, target, make, build)) for target, make in _makers(result, known)
        ]
        coming = collections.deque((target, beside.submit(make)) for target, make in waiting[:_AHEAD])
        for number, more in enumerate([*waiting[_AHEAD:], *[None] * _AHEAD]):
            target, ready = coming.popleft()
            tell(target.name.removeprefix("registry_"), number + 1, 6)
            rows = ready.result()
            if more:
                coming.append((more[0], beside.submit(more[1])))
            moved[target.name] = copy.put(target, rows, build)
            del ready, rows
        dictionaries.keep_patterns(result.explained)
        copy.add("registry_number", copy.rows(sealed.result()), build)
        copy.renew_statistics(STATISTICS, STATISTICS)
    return moved


def _makers(result: Result, known: Dictionaries) -> list[tuple[copy.Target, Callable[[], pl.DataFrame]]]:
    """What makes the rows of each table: first those that are ready soon, and the two large ones not side by side in memory."""
    return [
        (copy.TIE, functools.partial(frames.ties, result)),
        (copy.CANDIDATE, functools.partial(frames.candidates, result, known)),
        (copy.PERSON, functools.partial(frames.persons, result, known)),
        (copy.KELUARGA, functools.partial(frames.keluarga, result, known)),
        (copy.MENTION, functools.partial(frames.mentions, result, known)),
    ]


def _made(target: copy.Target, make: Callable[[], pl.DataFrame], build: int) -> copy.Rows:
    return copy.versions(target, make(), build)
