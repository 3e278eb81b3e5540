"""Denominators: how many persons and keluarga two lists have in common, village by village."""

from __future__ import annotations

import numpy as np
import polars as pl

from selaras.engine.compare import absence
from selaras.engine.compare import view as view_

PLACE = ["kode_kecamatan", "kode_desa"]


def count(
    view: view_.View, listed: absence.Register, persons: pl.DataFrame, keluarga: pl.DataFrame
) -> pl.DataFrame:
    """kode_kecamatan, kode_desa, source_a, source_b, persons, keluarga. source_a <= source_b; the same source twice:
    what that source holds. Places as merged; null where the place is not known."""
    parts = []
    in_list = [faces != view_.ABSENT for faces in listed.face]
    home_in_list = [
        (row != view_.ABSENT) | (family != view_.ABSENT)
        for row, family in zip(listed.row, listed.family, strict=True)
    ]
    for a, first in enumerate(view.sources):
        for b in range(a, len(view.sources)):
            both = [
                _by_place(frame, masks[a] & masks[b], name)
                for frame, masks, name in (
                    (persons, in_list, "persons"),
                    (keluarga, home_in_list, "keluarga"),
                )
            ]
            joined = both[0].join(both[1], on=PLACE, how="full", coalesce=True, nulls_equal=True)
            parts.append(
                joined.select(
                    *PLACE,
                    pl.lit(first).alias("source_a"),
                    pl.lit(view.sources[b]).alias("source_b"),
                    pl.col("persons").fill_null(0),
                    pl.col("keluarga").fill_null(0),
                )
            )
    empty = pl.DataFrame(
        schema={
            **dict.fromkeys((*PLACE, "source_a", "source_b"), pl.String),
            "persons": pl.UInt32,
            "keluarga": pl.UInt32,
        }
    )
    return pl.concat([empty, *parts]).sort("source_a", "source_b", *PLACE, nulls_last=True)


def _by_place(frame: pl.DataFrame, mask: view_.Mask, name: str) -> pl.DataFrame:
    return frame.select(PLACE)[np.flatnonzero(mask)].group_by(PLACE).agg(pl.len().alias(name))
