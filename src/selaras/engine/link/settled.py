"""Persons of the registry that stands stay as they are while their own rows stay as they are.

A run learns anew from all rows, and with other rows the weights move a little: a pair near 0 could fall on the other
side because of people it has nothing to do with. So a person whose rows are all there, unchanged and not decided by
hand is settled: its rows stay together, and two settled persons are joined only by a row that is new. A person that
lost a row (an edition undone), holds a changed one, or that people decided about is looked at afresh. Where more than
`MOST_NEW` of the rows are new, all is looked at afresh: then it is the registry that is the smaller part.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.engine import tables

Ints = npt.NDArray[np.int64]
MOST_NEW = 0.2
NEW = -1


def persons(
    records: pl.DataFrame, links: pl.DataFrame, before: pl.DataFrame | None, decisions: pl.DataFrame | None
) -> Ints:
    """Number of the settled person each record belongs to, NEW where it belongs to none.

    links: key, person_id, method of the earlier registry. before: its person records. Same order as `records`.
    """
    none = np.full(records.height, NEW, dtype=np.int64)
    if before is None or not before.height or not records.height or "method" not in links.columns:
        return none
    said = [
        name for name in tables.PERSON_RECORDS.names if name in records.columns and name in before.columns
    ]
    now = records.select(*tables.KEY_NAMES, now=records.select(said).hash_rows())
    then = before.select(*tables.KEY_NAMES, then=before.select(said).hash_rows())
    known = links.select(*tables.KEY_NAMES, "person_id", "method").join(then, on=tables.KEY_NAMES, how="left")
    met = now.with_row_index("at").join(known, on=tables.KEY_NAMES, how="left", maintain_order="left")
    met = met.unique("at", keep="first", maintain_order=True)
    same = (met["now"] == met["then"]).fill_null(value=False)
    if float(same.mean() or 0.0) < 1 - MOST_NEW:  # type: ignore[arg-type]
        return none
    whole = (
        met.filter(same & (met["method"] != "manusia"))
        .group_by("person_id")
        .agg(here=pl.len())
        .join(known.group_by("person_id").agg(rows=pl.len()), on="person_id")
        .filter(pl.col("here") == pl.col("rows"))["person_id"]
    )
    decided = _decided(met, decisions)
    kept = met["person_id"].is_in(whole.to_list()) & ~met["person_id"].is_in(decided)
    number = met["person_id"].rank("dense").cast(pl.Int64)
    return np.where(kept.fill_null(value=False).to_numpy(), number.fill_null(NEW).to_numpy(), NEW)


def _decided(met: pl.DataFrame, decisions: pl.DataFrame | None) -> list[str]:
    if decisions is None or not decisions.height:
        return []
    rids = pl.concat([decisions["rid_a"], decisions["rid_b"]]).unique().to_list()
    return met.filter(pl.col("at").is_in(rids))["person_id"].drop_nulls().unique().to_list()
