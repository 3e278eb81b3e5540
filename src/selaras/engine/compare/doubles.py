"""One list that holds the same person or the same keluarga more than once."""

from __future__ import annotations

import numpy as np
import polars as pl

from selaras.engine.compare import found
from selaras.engine.compare import view as view_


def persons(view: view_.View) -> pl.DataFrame:
    """ganda_dalam_sumber: the first row of a person against each further row of the same part. Size: how many rows.

    A head named in a family sheet and listed again among the members is one mention, not two.
    """
    late = (view.values("part", view.at) == "kepala").fill_null(value=False).to_numpy()
    group = view.face * 2 + late
    begins = view_.starts(group)
    lengths = np.diff(np.append(begins, len(group)))
    first = np.repeat(begins, lengths)
    rows = np.arange(len(group))
    again = rows[rows != first]
    a = found.Side(view.face[first[again]], view.at[first[again]])
    b = found.Side(view.face[again], view.at[again])
    size = pl.Series(np.repeat(lengths, lengths)[again], dtype=pl.Float64)
    return found.persons(
        view,
        "ganda_dalam_sumber",
        a,
        b,
        field="person_id",
        value_a=_place_in_file(view.records, a.positions),
        value_b=_place_in_file(view.records, b.positions),
        size=size,
    )


def _place_in_file(records: pl.DataFrame, positions: view_.Ints) -> pl.Series:
    where = pl.format("lembar {} baris {}", "sheet", "row").alias("v")
    return records.select("sheet", "row")[positions].select(where)["v"]


def keluarga(stated: pl.DataFrame, keluarga_records: pl.DataFrame) -> pl.DataFrame:
    """keluarga_ganda_dalam_sumber: rows of one family list with the same KK. Size: how many rows.

    `stated` holds the family rows in force: position, k, s, e, krid (see `households.rows`).
    """
    rows = stated.with_columns(
        view_.gather(keluarga_records["kk"], stated["position"].to_numpy()).alias("kk")
    )
    key = ["k", "s", "kk"]
    grouped = rows.drop_nulls("kk").sort(*key, "krid").with_columns(
        pl.len().over(key).alias("size"), pl.col("krid").first().over(key).alias("krid_a"),
        pl.col("position").first().over(key).alias("position_a"),
    )  # fmt: skip
    again = grouped.filter((pl.col("size") > 1) & (pl.col("krid") != pl.col("krid_a")))
    frame = again.select(
        "k", pl.col("s").alias("s_a"), pl.col("e").alias("e_a"), pl.col("s").alias("s_b"), pl.col("e").alias("e_b"),
        "krid_a", pl.col("krid").alias("krid_b"), "size",
    )  # fmt: skip
    return found.shaped(
        frame,
        "keluarga_ganda_dalam_sumber",
        field="kk",
        value_a=_place_in_file(keluarga_records, again["position_a"].to_numpy()),
        value_b=_place_in_file(keluarga_records, again["position"].to_numpy()),
    )
