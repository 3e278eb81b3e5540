"""Counts of discrepancies by place, kind and pair of lists, each beside the number it is a part of."""

from __future__ import annotations

import polars as pl

_COUNTS = (
    pl.len().alias("cases"),
    pl.col("person_id").n_unique().alias("persons") - pl.col("person_id").has_nulls().cast(pl.UInt32),
    pl.col("keluarga_id").n_unique().alias("keluarga") - pl.col("keluarga_id").has_nulls().cast(pl.UInt32),
)
DESA, KECAMATAN = "kode_desa", "kode_kecamatan"


def by_place(discrepancies: pl.DataFrame, level: str = DESA) -> pl.DataFrame:
    """kode_kecamatan, (kode_desa,) kind, cases, persons, keluarga. `level`: kode_desa or kode_kecamatan.

    persons and keluarga count each once, however many cases they have. Place null: not known.
    """
    place = [KECAMATAN] if level == KECAMATAN else [KECAMATAN, DESA]
    return discrepancies.group_by(*place, "kind").agg(_COUNTS).sort(*place, "kind", nulls_last=True)


def by_pair(discrepancies: pl.DataFrame, overlap: pl.DataFrame, level: str | None = None) -> pl.DataFrame:
    """(place,) source_a, source_b, kind, cases, persons, keluarga, of_persons, of_keluarga.

    source_a, source_b  in the order of the discrepancies: for one-sided kinds a is the list that states it
    of_persons, of_keluarga   what both lists hold; for hanya_di_satu and keluarga_hanya_di_satu what list a holds
    level               None: everywhere; kode_kecamatan or kode_desa: one row per place as well
    """
    place = {None: [], KECAMATAN: [KECAMATAN], DESA: [KECAMATAN, DESA]}[level]
    counted = discrepancies.group_by(*place, "source_a", "source_b", "kind").agg(_COUNTS)
    held = overlap.group_by(*place, "source_a", "source_b").agg(
        pl.col("persons").sum().alias("of_persons"), pl.col("keluarga").sum().alias("of_keluarga")
    )
    alone = pl.col("kind").is_in(["hanya_di_satu", "keluarga_hanya_di_satu"])
    other = pl.when(alone).then("source_a").otherwise("source_b")
    keyed = counted.with_columns(
        pl.min_horizontal("source_a", other).alias("low"), pl.max_horizontal("source_a", other).alias("high")
    )
    joined = keyed.join(
        held.rename({"source_a": "low", "source_b": "high"}),
        on=[*place, "low", "high"],
        how="left",
        nulls_equal=True,
    )
    return joined.drop("low", "high").sort(*place, "source_a", "source_b", "kind", nulls_last=True)
