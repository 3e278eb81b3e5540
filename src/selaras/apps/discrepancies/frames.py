"""The conveyor's tables as rows ready for COPY, and the counts made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from selaras.apps.discrepancies import rules

TEXTS = (
    "kind", "person", "keluarga", "pair_a", "pair_b", "source_a", "edition_a", "source_b", "edition_b", "field", "value_a",
    "value_b", "size", "kode_desa",
)  # fmt: skip
COLUMNS = ("digest", *TEXTS)
COUNTED = ("build", "closed", "kind", "pair_a", "pair_b", "kode_desa", "cases", "persons", "keluarga")
HELD = ("build", "pair_a", "pair_b", "kode_desa", "persons", "keluarga")
_LONG_NUMBER, _HIDDEN = r"\d{16}", "•" * 16
_KEYS = ["kind", "pair_a", "pair_b"]


def discrepancies(folder: Path) -> pl.DataFrame:
    """Rows of discrepancies_discrepancy, each once, neighbours of a village together."""
    found = pl.read_parquet(folder / "discrepancies.parquet").rename(
        {"person_id": "person", "keluarga_id": "keluarga"}
    )
    alone = pl.col("kind").is_in(rules.ALONE)
    a, b = pl.col("source_a").fill_null(""), pl.coalesce("source_b", "source_a").fill_null("")
    values = [pl.col(name).str.replace_all(_LONG_NUMBER, _HIDDEN) for name in ("value_a", "value_b")]
    found = found.with_columns(
        *values,
        pl.when(alone).then(a).otherwise(pl.min_horizontal(a, b)).alias("pair_a"),
        pl.when(alone).then(b).otherwise(pl.max_horizontal(a, b)).alias("pair_b"),
    ).select(TEXTS)
    said = found.select(
        pl.concat_str(pl.all().cast(pl.String).fill_null("\x00"), separator="\x1f").alias("said")
    )["said"]
    digests = [hashlib.blake2b(text.encode(), digest_size=16).hexdigest() for text in said.to_list()]
    return (
        found.with_columns(pl.Series("digest", digests))
        .unique("digest", keep="first", maintain_order=True)
        .sort("kode_desa", "keluarga", "person", "kind", nulls_last=True)
        .select(COLUMNS)
    )


def counts(found: pl.DataFrame, build: int, closed: Sequence[str] = ()) -> pl.DataFrame:
    """Rows of discrepancies_count: of what is open, and of what was closed (`closed`: digests), each counted by itself."""
    apart = pl.col("digest").is_in(list(closed))
    parts = [
        _counts(found.filter(apart == state)).with_columns(pl.lit(state).alias("closed"))
        for state in (False, True)
    ]
    return (
        pl.concat(parts)
        .with_columns(pl.lit(build).alias("build"))
        .select(COUNTED)
        .sort("build", "kind", "pair_a", "pair_b", "kode_desa", "closed")
    )


def _counts(found: pl.DataFrame) -> pl.DataFrame:
    """By village, kind and pair. A total over kinds leaves ALONE out: those families are not held by both."""
    common = found.filter(~pl.col("kind").is_in(rules.ALONE))
    parts = [
        (found, _KEYS), (found, ["kind"]), (common, ["pair_a", "pair_b"]), (common, []),
    ]  # fmt: skip
    made = []
    for frame, keys in parts:
        counted = frame.group_by("kode_desa", *keys).agg(
            pl.len().alias("cases"), pl.col("person").drop_nulls().n_unique().alias("persons"),
            pl.col("keluarga").drop_nulls().n_unique().alias("keluarga"),
        )  # fmt: skip
        made.append(
            counted.with_columns(pl.lit("").alias(key) for key in _KEYS if key not in keys).select(
                COUNTED[2:]
            )
        )
    return pl.concat(made, how="vertical_relaxed")


def held(folder: Path, build: int) -> pl.DataFrame:
    """Rows of discrepancies_held."""
    overlap = pl.read_parquet(folder / "overlap.parquet").rename({"source_a": "pair_a", "source_b": "pair_b"})
    everybody = [
        pl.scan_parquet(folder / f"{name}.parquet").group_by("kode_desa").agg(pl.len().alias(name)).collect()
        for name in ("persons", "keluarga")
    ]
    whole = everybody[0].join(everybody[1], on="kode_desa", how="full", coalesce=True, nulls_equal=True)
    whole = whole.with_columns(pl.lit("").alias("pair_a"), pl.lit("").alias("pair_b"))
    names = HELD[1:]
    both = pl.concat([overlap.select(names), whole.select(names)], how="vertical_relaxed")
    both = both.with_columns(pl.col("persons", "keluarga").fill_null(0), pl.lit(build).alias("build"))
    return both.select(HELD).sort(HELD[:4])
