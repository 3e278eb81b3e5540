"""The strongest ties that hold each person's mentions together: a maximum spanning tree, told once per mention."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


def strongest(a: Numbers, b: Numbers, weight: npt.NDArray[np.float64], nodes: int) -> Numbers:
    """Indices of the edges of a maximum spanning forest, by Borůvka's method, all components at once.

    a, b: ends of each edge, 0..nodes-1. Equal weights are decided by the order of the edges, so the answer is always
    the same. Time: about log2(largest component) passes over the edges.
    """
    order = np.lexsort((np.arange(len(a)), -weight))
    a, b = a[order], b[order]
    component = np.arange(nodes)
    chosen = np.zeros(len(a), dtype=bool)
    alive = np.arange(len(a))
    while True:
        ends_a, ends_b = component[a[alive]], component[b[alive]]
        crossing = ends_a != ends_b
        alive, ends_a, ends_b = alive[crossing], ends_a[crossing], ends_b[crossing]
        if not len(alive):
            return np.sort(order[chosen])
        # The best edge of a component is the first that touches it: written last when walked backwards.
        best = np.full(nodes, len(a))
        best[ends_a[::-1]] = alive[::-1]
        other = np.full(nodes, len(a))
        other[ends_b[::-1]] = alive[::-1]
        best = np.minimum(best, other)
        roots = np.flatnonzero(best < len(a))
        edges = best[roots]
        chosen[edges] = True
        far = np.where(component[a[edges]] == roots, component[b[edges]], component[a[edges]])
        parent = np.arange(nodes)
        parent[roots] = far
        # Two components that chose each other: the smaller is the root.
        mutual = (parent[parent] == np.arange(nodes)) & (np.arange(nodes) < parent)
        parent[mutual] = np.flatnonzero(mutual)
        while not np.array_equal(jumped := parent[parent], parent):
            parent = jumped
        component = parent[component]
