"""What rows point to, looked up or made: numbers, sheets, words, patterns."""

from __future__ import annotations

import polars as pl
from django.db import connection

from selaras.apps.registry.loading import copy, sealing
from selaras.apps.registry.loading.result import SHEET, Result


def numbers(found: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`text`, `id`, `tail` of every NIK and KK number (`Result.numbers`); and those to be sealed and added: `id`, `kind`, `text`.

    Ids are drawn here, under the lock of the load, so that rows can point to numbers that are still being sealed.
    """
    found = found.with_columns(pl.col("text").str.slice(-4).alias("tail"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM registry_number")
        last = int(cursor.fetchone()[0])
    known = found.with_columns(pl.lit(None, pl.Int64).alias("id"))
    if last:
        blinds = pl.Series("blind", sealing.blinds(found["text"].to_list()), dtype=pl.Binary)
        held = _held(blinds.to_frame())
        known = found.with_columns(blinds).join(held, on="blind", how="left", maintain_order="left")
    fresh = last + pl.col("id").is_null().cum_sum().cast(pl.Int64)
    new = known.with_columns(fresh.alias("_fresh")).filter(pl.col("id").is_null())
    known = known.with_columns(pl.coalesce("id", fresh))
    return known.select("text", "id", "tail"), new.select(
        pl.col("_fresh").alias("id"), "kind", "text", "tail"
    )


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


def words(found: pl.DataFrame) -> pl.DataFrame:
    """`nama`, `id` for each word of each name (`result.names_in`)."""
    distinct = found.select("word").unique(maintain_order=True)
    copy.stage(distinct, "tahap_kata", ("word",), "registry_word")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO registry_word (word) SELECT word FROM tahap_kata ON CONFLICT DO NOTHING")
        cursor.execute("DROP TABLE tahap_kata")
        cursor.execute("SELECT word, id FROM registry_word")
        held = pl.DataFrame(cursor.fetchall(), schema={"word": pl.String, "id": pl.Int64}, orient="row")
    return found.join(held, on="word", how="left", maintain_order="left").select("nama", "id")


def keep_patterns(explained: pl.DataFrame) -> None:
    """Adds the explanations that are not there yet."""
    copy.stage(explained.unique("key"), "tahap_pola", ("key", "parts"), "registry_pattern")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_pattern (key, parts) SELECT key, parts FROM tahap_pola ON CONFLICT DO NOTHING"
        )
        cursor.execute("DROP TABLE tahap_pola")
