"""Pairs that no blocking rule made but that a decision hangs on: inside clusters, and between clusters that touch.

A cluster of twenty rows has 190 pairs, of which blocking may have found half. Counting the others as silent "no" splits
long clusters; counting them as nothing chains them. So they are compared like any other.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from selaras.engine.link import cluster

Ints = npt.NDArray[np.int64]
LARGEST = 400  # pairs of rows between two clusters; beyond that the scored ones say enough


def missing(label: Ints, edges: cluster.Edges, floor: int) -> tuple[Ints, Ints]:
    """Rids a < b of unscored pairs inside clusters, and between clusters with a pair of weight >= `floor`."""
    sizes = np.bincount(label, minlength=len(label))
    one, two = label[edges.a], label[edges.b]
    inner = one == two
    scored = np.bincount(one[inner], minlength=len(label))
    gaps = np.flatnonzero((scored > 0) & (scored < sizes * (sizes - 1) // 2))
    outer = ~inner & (edges.weight >= floor)
    low, high = np.minimum(one[outer], two[outer]), np.maximum(one[outer], two[outer])
    key = np.unique(np.concatenate([(gaps << 32) | gaps, (low << 32) | high]))
    one, two = key >> 32, key & 0xFFFFFFFF
    members = np.argsort(label, kind="stable")
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    product = sizes[one] * sizes[two]
    keep = (product > 1) & (product <= LARGEST)
    one, two, product = one[keep], two[keep], product[keep]
    at = np.arange(product.sum()) - np.repeat(np.cumsum(product) - product, product)
    other = np.repeat(sizes[two], product)
    a = members[np.repeat(first[one], product) + at // np.maximum(other, 1)]
    b = members[np.repeat(first[two], product) + at % np.maximum(other, 1)]
    wanted = np.unique(((np.minimum(a, b) << 32) | np.maximum(a, b))[a != b])
    known = (edges.a << 32) | edges.b
    place = np.minimum(np.searchsorted(known, wanted), max(len(known) - 1, 0))
    new = wanted[known[place] != wanted] if len(known) else wanted
    return new >> 32, new & 0xFFFFFFFF
