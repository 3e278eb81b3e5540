"""What rows point to, looked up or made: numbers, sheets, words, patterns."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from django.conf import settings
from django.db import connection

from selaras.apps.registry.loading import copy, frames, sealing
from selaras.apps.registry.loading.result import SHEET, Result, names_in


def numbers(result: Result) -> pl.DataFrame:
    """`text`, `id`, `tail` of every NIK and KK number of the result. New ones are sealed and added."""
    found = result.numbers()
    texts = found["text"].to_list()
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM registry_number)")
        empty = not cursor.fetchone()[0]
    if empty:
        indexes, sealed = sealing.all_of(texts, Path(settings.SELARAS_KEYS))
        rows = found.with_columns(pl.Series("blind", indexes), pl.Series("sealed", sealed))
    else:
        rows = found.with_columns(
            pl.Series("blind", sealing.blinds(texts)), pl.lit(None, pl.Binary).alias("sealed")
        )
    rows = rows.with_columns(pl.col("text").str.slice(-4).alias("tail"))
    if not empty:
        rows = _with_seals(rows)
    columns = ("kind", "blind", "sealed", "tail")
    return _added(rows.filter(pl.col("sealed").is_not_null()), rows, columns).select("text", "id", "tail")


def _with_seals(rows: pl.DataFrame) -> pl.DataFrame:
    """Seals those numbers the registry does not hold yet."""
    held = _held(rows.select("blind"))
    new = rows.join(held, on="blind", how="anti", maintain_order="left")
    sealed = sealing.seals(new["text"].to_list(), new["blind"].to_list())
    seals = pl.DataFrame({"blind": new["blind"], "_sealed": pl.Series(sealed, dtype=pl.Binary)})
    joined = rows.join(seals, on="blind", how="left", maintain_order="left")
    return joined.with_columns(pl.col("_sealed").alias("sealed")).drop("_sealed")


def _held(blinds: pl.DataFrame) -> pl.DataFrame:
    copy.stage(blinds, "tahap_cari", ("blind",), "registry_number")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT held.blind, held.id FROM registry_number AS held JOIN tahap_cari USING (blind)"
        )
        got = cursor.fetchall()
        cursor.execute("DROP TABLE tahap_cari")
    return pl.DataFrame(
        {"blind": [bytes(row[0]) for row in got], "id": [row[1] for row in got]},
        schema={"blind": pl.Binary, "id": pl.Int64},
    )


def _added(new: pl.DataFrame, rows: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """Adds new numbers under ids drawn here, so that nothing has to be read back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(n), 0) FROM (SELECT nextval(pg_get_serial_sequence('registry_number', 'id')) AS n "
            "FROM generate_series(1, %s)) AS drawn",
            [new.height],
        )
        last = cursor.fetchone()[0]
    new = new.with_columns(pl.int_range(last - new.height + 1, last + 1).alias("id"))
    copy.stage(new, "tahap_nomor", ("id", *columns), "registry_number")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_number (id, kind, blind, sealed, tail) "
            "SELECT id, kind, blind, sealed, tail FROM tahap_nomor"
        )
        cursor.execute("DROP TABLE tahap_nomor")
    known = new.select("blind", "id")
    if new.height < rows.height:
        old = rows.join(known, on="blind", how="anti")
        known = pl.concat([known, _held(old.select("blind"))])
    return rows.join(known, on="blind", how="left", maintain_order="left")


def sheets(result: Result) -> pl.DataFrame:
    """SHEET and `id` of every sheet of the result."""
    wanted = result.sheets()
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO registry_sheet (source, edition, file, sheet) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            wanted.rows(),
        )
        cursor.execute("SELECT source, edition, file, sheet, id FROM registry_sheet")
        held = pl.DataFrame(
            cursor.fetchall(), schema={**dict.fromkeys(SHEET, pl.String), "id": pl.Int64}, orient="row"
        )
    return wanted.join(held, on=list(SHEET), how="left", maintain_order="left")


def words(result: Result) -> pl.DataFrame:
    """`nama`, `id` for each word of each name."""
    found = names_in(result)
    distinct = found.select("word").unique(maintain_order=True)
    copy.stage(distinct, "tahap_kata", ("word",), "registry_word")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO registry_word (word) SELECT word FROM tahap_kata ON CONFLICT DO NOTHING")
        cursor.execute("DROP TABLE tahap_kata")
        cursor.execute("SELECT word, id FROM registry_word")
        held = pl.DataFrame(cursor.fetchall(), schema={"word": pl.String, "id": pl.Int64}, orient="row")
    return found.join(held, on="word", how="left", maintain_order="left").select("nama", "id")


def patterns(result: Result, edges: pl.DataFrame) -> pl.DataFrame:
    """`pattern` of this run and `key` of its explanation."""
    found = frames.patterns_of(result, pl.concat([edges["pattern"], result.review["pattern"]]))
    copy.stage(found.unique("key"), "tahap_pola", ("key", "parts"), "registry_pattern")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_pattern (key, parts) SELECT key, parts FROM tahap_pola ON CONFLICT DO NOTHING"
        )
        cursor.execute("DROP TABLE tahap_pola")
    return found.select("pattern", "key")
