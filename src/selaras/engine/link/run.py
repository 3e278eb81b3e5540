"""The stage in one screen: records in, persons and keluarga out, with the reasons.

standardise -> block -> compare, weigh, cluster (scorer) -> keluarga -> ids -> review. Each is a module of its own.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.engine import tables
from selaras.engine.link import (
    block,
    cluster,
    compare,
    database,
    decide,
    ids,
    keluarga,
    review,
    scorer,
    settled,
    standardise,
    state,
    weigh,
)
from selaras.engine.link import comparison as plans

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Linked:
    """What the stage hands on; the frames keep the contracts CLUSTERS, PAIRS, PATTERNS, REVIEW.

    model: what was learned (`state.dump_model` writes it). state: what `increment.add` needs to link further rows.
    """

    clusters: pl.DataFrame
    pairs: pl.DataFrame
    patterns: pl.DataFrame
    review: pl.DataFrame
    model: scorer.Model
    state: state.State


@dataclass(frozen=True, slots=True)
class Earlier:
    """The registry of the run before. `links`: source, edition, file, sheet, row, person_id, keluarga_id, method.

    `records`: its person records; with them, persons whose rows are all unchanged stay as they are (`settled.py`).
    """

    links: pl.DataFrame
    records: pl.DataFrame | None = None


def link(
    records: pl.DataFrame,
    *,
    comparison: plans.Comparison = plans.INDONESIA,
    decisions: pl.DataFrame | None = None,
    earlier: Earlier | None = None,
    threads: int | None = None,
) -> Linked:
    """Links `records` (PERSON_RECORDS with rid, dense from 0; other columns a comparison names may stand beside them).

    `decisions`: rid_a, rid_b, decision (sama | beda | sekeluarga); they hold whatever the weights say. `earlier`: ids persist.
    """
    records = records.sort("rid")
    with contextlib.ExitStack() as stack, concurrent.futures.ThreadPoolExecutor(1) as beside:
        # A database takes a moment to start; the words of the records take longer.
        opening = beside.submit(stack.enter_context, database.opened(threads))
        encoded = standardise.encode(records, comparison)
        plan = prepared(comparison, encoded)
        decided = decide.read(decisions, records.height)
        if earlier is not None:
            decided = decide.upheld(
                decided, settled.persons(records, earlier.links, earlier.records, decisions)
            )
        connection = opening.result()
        compare.load(connection, encoded)
        block.candidates(connection, plan)
        scored = scorer.score(connection, plan, lambda edges: grouped(edges, decided))
    heads = keluarga.keluarga(encoded.features, scored.label, decide.families(decisions, records.height))
    clusters = _clusters(records, heads, scored, plan, decided, earlier)
    return Linked(
        clusters,
        tables.PAIRS.conform(pairs(scored)),
        tables.PATTERNS.conform(weigh.patterns(scored.codes, scored.weights, plan)),
        review.queue(scored, clusters["person_id"], decided),
        scored.model,
        state.State(encoded, clusters, scored.model, _lists(comparison, encoded)),
    )


def _lists(comparison: plans.Comparison, encoded: standardise.Encoded) -> int:
    lists = [one.name for one in comparison.fields if one.kind == "list"]
    return encoded.features[lists[0]].n_unique() if lists else 1


def prepared(comparison: plans.Comparison, encoded: standardise.Encoded) -> plans.Comparison:
    """The comparison for these records: one level per list they come from."""
    return plans.prepared(comparison, _lists(comparison, encoded))


def grouped(edges: cluster.Edges, decided: decide.Decided) -> Ints:
    """Cluster label per rid from the weighed pairs and the decisions of people."""
    return cluster.average_linkage(len(decided.start), decided.edges(edges), decided.start)


def pairs(scored: scorer.Scored) -> pl.DataFrame:
    """Every pair that was weighed, with the veto that fired and whether it ended in one person."""
    edges, weights, label = scored.edges, scored.weights, scored.label
    names = pl.Series([*weights.veto_names, None], dtype=pl.String)
    return pl.DataFrame(
        {
            "rid_a": edges.a,
            "rid_b": edges.b,
            "weight": weights.total[scored.number] / weigh.UNIT,
            "pattern": scored.codes[scored.number],
            "veto": names.gather(pl.Series(weights.veto[scored.number] % len(names))),
            "linked": label[edges.a] == label[edges.b],
        }
    )


def _clusters(
    records: pl.DataFrame,
    heads: Ints,
    scored: scorer.Scored,
    plan: plans.Comparison,
    decided: decide.Decided,
    earlier: Earlier | None,
) -> pl.DataFrame:
    content = ids.content_keys(records).to_numpy()
    known = _known(records, earlier)
    method, best = held(scored, plan, decided)
    return tables.CLUSTERS.conform(
        pl.DataFrame(
            {
                "rid": records["rid"],
                "person_id": ids.named(scored.label, content, known["person_id"], "P"),
                "keluarga_id": ids.named(heads, content, known["keluarga_id"], "K"),
                "method": method,
                "score": best,
            }
        )
    )


def _known(records: pl.DataFrame, earlier: Earlier | None) -> pl.DataFrame:
    names = ["person_id", "keluarga_id"]
    if earlier is None or not earlier.links.height:
        return pl.DataFrame(
            {name: [None] * records.height for name in names}, schema=dict.fromkeys(names, pl.String)
        )
    links = earlier.links.select(*tables.KEY_NAMES, *names)
    return (
        records.select(tables.KEY_NAMES)
        .join(links, on=tables.KEY_NAMES, how="left", maintain_order="left")
        .select(names)
    )


def held(
    scored: scorer.Scored, plan: plans.Comparison, decided: decide.Decided
) -> tuple[pl.Series, pl.Series]:
    """Per record: how it is held in its cluster, and the weight of its strongest link there (null if alone)."""
    edges, label = scored.edges, scored.label
    rows = len(label)
    inside = label[edges.a] == label[edges.b]
    weight = (scored.weights.total[scored.number] / weigh.UNIT)[inside]
    best = np.full(rows, -np.inf)
    by_nik = np.zeros(rows, dtype=bool)
    same_nik = np.zeros(int(inside.sum()), dtype=bool)
    for position, one in enumerate(plan.fields):
        if one.kind == "nomor" and len(one.levels) > 3:
            same_nik = (scored.weights.levels[scored.number, position] == 1)[inside]
    for end in (edges.a[inside], edges.b[inside]):
        np.maximum.at(best, end, weight)
        by_nik[end[same_nik & (weight >= 0)]] = True
    alone = np.bincount(label, minlength=rows)[label] == 1
    by_hand = np.zeros(rows, dtype=bool)
    by_hand[decided.touched] = True
    method = np.select([alone, by_hand, by_nik], ["tunggal", "manusia", "nik"], "bobot")
    score = pl.Series(np.where(np.isfinite(best) & ~alone, best, np.nan)).fill_nan(None)
    return pl.Series(method.tolist(), dtype=pl.String), score
