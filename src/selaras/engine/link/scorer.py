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
    edges, number = _edges(connection, codes, weights)
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
    if learn:
        _, levels, counts = _patterns(connection, plan, "completed")
        final = fit.for_completed(levels, counts, final, plan)
    connection.execute("INSERT INTO patterns_of SELECT a, b, code FROM completed").fetchall()
    codes, levels, _ = _patterns(connection, plan, "patterns_of")
    weights = weigh.weigh(levels, final, plan)
    edges, number = _edges(connection, codes, weights)
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


def _edges(
    connection: duckdb.DuckDBPyConnection, codes: Ints, weights: weigh.Weights
) -> tuple[cluster.Edges, Ints]:
    found = connection.execute(
        "SELECT (CAST(a AS BIGINT) << 32) | b AS p, code FROM patterns_of"
    ).fetchnumpy()
    order = np.argsort(found["p"])
    packed = found["p"][order]
    number = np.searchsorted(codes, found["code"][order])
    bits = np.where(weights.never[number], cluster.NEVER, weights.total[number])
    return cluster.Edges(packed >> 32, packed & 0xFFFFFFFF, bits), number
