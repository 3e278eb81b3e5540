"""Growing columns: people and families as arrays, not objects, so that a million of them fit and move fast."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


class Columns:
    """Named numpy columns of one length that grow together. Columns are small integer types on purpose."""

    def __init__(self, dtypes: Mapping[str, str]) -> None:
        self._dtypes = dict(dtypes)
        self._data: dict[str, Array] = {name: np.zeros(0, dtype) for name, dtype in self._dtypes.items()}

    def __len__(self) -> int:
        return len(next(iter(self._data.values())))

    def __getitem__(self, name: str) -> Array:
        return self._data[name]

    def __setitem__(self, name: str, values: Array) -> None:
        if len(values) != len(self):
            raise ValueError(f"{name}: panjang kolom tidak sama")
        self._data[name] = np.asarray(values).astype(self._dtypes[name])

    def append(self, count: int, **values: Any) -> Ints:
        """Adds `count` rows; columns not named are -1. Returns the new row numbers, shape (count,)."""
        unknown = set(values) - set(self._dtypes)
        if unknown:
            raise KeyError(f"kolom tak dikenal: {sorted(unknown)}")
        start = len(self)
        for name, dtype in self._dtypes.items():
            new = np.broadcast_to(np.asarray(values.get(name, -1)), (count,)).astype(dtype)
            self._data[name] = np.concatenate([self._data[name], new])
        return np.arange(start, start + count)

    def copy(self, names: list[str]) -> dict[str, Array]:
        """Copies of some columns, as they stand now."""
        return {name: self._data[name].copy() for name in names}


def weighted(rng: np.random.Generator, weights: Floats, size: int) -> Ints:
    """`size` indices drawn with the given weights (need not sum to one)."""
    edges = np.cumsum(weights, dtype=np.float64)
    drawn = np.searchsorted(edges, rng.random(size) * edges[-1], side="right")
    return np.asarray(np.minimum(drawn, len(weights) - 1), np.int64)


def grouped(rng: np.random.Generator, rows: Floats, group: Ints) -> Ints:
    """One index per element of `group`, drawn with the weights in `rows[group]`. Shape of `group`."""
    edges = np.cumsum(rows, axis=1)
    drawn = np.zeros(len(group), np.int64)
    at = rng.random(len(group))
    for number in np.unique(group):
        here = group == number
        edge = edges[number]
        drawn[here] = np.searchsorted(edge, at[here] * edge[-1], side="right")
    return np.asarray(np.minimum(drawn, rows.shape[1] - 1), np.int64)


def rank_in_group(group: Ints) -> Ints:
    """0, 1, 2 ... within equal values of `group`, in order of appearance."""
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(group) else np.zeros(0, int)
    sizes = np.diff(np.r_[starts, len(group)])
    ranks = np.empty(len(group), np.int64)
    ranks[order] = np.arange(len(group)) - np.repeat(starts, sizes)
    return ranks
