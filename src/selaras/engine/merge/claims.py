"""To whom a NIK belongs when rows of several persons carry it.

A NIK is one person's for life. Lists nevertheless copy the head's NIK to all members or mistype one into a
neighbour's. Whoever has the best claim keeps it; for everyone else it is doubtful: it never wins over another NIK,
and where it is all there is, the merged person is marked (`nik_diakui` false).

A claim is stronger by, in this order: a row of Dukcapil, unless it says "not matched"; a row whose birth date is the one inside the NIK
(day + 40 for women); the number of sources that say so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from selaras.engine.merge import survive

_KEY = ["nik", "g"]


@dataclass(frozen=True, slots=True)
class Claims:
    """`shared`: nik, g, owner for every NIK that stands in rows of more than one group (g: number of the group).
    `doubtful`: by sorted position of the ledger, rows whose NIK is owned by another group or by nobody."""

    shared: pl.DataFrame
    doubtful: survive.Mask


def weigh(rows: survive.Ledger) -> Claims:
    """Find shared NIKs and their owners. Needs nik, tanggal_lahir in the ledger's frames."""
    niks = rows.column("nik")
    positions = np.flatnonzero(niks.is_not_null().to_numpy()[rows.order])
    carried = pl.DataFrame({"nik": niks.gather(rows.order[positions]), "g": rows.group[positions]})
    shared = (
        carried.lazy().group_by("nik").agg(pl.col("g").min().alias("low"), pl.col("g").max().alias("high"))
    ).filter(pl.col("low") != pl.col("high"))
    contested = carried.with_columns(pl.Series("position", positions)).join(
        shared.select("nik").collect(), on="nik", how="semi"
    )
    claims = _claims(rows, contested)
    doubtful = np.zeros(len(rows.order), dtype=np.bool_)
    lost = contested.join(claims.filter(~pl.col("owner")), on=_KEY, how="semi")
    doubtful[lost["position"].to_numpy()] = True
    return Claims(claims, doubtful)


def _claims(rows: survive.Ledger, contested: pl.DataFrame) -> pl.DataFrame:
    at = contested["position"].to_numpy()
    dukcapil = rows.sources.index("dukcapil") if "dukcapil" in rows.sources else -2
    evidence = contested.with_columns(
        pl.Series("padan", (rows.source[at] == dukcapil) & (rows.padan[at] != 0)),
        pl.Series("source", rows.source[at]),
        rows.column("tanggal_lahir").gather(rows.order[at]).alias("born"),
    ).with_columns(_born_as_in_nik().fill_null(value=False).alias("fits"))
    strength = evidence.group_by(_KEY).agg(
        pl.struct(
            pl.col("padan").any().cast(pl.Int64).alias("padan"),
            pl.col("fits").any().cast(pl.Int64).alias("fits"),
            pl.col("source").n_unique().cast(pl.Int64).alias("sources"),
        ).alias("claim")
    )
    best = pl.col("claim") == pl.col("top")
    packed = (
        pl.col("claim").struct.field("padan") * (1 << 33)
        + pl.col("claim").struct.field("fits") * (1 << 32)
        + pl.col("claim").struct.field("sources")
    )
    return (
        strength.with_columns(packed.alias("claim"))
        .with_columns(pl.col("claim").max().over("nik").alias("top"))
        .with_columns((best & (best.sum().over("nik") == 1)).alias("owner"))
        .select("nik", "g", "owner")
        .sort("nik", "g")
    )


def _born_as_in_nik() -> pl.Expr:
    day = pl.col("nik").str.slice(6, 2).cast(pl.Int64, strict=False)
    plain = pl.when(day > 40).then(day - 40).otherwise(day)
    return (
        (plain == pl.col("born").dt.day())
        & (pl.col("nik").str.slice(8, 2).cast(pl.Int64, strict=False) == pl.col("born").dt.month())
        & (pl.col("nik").str.slice(10, 2).cast(pl.Int64, strict=False) == pl.col("born").dt.year() % 100)
    )


def marks(claims: Claims, winning: pl.Series) -> pl.DataFrame:
    """nik_ganda and nik_diakui for the NIK that won in each group (position in the series: number of the group)."""
    merged = pl.DataFrame({"nik": winning, "g": np.arange(len(winning), dtype=np.int64)})
    known = merged.join(claims.shared, on=_KEY, how="left", maintain_order="left")
    has = pl.col("nik").is_not_null()
    return known.select(
        pl.when(has).then(pl.col("owner").is_not_null()).alias("nik_ganda"),
        pl.when(has).then(pl.col("owner").fill_null(value=True)).alias("nik_diakui"),
    )
