"""Joins the pieces of all files and numbers their rows in the order of the key: the same files, the same numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from selaras.engine import tables
from selaras.engine.merge import run as merge
from selaras.pipeline import intake


@dataclass(frozen=True, slots=True)
class Batch:
    """All records of all files. `records` with `rid`, `keluarga_records` with `krid`, dense from 0."""

    records: pl.DataFrame
    keluarga_records: pl.DataFrame
    aggregates: pl.DataFrame
    lineage: pl.DataFrame
    findings: pl.DataFrame


def join(pieces: list[intake.Piece], as_known_on: dt.date) -> Batch:
    """One batch. Editions issued after `as_known_on` take no part."""
    return Batch(
        _numbered(_joined(pieces, "persons", tables.PERSON_RECORDS), "rid", ["part"], as_known_on),
        _numbered(_joined(pieces, "keluarga", tables.KELUARGA_RECORDS), "krid", [], as_known_on),
        _joined(pieces, "aggregates", tables.AGGREGATES),
        _joined(pieces, "lineage", tables.LINEAGE),
        _joined(pieces, "findings", tables.FINDINGS),
    )


def _joined(pieces: list[intake.Piece], name: str, table: tables.Table) -> pl.DataFrame:
    # Ordered by what the key starts with, whatever the folders the files lie in.
    ordered = sorted(pieces, key=lambda p: (p.file.source, p.file.edition, p.file.name))
    frames = [frame for piece in ordered if (frame := getattr(piece.converted, name)) is not None]
    return pl.concat([table.empty(), *(table.conform(frame) for frame in frames)], rechunk=True)


def _numbered(frame: pl.DataFrame, number: str, further: list[str], as_known_on: dt.date) -> pl.DataFrame:
    known = merge.known_on(frame, as_known_on)
    # The long texts of the key repeat in every row; their rank is as good and quick to sort by.
    ranks = [pl.col(name).rank("dense").alias(f"_{name}") for name in ("source", "edition", "file", "sheet")]
    order = known.select(*ranks, "row", *further)
    place = order.with_row_index("_at").sort(pl.exclude("_at"), maintain_order=True)["_at"]
    return known[place].with_row_index(number)
