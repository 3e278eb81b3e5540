"""COPY into staging, and from there into the registry by statements over whole tables.

COPY cannot write into a table with row security. So rows go into a temporary table of this transaction first, which nobody
else can see; INSERT ... SELECT then passes the policies like any other writer. A load larger than all that is held goes
into a room of its own (rooms.py).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl
from django.db import connection
from psycopg import sql

from selaras.apps.registry.loading import rooms

_NULL = "\\N"
_PIECE = 8 << 20


@dataclass(frozen=True)
class Target:
    """A versioned table: its name, the columns that say which thing a row is about, and all columns that are loaded."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def stage(self) -> str:
        return f"tahap_{self.name}"


_PERSON = (
    "reference keluarga nik nik_tail nik_ganda nik_diakui kk kk_tail nama words jenis_kelamin tanggal_lahir hubungan "
    "kode_desa kode_kecamatan status desil desil_source desil_edition n_records sources first_edition last_edition isi "
    "asal sensitif"
)
_KELUARGA = (
    "reference kepala kk kk_tail kk_riwayat kode_desa kode_kecamatan desil desil_source desil_edition present listed "
    "n_records sources first_edition last_edition isi asal sensitif"
)
_MENTION = "sheet row part place person keluarga method nik kk kode_desa isi sensitif"
_CANDIDATE = "sheet_a row_a part_a sheet_b row_b part_b person_a person_b kode_desa kode_desa_b weight reason pattern value"
PERSON = Target("registry_person", ("reference",), tuple(_PERSON.split()))
KELUARGA = Target("registry_keluarga", ("reference",), tuple(_KELUARGA.split()))
MENTION = Target("registry_mention", ("sheet", "row", "part"), tuple(_MENTION.split()))
TIE = Target("registry_tie", ("person",), ("person", "edges", "kode_desa"))
CANDIDATE = Target(
    "registry_candidate",
    ("sheet_a", "row_a", "part_a", "sheet_b", "row_b", "part_b"),
    tuple(_CANDIDATE.split()),
)


@dataclass(frozen=True)
class Rows:
    """Rows as PostgreSQL reads them: CSV text of these columns. Made beside a load, so that it only sends."""

    columns: tuple[str, ...]
    count: int
    text: memoryview


def rows(frame: pl.DataFrame) -> Rows:
    """All rows and columns of the frame."""
    return Rows(tuple(frame.columns), frame.height, csv(frame))


def versions(target: Target, frame: pl.DataFrame, build: int) -> Rows:
    """The rows of a versioned table, known from `build` on."""
    return rows(frame.select(pl.lit(build).alias("build_from"), *target.columns))


def stage(frame: pl.DataFrame, table: str, columns: tuple[str, ...], like: str) -> None:
    """Makes the temporary `table` with `columns` as in the table `like`, and fills it."""
    _stage(rows(frame.select(columns)), table, like)


def _stage(given: Rows, table: str, like: str) -> None:
    named = sql.SQL(", ").join(map(sql.Identifier, given.columns))
    with connection.cursor() as cursor:
        make = sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WHERE false")
        cursor.execute(make.format(sql.Identifier(table), named, sql.Identifier(like)))
    _fill(table, given)


def _fill(table: str, given: Rows, *, frozen: bool = False) -> None:
    """`frozen`: into a table made in this transaction, which needs no vacuum afterwards and no marks left by its first
    readers. Who reads by an older snapshot would see such rows too: nothing here reads that way."""
    named = sql.SQL(", ").join(map(sql.Identifier, given.columns))
    into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL {}, FREEZE {})")
    names = (sql.Identifier(table), named, sql.Literal(_NULL), sql.SQL("true" if frozen else "false"))
    with connection.cursor() as cursor, cursor.copy(into.format(*names)) as copy:
        for start in range(0, len(given.text), _PIECE):
            copy.write(given.text[start : start + _PIECE])


def csv(frame: pl.DataFrame) -> memoryview:
    """The rows as PostgreSQL reads them. Bytes become \\x...; unknown is \\N."""
    binary = [name for name, dtype in frame.schema.items() if dtype == pl.Binary]
    frame = frame.with_columns(("\\x" + pl.col(name).bin.encode("hex")).alias(name) for name in binary)
    room = io.BytesIO()
    frame.write_csv(room, include_header=False, null_value=_NULL)
    return room.getbuffer()


