"""The facts of a build laid out and sealed: made with every build the registry loads, and where they are missing."""

from __future__ import annotations

import functools
import io
import uuid
from collections.abc import Sequence
from pathlib import Path

import polars as pl
from django.db import connection, transaction
from psycopg import sql

from selaras.apps.accounts import rules as accounts
from selaras.apps.accounts import services as acting
from selaras.apps.programmes import vault
from selaras.apps.programmes.models.facts import SnapshotFile
from selaras.apps.programmes.rules import laying, snapshot
from selaras.apps.registry import queries as registry
from selaras.apps.registry.loading import load as loading

# Facts of this many builds are kept; those of older ones can be laid out again, for the rows of the registry are versions.
KEPT = 5
FOLDER = "fakta"
# Seconds after which a file that no build has was left behind by a load that was rolled back.
ORPHANED = 24 * 3600
_FAMILIES = ("reference", "kode_desa", "desil", "present", "listed", "isi", "sensitif")
_NUMBERS = {"desil": pl.Int64, "present": pl.Int64, "listed": pl.Int64, laying.BORN: pl.Date}


def load(result_dir: Path, *, build: int, by: accounts.Actor) -> int:
    """Called by the registry in the transaction of its load, when the rows of the build are there; returns how many families."""
    return make(build, by=by)


def make(build: int, *, by: accounts.Actor) -> int:
    """Lays out the facts of a build, whoever asks of everybody in it; returns how many families. Runs inside `acting`."""
    loading.take_turn()
    acting.identify(accounts.SYSTEM)
    families, members = _read(build)
    room = f"{FOLDER}/{uuid.uuid4().hex}"
    vault.put(room, snapshot.FAMILIES, snapshot.packed(families))
    vault.put(room, snapshot.MEMBERS, snapshot.packed(members))
    gone = SnapshotFile.objects.filter(build=build) | SnapshotFile.objects.exclude(
        build__in=list(SnapshotFile.objects.order_by("-build").values_list("build", flat=True)[: KEPT - 1])
    )
    rooms = list(gone.values_list("room", flat=True))
    gone.delete()
    SnapshotFile.objects.create(build=build, room=room, families=families.height, members=members.height)
    transaction.on_commit(functools.partial(_clear, rooms))
    acting.identify(by)
    return families.height


def _clear(rooms: Sequence[str]) -> None:
    """Removes files of facts that are no longer kept, and of loads that were rolled back long ago."""
    kept = set(SnapshotFile.objects.values_list("room", flat=True))
    for room in {*rooms, *(vault.older(FOLDER, ORPHANED) - kept)}:
        vault.clear(room)


def ensure() -> None:
    """Lays out the facts of the active build where they are missing: after an upgrade, or from a copy without its vault."""
    with acting.acting(accounts.SYSTEM):
        loading.take_turn()
        active = registry.active()
        if active is None or not active.keluarga:
            return
        held = SnapshotFile.objects.filter(build=active.number).first()
        if held is None or not vault.has(held.room, snapshot.MEMBERS):
            make(active.number, by=accounts.SYSTEM)


def _read(build: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    of_families = _copied("registry_keluarga", [sql.Identifier(name) for name in _FAMILIES], _FAMILIES, build)
    rows = of_families.sort("kode_desa", "reference", nulls_last=True)
    families = laying.families(rows)
    persons = _persons(build)
    families = families.with_columns(laying.apart(persons, rows))
    return families, laying.members(persons, rows)


def _persons(build: int) -> pl.DataFrame:
    packed = {
        name: sql.SQL("split_part({}, chr(31), {})").format(sql.Identifier(column), sql.Literal(place + 1))
        for name, column, place in laying.asked_of_members()
    }
    plain = ("reference", "keluarga", "kode_desa", "status", "jenis_kelamin", "hubungan")
    columns = [*(sql.Identifier(name) for name in plain), sql.Identifier("tanggal_lahir"), *packed.values()]
    names = (laying.PERSON, *plain[1:], laying.BORN, *packed)
    return _copied("registry_person", columns, names, build)


def _copied(table: str, columns: Sequence[sql.Composable], names: Sequence[str], build: int) -> pl.DataFrame:
    """The versions of rows a build knew, as texts but for numbers and days."""
    ask = sql.SQL(
        "COPY (SELECT {} FROM {} WHERE build_from <= {} AND (build_to IS NULL OR build_to > {}) ORDER BY id) "
        "TO STDOUT (FORMAT csv)"
    ).format(sql.SQL(", ").join(columns), sql.Identifier(table), sql.Literal(build), sql.Literal(build))
    room = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(ask) as copy:
        for piece in copy:
            room.write(piece)
    schema = {name: _NUMBERS.get(name, pl.String) for name in names}
    if not room.tell():
        return pl.DataFrame(schema=schema)
    return pl.read_csv(room.getvalue(), has_header=False, new_columns=list(names), schema=schema)
