"""A fair draw that anybody can repeat: the lot of a family is worked out from the published seed and its own reference alone, so it
depends on no order of rows and on no other family. SplitMix64 (Steele, Lea, Flood 2014)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from selaras.engine.allocate.kin import Kin

Lots = npt.NDArray[np.uint64]
# So many families show which values there are.
LOOKED_AT = 65_536
_STEP, _FIRST, _SECOND = (
    np.uint64(each) for each in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
)


def drawn(references: npt.NDArray[np.int64], seed: int, turn: int = 0) -> Lots:
    """A number below 2**64 for each family; `turn` for another draw with the same seed."""
    begin = np.array([seed % 2**64, turn], np.uint64)
    salt = _mixed(_mixed(begin[:1] + _STEP) + begin[1:] * _STEP)
    return _mixed(_mixed(references.astype(np.uint64) * _STEP + _STEP) ^ salt)


def order(references: npt.NDArray[np.int64], seed: int, kin: Kin) -> npt.NDArray[np.intp]:
    """The rows in the order of the lots of their families: those of the first row of each."""
    firsts = references[kin.first]
    found = np.lexsort((firsts, drawn(firsts, seed)))
    if kin.alone:
        return found
    rank = np.empty(kin.families, np.intp)
    rank[found] = np.arange(kin.families)
    return np.argsort(rank[kin.of], kind="stable")


def width(value: npt.NDArray[np.float32], most: int) -> float:
    """How wide the lots may be so that no sum of `most` of them outweighs a step between two values; where values have no steps,
    a ten-thousandth of the highest."""
    some = value[:LOOKED_AT]
    steps = np.unique(some[some > 0])
    if not len(steps):
        return 0.0
    least = float(np.diff(np.concatenate([[0], steps])).min())
    level = float(steps[-1])
    return min(max(0.9 * least / most, 1e-4 * level), 0.01 * level)


def broken_ties(
    value: npt.NDArray[np.float32], references: npt.NDArray[np.int64], seed: int, width: float
) -> npt.NDArray[np.float32]:
    """Values with a tiny amount below `width` added, drawn for each pair."""
    found = np.empty(value.shape, np.float32, order="F")
    for programme in range(value.shape[1]):
        lot = (drawn(references, seed, programme + 1) >> np.uint64(40)).astype(np.float32)
        found[:, programme] = value[:, programme] + lot * np.float32(width / 2**24)
    return found


def _mixed(found: Lots) -> Lots:
    found = (found ^ (found >> np.uint64(30))) * _FIRST
    found = (found ^ (found >> np.uint64(27))) * _SECOND
    return np.asarray(found ^ (found >> np.uint64(31)))
