"""Small cells are hidden before a figure leaves the office (DOMAIN section 9: fewer than five).

A count of 1 to 4 is hidden. Where the total of a group is published and exactly one of its cells is hidden, that cell
could be computed by subtraction, so the next smallest cell of the group is hidden with it.
"""

from __future__ import annotations

import polars as pl

from selaras.pipeline.report import grids


def hide(frame: pl.DataFrame, counts: list[str], within: str | None = None) -> pl.DataFrame:
    """Adds `<count>__hidden` (Boolean) for every count column. `within` names the group whose totals are published.
    Ties are broken by the order of the rows: give them sorted."""
    group = pl.col(within) if within else pl.lit(0)
    for name in counts:
        small = (pl.col(name) > 0) & (pl.col(name) < grids.SMALL)
        frame = frame.with_columns(small.alias("_small"))
        lone = pl.col("_small").sum().over(group) == 1
        candidate = pl.when(~pl.col("_small") & (pl.col(name) > 0)).then(pl.col(name))
        next_up = candidate.rank("ordinal").over(group) == 1
        frame = frame.with_columns(
            (pl.col("_small") | (lone & next_up.fill_null(value=False))).alias(f"{name}__hidden")
        )
    return frame.drop("_small")
