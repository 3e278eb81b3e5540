"""The stage in one screen: records in, persons and keluarga out, with the reasons.

standardise -> block -> compare -> fit -> weigh -> families -> cluster -> ids -> review. Each step is a module of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.engine import tables
from selaras.engine.link import block, cluster, compare, family, fit, ids, keluarga, standardise, weigh
from selaras.engine.link import comparison as plans

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Linked:
    """What the stage hands on; the frames keep the contracts CLUSTERS, PAIRS, PATTERNS, REVIEW."""

    clusters: pl.DataFrame
    pairs: pl.DataFrame
    patterns: pl.DataFrame
    review: pl.DataFrame
    model: fit.Fit


@dataclass(frozen=True, slots=True)
class Earlier:
    """The registry of the run before: key columns of its records with person_id and keluarga_id."""

    links: pl.DataFrame


def link(
    records: pl.DataFrame,
    *,
    comparison: plans.Comparison = plans.INDONESIA,
    decisions: pl.DataFrame | None = None,
    earlier: Earlier | None = None,
    threads: int | None = None,
) -> Linked:
    """Links `records` (PERSON_RECORDS with rid, dense from 0). See `Linked`.

    `decisions`: rid_a, rid_b, decision (sama | beda); they hold whatever the weights say. `earlier`: ids persist.
    """
    records = records.sort("rid")
    encoded = standardise.encode(records, comparison)
    plan = _for_lists(comparison, encoded)
    with duckdb.connect(config={"threads": threads} if threads else {}) as connection:
        compare.load(connection, encoded)
        scored = score(connection, plan)
    label = cluster.average_linkage(records.height, scored.edges)
    return Linked(
        _clusters(records, encoded, label, scored.edges),
        tables.PAIRS.conform(_pairs(scored, label)),
        tables.PATTERNS.conform(weigh.patterns(scored.codes, scored.weights, plan)),
        tables.REVIEW.empty(),
        scored.model,
    )


@dataclass(frozen=True, slots=True)
class Scored:
    """Candidate pairs with weights. `number`: row of `codes` and `weights` per pair."""

    edges: cluster.Edges
    codes: Ints
    number: Ints
    weights: weigh.Weights
    model: fit.Fit


def score(connection: duckdb.DuckDBPyConnection, plan: plans.Comparison) -> Scored:
    """Candidates of the loaded records, compared and weighed; with families a second time."""
    block.candidates(connection, plan)
    compare.compare_pairs(connection, plan, "candidates")
    codes, learned, weights = _weighed(connection, plan, None)
    if plan.family_keys:
        family.second_pass(connection, plan, codes[weights.total >= 0])
        codes, learned, weights = _weighed(connection, plan, learned)
    found = connection.execute("SELECT a, b, code FROM patterns_of").fetchnumpy()
    a, b = found["a"].astype(np.int64), found["b"].astype(np.int64)
    order = np.argsort((a << 32) | b)
    number = np.searchsorted(codes, found["code"][order])
    return Scored(cluster.Edges(a[order], b[order], weights.total[number]), codes, number, weights, learned)


def _weighed(
    connection: duckdb.DuckDBPyConnection, plan: plans.Comparison, before: fit.Fit | None
) -> tuple[Ints, fit.Fit, weigh.Weights]:
    counted = connection.execute(
        "SELECT code, count(*) AS n FROM patterns_of GROUP BY code ORDER BY code"
    ).fetchnumpy()
    codes = counted["code"].astype(np.int64)
    levels = compare.levels(codes, plan)
    learned = fit.learn(levels, counted["n"].astype(np.int64), plan, before)
    return codes, learned, weigh.weigh(levels, learned, plan)


def _for_lists(plan: plans.Comparison, encoded: standardise.Encoded) -> plans.Comparison:
    lists = [one.name for one in plan.fields if one.kind == "list"]
    return plans.with_lists(plan, encoded.features[lists[0]].n_unique()) if lists else plan


def _pairs(scored: Scored, label: Ints) -> pl.DataFrame:
    edges, weights = scored.edges, scored.weights
    names = pl.Series([*weights.veto_names, None], dtype=pl.String)
    return pl.DataFrame(
        {
            "rid_a": edges.a,
            "rid_b": edges.b,
            "weight": edges.weight / weigh.UNIT,
            "pattern": scored.codes[scored.number],
            "veto": names.gather(pl.Series(weights.veto[scored.number] % len(names))),
            "linked": label[edges.a] == label[edges.b],
        }
    )


def _clusters(
    records: pl.DataFrame, encoded: standardise.Encoded, label: Ints, edges: cluster.Edges
) -> pl.DataFrame:
    content = ids.content_keys(records).to_numpy()
    card = (
        encoded.features["keluarga"]
        if "keluarga" in encoded.features.columns
        else pl.Series([None] * len(label), dtype=pl.Int64)
    )
    heads = keluarga.keluarga(records, label, card)
    inside = label[edges.a] == label[edges.b]
    best = np.full(len(label), np.nan)
    for end in (edges.a, edges.b):
        np.fmax.at(best, end[inside], edges.weight[inside] / weigh.UNIT)
    return tables.CLUSTERS.conform(
        pl.DataFrame(
            {
                "rid": records["rid"],
                "person_id": _named(content, label, "P"),
                "keluarga_id": _named(content, heads, "K"),
                "method": np.where(np.bincount(label, minlength=len(label))[label] == 1, "tunggal", "bobot"),
                "score": pl.Series(best).fill_nan(None),
            }
        )  # fmt: skip
    )


def _named(content: Ints, label: Ints, prefix: str) -> npt.NDArray[np.str_]:
    """Id of every record's group: from the smallest content key in it."""
    groups, number = np.unique(label, return_inverse=True)
    least = np.full(len(groups), np.iinfo(np.int64).max)
    np.minimum.at(least, number, content)
    named: npt.NDArray[np.str_] = ids.name(ids.distinct(least), prefix)[number]
    return named
