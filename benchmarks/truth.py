"""How well a partition of records meets the true one."""

from __future__ import annotations

import numpy as np
import polars as pl


def scores(true: np.ndarray, label: np.ndarray) -> dict[str, float]:
    """Cluster pair and exact-cluster figures of a partition against the true one."""
    frame = pl.DataFrame({"t": true, "c": label})
    pairs = pl.col("len").cast(pl.Int64) * (pl.col("len").cast(pl.Int64) - 1) // 2
    both, t, c = (frame.group_by(keys).len() for keys in (["t", "c"], ["t"], ["c"]))
    hit, truth, found = (part.select(pairs.sum()).item() for part in (both, t, c))
    same = both.join(t, on="t", suffix="_t").join(c, on="c", suffix="_c")
    exact = same.filter((pl.col("len") == pl.col("len_t")) & (pl.col("len") == pl.col("len_c"))).height
    return {
        "precision": hit / max(found, 1), "recall": hit / max(truth, 1), "f1": 2 * hit / max(found + truth, 1),
        "exact_f1": 2 * exact / max(t.height + c.height, 1), "largest": int(c["len"].max()),
    }  # fmt: skip
