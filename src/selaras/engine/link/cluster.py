"""Scored pairs -> persons: groups that hold together on average, not by their weakest chain.

Rows linked with weight >= 0 form components. Inside a component clusters grow by average linkage: the two clusters
that are each other's nearest are joined as long as the mean weight between them is not negative. All components are worked on at
once; each round is a handful of array operations. Weights are whole numbers (1/1024 bit), so sums do not depend on
order. Ties go to the smaller rid.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
UNIT = 1024
CLIP = 12 * UNIT
UNSCORED = -3 * UNIT
NEVER = -(10**9)


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs a < b of rids (sorted by a, b) with weights in 1/1024 bit."""

    a: Ints
    b: Ints
    weight: Ints


def components(rows: int, a: Ints, b: Ints) -> Ints:
    """Smallest rid of each row's component."""
    label = np.arange(rows, dtype=np.int64)
    while len(a):
        low = np.minimum(label[a], label[b])
        before = label.copy()
        np.minimum.at(label, a, low)
        np.minimum.at(label, b, low)
        np.minimum.at(label, before[a], low)
        np.minimum.at(label, before[b], low)
        while True:
            jumped = label[label]
            if np.array_equal(jumped, label):
                break
            label = jumped
        keep = label[a] != label[b]
        if not keep.any() and np.array_equal(before, label):
            break
        a, b = a[keep], b[keep]
    return label


def average_linkage(rows: int, edges: Edges, start: Ints | None = None) -> Ints:
    """Smallest rid of each row's cluster. `start`: clusters that are joined already (must-link)."""
    label = np.arange(rows, dtype=np.int64) if start is None else start.copy()
    inside = components(rows, *_joined(edges, label))
    simple = _cliques(inside, edges)
    inside_a = inside[edges.a]
    keep = (inside_a == inside[edges.b]) & ~simple[inside_a]
    label = np.where(simple[inside], inside, label)
    weight = edges.weight[keep]
    total = np.where(weight <= NEVER, weight, np.clip(weight, -CLIP, CLIP))
    a, b, number = edges.a[keep], edges.b[keep], np.ones(len(total), dtype=np.int64)
    size = np.bincount(label, minlength=rows)
    a, b, total, number = _contract(label, a, b, total, number)
    while len(a):
        possible = size[a] * size[b]
        mean = (total + (possible - number) * UNSCORED) / possible
        good = mean >= 0
        first, second = _mutual(rows, a[good], b[good], mean[good])
        if not len(first):
            break
        parent = np.arange(rows, dtype=np.int64)
        parent[second] = first
        label = parent[label]
        np.add.at(size, first, size[second])
        a, b, total, number = _contract(parent, a, b, total, number)
    return label


def _cliques(inside: Ints, edges: Edges) -> npt.NDArray[np.bool_]:
    """Components (by label) in which every pair of rows was weighed and none below 0: nothing to decide."""
    size = np.bincount(inside, minlength=len(inside))
    good = edges.weight >= 0
    links = np.bincount(inside[edges.a[good]], minlength=len(inside))
    whole: npt.NDArray[np.bool_] = links == size * (size - 1) // 2
    return whole


def _joined(edges: Edges, label: Ints) -> tuple[Ints, Ints]:
    good = edges.weight >= 0
    rows = np.arange(len(label), dtype=np.int64)
    bound = rows[label != rows]
    return np.concatenate([edges.a[good], label[bound]]), np.concatenate([edges.b[good], bound])


def _contract(label: Ints, a: Ints, b: Ints, total: Ints, number: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Edges between clusters: parallel ones added up, those inside a cluster dropped."""
    a, b = label[a], label[b]
    low, high = np.minimum(a, b), np.maximum(a, b)
    outside = low != high
    key = (low[outside] << 32) | high[outside]
    order = np.argsort(key, kind="stable")
    key, total, number = key[order], total[outside][order], number[outside][order]
    if not len(key):
        return key, key, total, number
    begin = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    key = key[begin]
    return key >> 32, key & 0xFFFFFFFF, np.add.reduceat(total, begin), np.add.reduceat(number, begin)


def _mutual(rows: int, a: Ints, b: Ints, mean: npt.NDArray[np.float64]) -> tuple[Ints, Ints]:
    """Pairs of clusters that are each other's nearest; of equally near ones the smallest rid is taken."""
    ends = np.concatenate([a, b])
    others = np.concatenate([b, a])
    means = np.concatenate([mean, mean])
    order = np.lexsort((others, -means, ends))
    ends, others = ends[order], others[order]
    if not len(ends):
        return ends, ends
    begin = np.flatnonzero(np.concatenate([[True], ends[1:] != ends[:-1]]))
    nearest = np.full(rows, -1, dtype=np.int64)
    nearest[ends[begin]] = others[begin]
    one = ends[begin]
    two = nearest[one]
    mutual = (nearest[two] == one) & (one < two)
    return one[mutual], two[mutual]
