"""Values by position, where some positions are nowhere."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

NOWHERE: Final = -1


def at(values: pl.Series, positions: npt.NDArray[np.int64]) -> pl.Series:
    """The value at each position; null where the position is NOWHERE.

    A stage asks this hundreds of times: an index with nulls is made by Arrow, which takes a mask as it is, and where none of the
    positions is somewhere (a field its list does not have) nothing is looked up.
    """
    nowhere = positions == NOWHERE
    if not len(values) or nowhere.all():
        return pl.Series(values.name, [None], values.dtype).new_from_index(0, len(positions))
    return values[pl.Series(pa.array(positions, mask=nowhere))]
