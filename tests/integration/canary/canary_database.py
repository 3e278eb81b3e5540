"""What a thief of the database would read: a dump by pg_dump, and every column of every table, sessions opened."""

import base64
import contextlib
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import canary_seek as seek
import psycopg
from psycopg import sql

from selaras.cli.serve import postgres

_COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1, 2
"""


def dump(cluster: postgres.Cluster, target: Path) -> None:
    """A plain dump with one INSERT per row, as an office would take it; by COPY where there is no pg_dump."""
    program = cluster.bin / "pg_dump"
    if program.exists():
        done = cluster.identity.run([str(program), "--inserts", "-d", cluster.url(user=postgres.ADMIN)])
        assert done.returncode == 0, done.stderr
        target.write_text(done.stdout, encoding="utf-8")
        return
    with psycopg.connect(cluster.url(user=postgres.ADMIN)) as admin, target.open("wb") as out:
        for table in sorted({table for table, _ in admin.execute(_COLUMNS).fetchall()}):
            with admin.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as rows:
                for piece in rows:
                    out.write(piece)


def columns(cluster: postgres.Cluster) -> Iterator[tuple[str, bytes]]:
    """`table.column` and all its values; bytes as they are, sessions without their packing."""
    with psycopg.connect(cluster.url(user=postgres.ADMIN)) as admin:
        for table, column in admin.execute(_COLUMNS).fetchall():
            statement = sql.SQL("COPY (SELECT {}::text FROM {}) TO STDOUT").format(
                sql.Identifier(column), sql.Identifier(table)
            )
            with admin.cursor().copy(statement) as rows:
                text = b"".join(bytes(piece) for piece in rows)
            yield f"{table}.{column}", text
            for line in text.split(b"\n"):
                if line.startswith(b"\\\\x"):
                    yield f"{table}.{column}", bytes.fromhex(line[3:].decode())
                elif (table, column) == ("django_session", "session_data"):
                    yield f"{table}.{column}", _session(line)


def _session(line: bytes) -> bytes:
    """What Django packed into a session: base64 of JSON, squeezed where it begins with a dot."""
    payload = line.split(b":", 1)[0]
    with contextlib.suppress(ValueError, zlib.error):
        raw = base64.urlsafe_b64decode(payload.lstrip(b".") + b"===")
        return zlib.decompress(raw) if payload.startswith(b".") else raw
    return line


def in_columns(cluster: postgres.Cluster, known: seek.Known, *kinds: str) -> set[seek.Hit]:
    """Hits by column."""
    return {hit for where, data in columns(cluster) for hit in seek.in_bytes(data, known, where, kinds)}


def in_stopped(cluster: postgres.Cluster, known: seek.Known) -> set[seek.Hit]:
    """Numbers in the bytes of the data directory and of the WAL. Call it once the cluster is down."""
    return seek.in_folder(cluster.data, known, "direktori data", [seek.NUMBER])


def psql(cluster: postgres.Cluster, statement: str) -> None:
    """A statement by hand that is bound to fail."""
    command = [str(cluster.bin / "psql"), "-X", "-d", cluster.url(user=postgres.ADMIN), "-c", statement]
    subprocess.run(command, capture_output=True, check=False, cwd="/", user=cluster.identity.uid)
