"""Values by position, where some positions are nowhere."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

NOWHERE: Final = -1


def at(values: pl.Series, positions: npt.NDArray[np.int64]) -> pl.Series:
    """The value at each position; null where the position is NOWHERE.

    A stage asks this hundreds of times, and mostly all positions are somewhere (a field its list always fills) or none is
    (a field its list does not have): neither needs an index with nulls.
    """
    nowhere = positions == NOWHERE
    if not len(values) or nowhere.all():
        return pl.Series(values.name, [None], values.dtype).new_from_index(0, len(positions))
    if not nowhere.any():
        return values[positions]
    index = pl.Series(np.where(nowhere, 0, positions), dtype=pl.Int64)
    return values.gather(index.set(pl.Series(nowhere), None))
