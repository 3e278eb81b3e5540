"""New rows into a registry that is already linked: seconds instead of a full run, with the registry's own model.

Clusters only grow or merge here; a full run, which also learns again, may split them. Rows that are already in a
cluster stay together, so ids stay; where new rows bridge two persons the id with most rows goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.engine import tables
from selaras.engine.link import (
    block,
    compare,
    database,
    decide,
    ids,
    keluarga,
    review,
    run,
    scorer,
    standardise,
    state,
    weigh,
)
from selaras.engine.link import comparison as plans

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Added:
    """clusters: contract CLUSTERS of the new rows and of the old ones they touch. The others as in `run.Linked`."""

    clusters: pl.DataFrame
    pairs: pl.DataFrame
    patterns: pl.DataFrame
    review: pl.DataFrame


def add(
    known: state.State,
    records: pl.DataFrame,
    *,
    comparison: plans.Comparison = plans.INDONESIA,
    decisions: pl.DataFrame | None = None,
    threads: int | None = None,
) -> Added:
    """Links `records` (rids from `known.encoded.rows` on, dense) to the rows of `known` and to one another.

    `decisions`: as in `run.link`, for old and new rids alike.
    """
    records = records.sort("rid")
    first = known.encoded.rows
    fresh = standardise.encode(records, comparison, known.encoded)
    plan = plans.prepared(comparison, known.lists)
    rows = first + records.height
    decided = _with_clusters(decide.read(decisions, rows), known.clusters)
    with database.opened(threads) as connection:
        compare.load(connection, known.encoded)
        compare.append(connection, fresh, plan)
        block.candidates_of(connection, plan, first)
        scored = scorer.score(connection, plan, lambda edges: run.grouped(edges, decided), known.model)
    families = decide.families(decisions, rows)
    clusters = _clusters(known, fresh, records, scored, plan, (decided, families))
    persons = pl.concat([known.clusters["person_id"], pl.Series([""] * records.height)])
    changed = clusters["rid"].to_numpy()
    every = persons.scatter(changed, clusters["person_id"])
    return Added(
        clusters,
        tables.PAIRS.conform(run.pairs(scored)),
        tables.PATTERNS.conform(weigh.patterns(scored.codes, scored.weights, plan)),
        review.queue(scored, every, decided),
    )


def _with_clusters(decided: decide.Decided, clusters: pl.DataFrame) -> decide.Decided:
    """The decisions on top of the clusters there are: those are joined from the start.

    A new "beda" between rows of one cluster needs a full run to split it.
    """
    least = clusters.select(pl.col("rid").cast(pl.Int64).min().over("person_id")).to_series().to_numpy()
    start = np.arange(len(decided.start), dtype=np.int64)
    start[: len(least)] = least
    return decide.joined(decided, start)


def _clusters(
    known: state.State,
    fresh: standardise.Encoded,
    records: pl.DataFrame,
    scored: scorer.Scored,
    plan: plans.Comparison,
    told: tuple[decide.Decided, Ints],
) -> pl.DataFrame:
    """The contract for all rows of every person and card that a new row touches."""
    decided, families = told
    first = known.encoded.rows
    label = scored.label
    some = np.zeros(len(label), dtype=bool)
    some[label[first:]] = True
    features = pl.concat([known.encoded.features, fresh.features.select(known.encoded.features.columns)])
    # Keluarga that people put together are decided on together, as whole cards are.
    some[label[families[some[label][families].any(axis=1)]]] = True
    chosen = _with_cards(some[label], label, features)
    part = features.filter(pl.Series(chosen))
    place = np.cumsum(chosen) - 1
    heads = keluarga.keluarga(part, label[chosen], place[families[chosen[families].all(axis=1)]])
    method, best = run.held(scored, plan, decided)
    old = known.clusters.select("person_id", "keluarga_id")
    earlier = pl.concat(
        [old, pl.DataFrame([pl.Series(n, [None] * records.height, pl.String) for n in old.columns])]
    )
    earlier = earlier.filter(pl.Series(chosen))
    content = np.concatenate([np.full(first, np.iinfo(np.int64).max), ids.content_keys(records).to_numpy()])[
        chosen
    ]
    result = pl.DataFrame(
        {
            "rid": part["rid"],
            "person_id": ids.named(label[chosen], content, earlier["person_id"], "P"),
            "keluarga_id": ids.named(heads, content, earlier["keluarga_id"], "K"),
            "method": method.filter(pl.Series(chosen)),
            "score": best.filter(pl.Series(chosen)),
        }
    )
    return tables.CLUSTERS.conform(_kept(result, known.clusters, first))


def _with_cards(chosen: npt.NDArray[np.bool_], label: Ints, features: pl.DataFrame) -> npt.NDArray[np.bool_]:
    """`chosen` and all rows of the persons who stand on a card with them: keluarga are decided on whole cards."""
    if "keluarga" not in features.columns:
        return chosen
    cards = features["keluarga"].filter(pl.Series(chosen)).drop_nulls().unique()
    on_card = features["keluarga"].is_in(cards.implode()).fill_null(value=False).to_numpy()
    persons = np.zeros(len(label), dtype=bool)
    persons[label[chosen | on_card]] = True
    widened: npt.NDArray[np.bool_] = persons[label]
    return widened


def _kept(result: pl.DataFrame, before: pl.DataFrame, first: int) -> pl.DataFrame:
    """An old row that gained nothing keeps how it was held."""
    joined = result.join(
        before.select("rid", "method", "score"), on="rid", how="left", suffix="_old", maintain_order="left"
    )
    stronger = pl.col("score").is_not_null() & (
        pl.col("score_old").is_null() | (pl.col("score") > pl.col("score_old"))
    )
    fresh = (pl.col("rid") >= first) | stronger
    return joined.with_columns(
        method=pl.when(fresh).then("method").otherwise("method_old"),
        score=pl.when(fresh).then("score").otherwise("score_old"),
    ).drop("method_old", "score_old")
