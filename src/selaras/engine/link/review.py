"""What a person should decide, most valuable first.

One row per pair of persons (or per person, where rows that were put together are doubted): the pair of rows whose
decision is worth most. Its value is the share of doubt times the pairs of rows it settles. A NIK used by two people is
always shown. Pairs that people have decided are not asked again.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.engine import tables
from selaras.engine.link import cluster, decide, scorer

DOUBT = 6.0  # bits on either side of 0 within which a weight alone is a reason to look
HELD = (
    4.0  # bits of its best link from which a row is held in its person, whatever another pair says (16 to 1)
)
ALWAYS = 0.5  # the doubt a NIK used by two people counts for, and a contradiction between decisions


def queue(scored: scorer.Scored, persons: pl.Series, decided: decide.Decided) -> pl.DataFrame:
    """Contract REVIEW. `persons`: person_id per rid."""
    edges, weights = scored.edges, scored.weights
    weight = weights.total[scored.number] / cluster.UNIT
    linked = scored.label[edges.a] == scored.label[edges.b]
    never = weights.never[scored.number]
    reason = _reasons(scored, weight, linked)
    at = np.flatnonzero(reason != "")
    share = 1.0 / (1.0 + np.exp2(-np.clip(weight[at], -60, 60)))
    doubt = np.where(never[at], ALWAYS, np.minimum(np.where(linked[at], 1.0 - share, share), ALWAYS))
    frame = pl.DataFrame(
        {
            "rid_a": edges.a[at],
            "rid_b": edges.b[at],
            "weight": weight[at],
            "reason": pl.Series(reason[at].tolist(), dtype=pl.String),
            "pattern": scored.codes[scored.number[at]].astype(np.uint64),
            "doubt": doubt,
        }
    )
    frame = pl.concat([_undecided(frame, decided), _contradictions(decided)], how="diagonal_relaxed")
    return _ranked(frame, persons, scored.label)


def _reasons(
    scored: scorer.Scored, weight: npt.NDArray[np.float64], linked: npt.NDArray[np.bool_]
) -> npt.NDArray[np.object_]:
    """Code of the reason per pair; empty where nobody needs to look."""
    weights = scored.weights
    veto = np.array([*weights.veto_names, ""], dtype=object)[weights.veto[scored.number]]
    near = np.abs(weight) < DOUBT
    reason = np.full(len(weight), "", dtype=object)
    reason[near & (linked == (weight >= 0))] = "ragu"
    reason[(weight >= 0) & ~linked] = "rantai"
    reason[(weight < -1) & linked] = "rantai"
    reason[linked & _held(scored, weight, linked)] = ""
    vetoed = (veto != "") & ~linked & (weight > -DOUBT)
    reason[vetoed] = veto[vetoed]
    never = weights.never[scored.number]
    reason[never] = veto[never]
    return reason


def _held(
    scored: scorer.Scored, weight: npt.NDArray[np.float64], linked: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Pairs of which each row has a link beyond doubt to some row of the person: what the pair itself says against it
    (two rows of one list, a head without a NIK) is outweighed, and a decision would change nothing."""
    edges = scored.edges
    best = np.full(len(scored.label), -np.inf)
    for end in (edges.a[linked], edges.b[linked]):
        np.maximum.at(best, end, weight[linked])
    held: npt.NDArray[np.bool_] = np.minimum(best[edges.a], best[edges.b]) >= HELD
    return held


def _undecided(frame: pl.DataFrame, decided: decide.Decided) -> pl.DataFrame:
    known = pl.DataFrame(
        {"rid_a": decided.decided_a, "rid_b": decided.decided_b},
        schema={"rid_a": pl.Int64, "rid_b": pl.Int64},
    )
    return frame.join(known, on=["rid_a", "rid_b"], how="anti", maintain_order="left")


def _contradictions(decided: decide.Decided) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "rid_a": [a for a, _ in decided.against],
            "rid_b": [b for _, b in decided.against],
            "reason": ["putusan_bertentangan"] * len(decided.against),
            "doubt": [ALWAYS] * len(decided.against),
        },
        schema={"rid_a": pl.Int64, "rid_b": pl.Int64, "reason": pl.String, "doubt": pl.Float64},
    )


def _ranked(frame: pl.DataFrame, persons: pl.Series, label: npt.NDArray[np.int64]) -> pl.DataFrame:
    sizes = np.bincount(label, minlength=len(label))[label]
    a, b = frame["rid_a"], frame["rid_b"]
    frame = frame.with_columns(
        person_a=persons.gather(a),
        person_b=persons.gather(b),
        # Between two persons a decision settles every pair of their rows; within one, the row in doubt.
        value=frame["doubt"]
        * pl.Series(
            np.where(label[a.to_numpy()] == label[b.to_numpy()], 1, sizes[a.to_numpy()] * sizes[b.to_numpy()])
        ),
    ).drop("doubt")
    frame = frame.sort(["value", "rid_a", "rid_b"], descending=[True, False, False])
    return tables.REVIEW.conform(frame.unique(["person_a", "person_b"], keep="first", maintain_order=True))
