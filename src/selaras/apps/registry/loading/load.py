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
        copy.renew_statistics(STATISTICS, STATISTICS)
    return moved
