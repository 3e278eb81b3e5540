"""Two plans for the same families side by side: who gains, who loses, by decile and kecamatan. Gain is the value a family gets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

# Sums of a few weights in another order differ by less.
SLIGHT = 1e-6
SCHEMA = {"keluarga": pl.String, "kode_desa": pl.String, "desil": pl.Int16, "value": pl.Float64}
Row = tuple[str, str | None, int | None, float]


@dataclass(frozen=True, slots=True)
class Moved:
    """Of one decile or kecamatan: families that gain, that lose; those served before and after."""

    key: str
    up: int
    down: int
    before: int
    after: int


def moved(before: Iterable[Row], after: Iterable[Row]) -> pl.DataFrame:
    """From rows of recipients (keluarga, kode_desa, desil, value) of two plans: a row for each family that either serves, with
    `gain`, `before`, `after` (whether it is served), and `kecamatan`."""
    one, other = (_families(rows) for rows in (before, after))
    joined = one.join(other, on="keluarga", how="full", coalesce=True, suffix="_b")
    return joined.select(
        "keluarga",
        kode_desa=pl.coalesce("kode_desa", "kode_desa_b"),
        desil=pl.coalesce("desil", "desil_b"),
        before=pl.col("value").is_not_null(),
        after=pl.col("value_b").is_not_null(),
        gain=pl.col("value_b").fill_null(0) - pl.col("value").fill_null(0),
    ).with_columns(kecamatan=pl.col("kode_desa").str.head(8))


def _families(rows: Iterable[Row]) -> pl.DataFrame:
    table = pl.DataFrame(list(rows), schema=SCHEMA, orient="row")
    return table.group_by("keluarga").agg(
        pl.col("kode_desa").first(), pl.col("desil").first(), pl.col("value").sum()
    )  # fmt: skip


def by(found: pl.DataFrame, column: str) -> list[Moved]:
    """Counts by `desil` or `kecamatan`, in their order; "" for one not known."""
    told = found.group_by(column).agg(
        (pl.col("gain") > SLIGHT).sum().alias("up"), (pl.col("gain") < -SLIGHT).sum().alias("down"),
        pl.col("before").sum(), pl.col("after").sum(),
    ).sort(column, nulls_last=True)  # fmt: skip
    return [
        Moved("" if key is None else str(key), up, down, b, a) for key, up, down, b, a in told.iter_rows()
    ]


def those(found: pl.DataFrame, *, up: bool, desil: str = "", kecamatan: str = "") -> list[str]:
    """References of the families that gain (or lose), most first; of one decile ("0": not known), of one kecamatan."""
    picked = found.filter(pl.col("gain") > SLIGHT if up else pl.col("gain") < -SLIGHT)
    if desil:
        wanted = int(desil) if desil.isdecimal() else 0
        picked = picked.filter(pl.col("desil").is_null() if not wanted else pl.col("desil") == wanted)
    if kecamatan:
        picked = picked.filter(pl.col("kecamatan") == kecamatan)
    order = pl.col("gain").abs()
    return picked.sort([order, "keluarga"], descending=[True, False])["keluarga"].to_list()
