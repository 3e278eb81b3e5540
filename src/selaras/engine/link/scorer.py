"""Candidate pairs of the loaded records, compared, weighed and clustered.

A first pass looks at the pairs of the blocking rules; a second adds families (`family.py`); a last one compares the
pairs inside and between clusters that no rule had made (`complete.py`). The model is learned on the pairs of the
rules, or given: increments use that of the registry.
"""

# ruff: noqa: S608
# Statements are put together from the names in our own comparisons, never from data.
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from selaras.engine.link import cluster, compare, comparison, complete, family, fit, weigh

Ints = npt.NDArray[np.int64]
Grouping = Callable[[cluster.Edges], Ints]


@dataclass(frozen=True, slots=True)
class Model:
    """What a run learned. `first` weighs pairs before families are known, `final` with them."""

    first: fit.Fit
    final: fit.Fit


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs (sorted by a, b) with their weights; `number`: row of `codes` and of `weights` for every pair."""

    edges: cluster.Edges
    codes: Ints
    number: Ints
    weights: weigh.Weights
    model: Model
    label: Ints


def score(
    connection: duckdb.DuckDBPyConnection,
    plan: comparison.Comparison,
    group: Grouping,
    model: Model | None = None,
) -> Scored:
    """`group`: edges -> cluster label per rid, with the decisions of people in it. Reads the tables of `compare.load`."""
    compare.compare_pairs(connection, plan, "candidates", "patterns_of")
    codes, levels, counts = _patterns(connection, plan, "patterns_of")
    first = fit.learn(levels, counts, plan) if model is None else model.first
    final = first
    if plan.family_keys:
        family.second_pass(connection, plan, codes[weigh.weigh(levels, first, plan).total >= 0])
        codes, levels, counts = _patterns(connection, plan, "patterns_of")
        final = fit.learn(levels, counts, plan, first) if model is None else model.final
    elif model is not None:
        final = model.final
    weights = weigh.weigh(levels, final, plan)
    packed, number = _fetched(connection, codes, "patterns_of")
    edges = _weighted(packed, number, weights)
    label = group(edges)
    scored = Scored(edges, codes, number, weights, Model(first, final), label)
    return _completed(connection, plan, scored, group, learn=model is None)


def _completed(
    connection: duckdb.DuckDBPyConnection,
    plan: comparison.Comparison,
    scored: Scored,
    group: Grouping,
    *,
    learn: bool,
) -> Scored:
    a, b = complete.missing(scored.label, scored.edges, 0)
    if not len(a):
        return scored
    connection.register("incoming", pa.table({"a": a, "b": b}))
    connection.execute("CREATE OR REPLACE TEMP TABLE unscored AS SELECT a, b FROM incoming").fetchall()
    connection.unregister("incoming")
    compare.compare_pairs(connection, plan, "unscored", "completed")
    if plan.family_keys:
        family.add_levels(connection, plan, "completed", "completed")
    step = compare.radix(plan)[plan.position(fit.ORIGIN)]
    connection.execute(f"UPDATE completed SET code = code + {step}").fetchall()
    final = scored.model.final
    new_codes, levels, counts = _patterns(connection, plan, "completed")
    if learn:
        final = fit.for_completed(levels, counts, final, plan)
    codes = np.union1d(scored.codes, new_codes)
    weights = weigh.weigh(compare.levels(codes, plan), final, plan)
    added, number = _fetched(connection, codes, "completed")
    edges = scored.edges
    packed = (edges.a << 32) | edges.b
    at = np.searchsorted(packed, added)
    packed = np.insert(packed, at, added)
    number = np.insert(np.searchsorted(codes, scored.codes)[scored.number], at, number)
    edges = _weighted(packed, number, weights)
    return Scored(edges, codes, number, weights, Model(scored.model.first, final), group(edges))


def _patterns(
    connection: duckdb.DuckDBPyConnection, plan: comparison.Comparison, table: str
) -> tuple[Ints, Ints, Ints]:
    """Distinct pattern numbers of a table, their levels, how many pairs show each."""
    counted = connection.execute(
        f"SELECT code, count(*) AS n FROM {table} GROUP BY code ORDER BY code"
    ).fetchnumpy()
    codes = counted["code"].astype(np.int64)
    return codes, compare.levels(codes, plan), counted["n"].astype(np.int64)


def _fetched(connection: duckdb.DuckDBPyConnection, codes: Ints, table: str) -> tuple[Ints, Ints]:
    """Packed pairs of a table in order, and for each the row of its pattern in `codes`."""
    connection.register("known", pa.table({"code": codes, "number": np.arange(len(codes))}))
    found = connection.execute(
        f"SELECT (CAST(a AS BIGINT) << 32) | b AS p, number FROM {table} JOIN known USING (code) ORDER BY p"
    ).fetchnumpy()
    connection.unregister("known")
    return found["p"].astype(np.int64, copy=False), found["number"].astype(np.int64, copy=False)


def _weighted(packed: Ints, number: Ints, weights: weigh.Weights) -> cluster.Edges:
    bits = np.where(weights.never, cluster.NEVER, weights.total)
    return cluster.Edges(packed >> 32, packed & 0xFFFFFFFF, bits[number])
