"""Decisions of people, from DIR/keputusan.parquet or keputusan.csv: by key of both rows, turned into record numbers."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from selaras.engine import tables
from selaras.kernel import errors
from selaras.pipeline import intake

WORDS = ("sama", "beda", "sekeluarga")


def read(folder: Path) -> pl.DataFrame:
    """The decisions kept beside the sources, by the contract DECISIONS; none where there is no such file.

    Raises SelarasError keputusan_salah.
    """
    found = [folder / name for name in intake.DECISIONS if (folder / name).exists()]
    if not found:
        return tables.DECISIONS.empty()
    if len(found) > 1:
        raise errors.SelarasError("keputusan_salah", file=found[1].name, sebab="ada dua berkas keputusan")
    path = found[0]
    try:
        frame = pl.read_parquet(path) if path.suffix == ".parquet" else _csv(path)
        frame = frame.select(pl.col(name) for name in tables.DECISIONS.names)
        frame = tables.DECISIONS.conform(
            frame.with_columns(pl.col("decision").cast(pl.String).str.strip_chars())
        )
    except (pl.exceptions.PolarsError, tables.ContractError, OSError) as error:
        raise errors.SelarasError(
            "keputusan_salah", file=path.name, sebab="kolomnya tidak lengkap"
        ) from error
    if (
        not frame["decision"].is_in(WORDS).all()
        or frame.select(tables.DECISIONS.names).null_count().sum_horizontal()[0]
    ):
        raise errors.SelarasError("keputusan_salah", file=path.name, sebab="ada isian kosong atau kata lain")
    return frame


def _csv(path: Path) -> pl.DataFrame:
    with path.open(encoding="utf-8-sig") as lines:
        first = lines.readline()
    separator = ";" if first.count(";") > first.count(",") else ","
    return pl.read_csv(path, separator=separator, infer_schema=False)


def by_number(decisions: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """`rid_a`, `rid_b`, `decision` of the decisions whose rows are both there; the newest of two on one pair wins.

    What is said about two persons and what is said about their keluarga stand beside each other.
    """
    place = records.select("rid", *tables.KEY_NAMES).unique(
        tables.KEY_NAMES, keep="first", maintain_order=True
    )
    for side in "ab":
        renamed = place.rename({name: f"{name}_{side}" for name in place.columns})
        on = [f"{name}_{side}" for name in tables.KEY_NAMES]
        decisions = decisions.join(renamed, on=on, how="inner", maintain_order="left")
    low, high = pl.min_horizontal("rid_a", "rid_b"), pl.max_horizontal("rid_a", "rid_b")
    numbered = decisions.select(low.alias("rid_a"), high.alias("rid_b"), "decision")
    of_family = (pl.col("decision") == "sekeluarga").alias("of_family")
    return (
        numbered.filter(pl.col("rid_a") != pl.col("rid_b"))
        .with_columns(of_family)
        .unique(["rid_a", "rid_b", "of_family"], keep="last", maintain_order=True)
        .drop("of_family")
    )
