"""Decisions of people: "sama", "beda" and "sekeluarga" hold in every run, whatever the weights say."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.engine.link import cluster

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Decided:
    """start: cluster label per rid after all "sama". apart_a, apart_b: the "beda" pairs. against: "sama" pairs that would
    break one. touched: rids of the "sama" that were followed. decided_a, decided_b: all pairs with a < b. settled: see
    `settled.py`; None where nothing is.
    """

    start: Ints
    apart_a: Ints
    apart_b: Ints
    against: list[tuple[int, int]]
    touched: Ints
    decided_a: Ints
    decided_b: Ints
    settled: Ints | None = None

    def edges(self, scored: cluster.Edges) -> cluster.Edges:
        """The scored pairs without those of two settled persons, and with the "beda" pairs as pairs that never link."""
        if self.settled is not None:
            one, two = self.settled[scored.a], self.settled[scored.b]
            open_ = (one < 0) | (two < 0) | (one == two)
            scored = cluster.Edges(scored.a[open_], scored.b[open_], scored.weight[open_])
        if not len(self.apart_a):
            return scored
        keep = ~np.isin((scored.a << 32) | scored.b, (self.apart_a << 32) | self.apart_b)
        a = np.concatenate([scored.a[keep], self.apart_a])
        b = np.concatenate([scored.b[keep], self.apart_b])
        weight = np.concatenate([scored.weight[keep], np.full(len(self.apart_a), cluster.NEVER)])
        order = np.argsort((a << 32) | b, kind="stable")
        return cluster.Edges(a[order], b[order], weight[order])


def read(decisions: pl.DataFrame | None, rows: int) -> Decided:
    """`decisions`: rid_a, rid_b, decision (sama | beda). A pair decided twice keeps its last row.

    "beda" goes before "sama": of contradicting decisions the one that keeps people apart holds, and the other comes
    back for review.
    """
    none = np.zeros(0, dtype=np.int64)
    if decisions is None or not decisions.height:
        return Decided(np.arange(rows, dtype=np.int64), none, none, [], none, none, none)
    pairs = (
        decisions.select(
            a=pl.min_horizontal("rid_a", "rid_b").cast(pl.Int64),
            b=pl.max_horizontal("rid_a", "rid_b").cast(pl.Int64),
            decision="decision",
        )
        .filter(
            (pl.col("a") != pl.col("b")) & (pl.col("b") < rows) & pl.col("decision").is_in(["sama", "beda"])
        )
        .unique(["a", "b"], keep="last", maintain_order=True)
        .sort("a", "b")
    )
    apart = pairs.filter(pl.col("decision") == "beda").select("a", "b").rows()
    parent: dict[int, int] = {}
    followed, against = [], []
    enemies: dict[int, set[int]] = {}
    for a, b in apart:
        enemies.setdefault(a, set()).add(b)
        enemies.setdefault(b, set()).add(a)
    for a, b in pairs.filter(pl.col("decision") == "sama").select("a", "b").rows():
        one, two = sorted((_root(parent, a), _root(parent, b)))
        if two in {_root(parent, enemy) for enemy in enemies.get(one, ())}:
            against.append((a, b))
            continue
        followed += [a, b]
        if one != two:
            parent[two] = one
            enemies.setdefault(one, set()).update(enemies.pop(two, ()))
    start = np.arange(rows, dtype=np.int64)
    touched = np.array(sorted(set(followed)), dtype=np.int64)
    start[touched] = [_root(parent, rid) for rid in touched.tolist()]
    keep = np.array(apart, dtype=np.int64).reshape(-1, 2)
    return Decided(
        start, keep[:, 0], keep[:, 1], against, touched, pairs["a"].to_numpy(), pairs["b"].to_numpy()
    )


def families(decisions: pl.DataFrame | None, rows: int) -> Ints:
    """Pairs of rids whose keluarga are one, "sekeluarga": shape (pairs, 2)."""
    if decisions is None or not decisions.height:
        return np.zeros((0, 2), dtype=np.int64)
    said = decisions.filter(
        (pl.col("decision") == "sekeluarga") & (pl.max_horizontal("rid_a", "rid_b") < rows)
    )
    found: Ints = said.select(pl.col("rid_a", "rid_b").cast(pl.Int64)).unique(maintain_order=True).to_numpy()
    return found.reshape(-1, 2)


def _root(parent: dict[int, int], rid: int) -> int:
    while rid in parent:
        rid = parent[rid]
    return rid


def joined(decided: Decided, clusters: Ints) -> Decided:
    """`decided` with the clusters that exist already (smallest rid per row) joined to its own from the start."""
    bound = np.flatnonzero(decided.start != np.arange(len(clusters)))
    if not len(bound):
        return dataclasses.replace(decided, start=clusters)
    rows = np.arange(len(clusters), dtype=np.int64)
    a = np.concatenate([clusters, decided.start[bound]])
    return dataclasses.replace(decided, start=cluster.components(len(rows), a, np.concatenate([rows, bound])))


def upheld(decided: Decided, settled: Ints) -> Decided:
    """`decided` with the settled persons joined from the start and not joined to one another. Negative: not settled."""
    rows = np.flatnonzero(settled >= 0)
    if not len(rows):
        return decided
    numbers, number = np.unique(settled[rows], return_inverse=True)
    least = np.full(len(numbers), len(settled), dtype=np.int64)
    np.minimum.at(least, number, rows)
    clusters = np.arange(len(settled), dtype=np.int64)
    clusters[rows] = least[number]
    return dataclasses.replace(joined(decided, clusters), settled=settled)
