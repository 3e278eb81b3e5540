"""A list being written: its columns, and a log of every fault that was put into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from selaras.synthetic.columns import Array, Flags, Ints
from selaras.synthetic.faults import Faults


@dataclass
class Draft:
    """`frame` holds one mention per row in the final order. Faults are logged by row of the frame."""

    frame: pl.DataFrame
    rng: np.random.Generator
    faults: Faults
    log: list[pl.DataFrame] = field(default_factory=list)

    def __len__(self) -> int:
        return self.frame.height

    def hit(self, rate: float, possible: Flags | None = None) -> Ints:
        """Rows that a fault of this rate hits, among the possible ones. Sorted."""
        if possible is None:
            return np.flatnonzero(self.rng.random(len(self)) < rate)
        rows = np.flatnonzero(possible)
        return rows[self.rng.random(len(rows)) < rate]

    def note(self, rows: Ints, field_: str, fault: str) -> None:
        """Logs a fault without changing anything."""
        if len(rows):
            self.log.append(
                pl.DataFrame({"at": rows.astype(np.uint32)}).with_columns(
                    field=pl.lit(field_), fault=pl.lit(fault)
                )
            )

    def values(self, column: str) -> Array:
        return self.frame[column].to_numpy()

    def texts(self, column: str, rows: Ints) -> list[str | None]:
        return self.frame[column].gather(pl.Series(rows)).to_list()

    def change(self, column: str, rows: Ints, values: Any, fault: str) -> None:
        """Sets the column at these rows and logs the rows where that made a difference."""
        if not len(rows):
            return
        series = self.frame[column]
        new = pl.Series(column, values, dtype=series.dtype, strict=False)
        if len(new) == 1 and len(rows) > 1:
            new = pl.Series(column, new.to_list() * len(rows), dtype=series.dtype)
        differs = ~series.gather(pl.Series(rows)).eq_missing(new)
        rows, new = rows[differs.to_numpy()], new.filter(differs)
        self.frame = self.frame.with_columns(series.clone().scatter(pl.Series(rows, dtype=pl.UInt32), new))
        self.note(rows, column, fault)

    def faults_table(self) -> pl.DataFrame:
        empty = pl.DataFrame(schema={"at": pl.UInt32, "field": pl.String, "fault": pl.String})
        return pl.concat([empty, *self.log])