def put(target: Target, given: Rows, build: int) -> dict[str, int]:
    """Makes these rows (from `versions`) what is known from `build` on. Only rows that differ get a new version.

    Gives how many rows are new, and how many ended.
    """
    held = _held(target.name, given.count)
    if not held:
        return {"baru": add(target.name, given, build), "berakhir": 0}
    _stage(given, target.stage, target.name)
    _unchanged(target)
    gone = sql.SQL(
        "UPDATE {} AS held SET build_to = %s WHERE build_to IS NULL AND NOT EXISTS "
        "(SELECT FROM tahap_tetap AS same WHERE same.id = held.id)"
    )
    match = sql.SQL(" AND ").join(
        sql.SQL("same.{0} = staged.{0}").format(sql.Identifier(c)) for c in target.key
    )
    insert = sql.SQL(
        "INSERT INTO {} ({columns}) SELECT {columns} FROM {} AS staged "
        "WHERE NOT EXISTS (SELECT FROM tahap_tetap AS same WHERE {})"
    )
    columns = sql.SQL(", ").join(map(sql.Identifier, given.columns))
    with connection.cursor() as cursor:
        cursor.execute(gone.format(sql.Identifier(target.name)), [build])
        ended = cursor.rowcount
        fresh = given.count - _count("tahap_tetap")
        with rooms.place(target.name, fresh, held, build) as into:
            staged = sql.Identifier(target.stage)
            cursor.execute(insert.format(sql.Identifier(into), staged, match, columns=columns))
        cursor.execute(sql.SQL("DROP TABLE {}, tahap_tetap").format(staged))
    return {"baru": fresh, "berakhir": ended}


def add(table: str, given: Rows, build: int) -> int:
    """Adds rows that are all new to a table that may have rooms; returns how many."""
    with rooms.place(table, given.count, _held(table, given.count), build) as into:
        if into == table:
            _append(table, given)
        else:
            _fill(into, given, frozen=True)
    return given.count


def append(table: str, frame: pl.DataFrame) -> None:
    """Adds rows with the columns of the frame by way of a temporary table."""
    _append(table, rows(frame))


def _append(table: str, given: Rows) -> None:
    staged = f"tahap_{table}"
    _stage(given, staged, table)
    named = sql.SQL(", ").join(map(sql.Identifier, given.columns))
    statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}")
    with connection.cursor() as cursor:
        cursor.execute(statement.format(sql.Identifier(table), named, named, sql.Identifier(staged)))
        cursor.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(staged)))


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        return int(cursor.fetchone()[0])


def _held(table: str, most: int) -> int:
    """How many rows a table has, told no further than `most` (at least 1): nobody asks by how many it is larger."""
    some = sql.SQL("SELECT count(*) FROM (SELECT FROM {} LIMIT {}) AS held")
    with connection.cursor() as cursor:
        cursor.execute(some.format(sql.Identifier(table), sql.Literal(max(most, 1))))
        return int(cursor.fetchone()[0])


def _unchanged(target: Target) -> None:
    """Notes in tahap_tetap which current rows are exactly as staged."""
    key = sql.SQL(" AND ").join(
        sql.SQL("held.{0} = staged.{0}").format(sql.Identifier(c)) for c in target.key
    )
    others = [c for c in target.columns if c not in target.key]
    same = sql.SQL(" AND ").join(
        sql.SQL("held.{0} IS NOT DISTINCT FROM staged.{0}").format(sql.Identifier(c)) for c in others
    )
    statement = sql.SQL(
        "CREATE TEMPORARY TABLE tahap_tetap ON COMMIT DROP AS SELECT held.id, {} FROM {} AS held JOIN {} AS staged ON {} "
        "WHERE held.build_to IS NULL AND {}"
    )
    columns = sql.SQL(", ").join(sql.SQL("held.{}").format(sql.Identifier(c)) for c in target.key)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(target.stage)))
        names = (sql.Identifier(target.name), sql.Identifier(target.stage))
        cursor.execute(statement.format(columns, *names, key, same))
        cursor.execute("ANALYZE tahap_tetap")


def renew_statistics(
    names: Iterable[str], columns: Mapping[str, Iterable[str]] = MappingProxyType({})
) -> None:
    """After so many new rows the planner must look again, or searches pass their indexes by. `columns`: where only some
    are worth it, by table."""
    with connection.cursor() as cursor:
        for name in names:
            chosen = sql.SQL(", ").join(map(sql.Identifier, columns.get(name, ())))
            some = sql.SQL(" ({})").format(chosen) if name in columns else sql.SQL("")
            cursor.execute(sql.SQL("ANALYZE {}{}").format(sql.Identifier(name), some))
