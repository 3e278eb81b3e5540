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
from selaras.engine.link import block, cluster, compare, comparison, fit, ids, keluarga, standardise, weigh

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
    comparison: comparison.Comparison = comparison.INDONESIA,
    decisions: pl.DataFrame | None = None,
    earlier: Earlier | None = None,
    threads: int | None = None,
) -> Linked:
    """Links `records` (PERSON_RECORDS with rid, dense from 0). See `Linked`.

    `decisions`: rid_a, rid_b, decision (sama | beda); they hold whatever the weights say. `earlier`: ids persist.
    """
    records = records.sort("rid")
    encoded = standardise.encode(records, comparison)
    with duckdb.connect(config={"threads": threads} if threads else {}) as connection:
        compare.load(connection, encoded)
        block.candidates(connection, comparison)
        compare.compare_pairs(connection, comparison, "candidates")
        found = connection.execute("SELECT a, b, code FROM patterns_of").fetchnumpy()
    a, b, code = _sorted(found)
    codes, number, counts = np.unique(code, return_inverse=True, return_counts=True)
    levels = compare.levels(codes, comparison)
    learned = fit.learn(levels, counts, comparison)
    weights = weigh.weigh(levels, learned, comparison)
    label = cluster.average_linkage(records.height, cluster.Edges(a, b, weights.total[number]))
    return Linked(
        _clusters(records, encoded, label, cluster.Edges(a, b, weights.total[number])),
        tables.PAIRS.conform(_pairs(a, b, label, weights, number, codes)),
        tables.PATTERNS.conform(weigh.patterns(codes, weights, comparison)),
        tables.REVIEW.empty(),
        learned,
    )


def _sorted(found: dict[str, npt.NDArray[np.int64]]) -> tuple[Ints, Ints, Ints]:
    a, b = found["a"].astype(np.int64), found["b"].astype(np.int64)
    order = np.argsort((a << 32) | b)
    return a[order], b[order], found["code"][order].astype(np.int64)


def _pairs(a: Ints, b: Ints, label: Ints, weights: weigh.Weights, number: Ints, codes: Ints) -> pl.DataFrame:
    names = pl.Series([*weights.veto_names, None], dtype=pl.String)
    return pl.DataFrame({
        "rid_a": a, "rid_b": b, "weight": weights.total[number] / weigh.UNIT, "pattern": codes[number],
        "veto": names.gather(pl.Series(weights.veto[number] % len(names))), "linked": label[a] == label[b],
    })  # fmt: skip


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
