"""Rows that name a person or keluarga of the registry by reference: they belong there, whatever else they say.

Field officers are sent to a keluarga with its reference and bring it back (`sources/verval`). Such a row is joined to the
rows the registry held under that reference, as a person's "sama" or "sekeluarga" would be; a "beda" of a person still goes
before it. Whom an officer met stays one person: weights that move with other rows do not part them any more. Where the reference is gone (two persons became one since), the row stays with those it was held with before.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from selaras.engine import tables

SOURCES: Final = ("verval",)
PERSON, KELUARGA = r"^P[0-9A-Z]{12}$", r"^K[0-9A-Z]{12}$"
_PAIR: Final = {"rid_a": pl.UInt32, "rid_b": pl.UInt32, "decision": pl.String}


def held(records: pl.DataFrame, links: pl.DataFrame | None) -> pl.DataFrame:
    """`rid_a`, `rid_b`, `decision` for the rows of SOURCES whose reference the earlier registry knows.

    records: PERSON_RECORDS with rid. links: the key with person_id and keluarga_id of the earlier registry; None: nothing.
    """
    sent = records.filter(pl.col("source").is_in(SOURCES))
    if links is None or sent.is_empty():
        return pl.DataFrame(schema=_PAIR)
    before = links.select(*tables.KEY_NAMES, "person_id", "keluarga_id")
    before = before.unique(tables.KEY_NAMES, keep="first", maintain_order=True)
    known = records.select("rid", *tables.KEY_NAMES).join(before, on=tables.KEY_NAMES, how="inner")
    listed = known.filter(~pl.col("source").is_in(SOURCES))
    sent = sent.join(before, on=tables.KEY_NAMES, how="left", maintain_order="left")
    pairs = [
        _joined(sent, listed, "person_ref", PERSON, "person_id", "sama"),
        _joined(sent, listed, "family_ref", KELUARGA, "keluarga_id", "sekeluarga"),
    ]
    return pl.concat(pairs)


def _joined(
    sent: pl.DataFrame, listed: pl.DataFrame, column: str, form: str, name: str, decision: str
) -> pl.DataFrame:
    """Each row that was sent with every listed row of who it names: the officer met them as the registry told of them."""
    known = listed.select(pl.col(name).alias("about"), other="rid")
    named = pl.when(pl.col(column).str.contains(form)).then(column)
    there = named.is_in(known["about"].unique().implode())
    asked = sent.select("rid", about=pl.when(there).then(named).when(named.is_not_null()).then(name))
    pairs = asked.drop_nulls().join(known, on="about", how="inner", maintain_order="left_right")
    return pairs.select(
        rid_a=pl.min_horizontal("rid", "other").cast(pl.UInt32),
        rid_b=pl.max_horizontal("rid", "other").cast(pl.UInt32),
        decision=pl.lit(decision, dtype=pl.String),
    )
