"""Two proposals for the same families side by side: who gains, who loses, where, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.engine.allocate.problem import Problem
from selaras.engine.allocate.solving import Proposal


@dataclass(frozen=True)
class Compared:
    """From `before` to `after`. `by_family`: value gained (negative: lost) a family; tables by village and by decile: families that gain,
    that lose, served before and after, value and rupiah more; `value`, `rupiah` more in all."""

    by_family: npt.NDArray[np.float64]
    by_village: pl.DataFrame
    by_decile: pl.DataFrame
    value: float
    rupiah: int


def compare(before: Proposal, after: Proposal, decile: npt.NDArray[np.int64]) -> Compared:
    """Raises ValueError where the two are not about the same families in the same order."""
    problem = before.problem
    if not np.array_equal(problem.references, after.problem.references):
        raise ValueError("the proposals are about different families")
    kin = problem.kin
    gained = kin.sum(_worth(after) - _worth(before))
    spent = kin.sum(_rupiah(after.problem, after.chosen) - _rupiah(problem, before.chosen))
    table = pl.DataFrame(
        {
            "desa": problem.village[kin.first], "desil": decile[kin.first], "naik": gained > 0, "turun": gained < 0,
            "terlayani_sebelum": kin.held(before.chosen).any(axis=1), "terlayani_sesudah": kin.held(after.chosen).any(axis=1),
            "nilai": gained, "rupiah": spent,
        }
    )  # fmt: skip
    by_village, by_decile = (
        table.group_by(key).agg(pl.len().alias("keluarga"), pl.exclude("desa", "desil").sum()).sort(key)
        for key in ("desa", "desil")
    )
    return Compared(gained, by_village, by_decile, after.value - before.value, int(spent.sum()))


def _worth(proposal: Proposal) -> npt.NDArray[np.float64]:
    """Value of what each family gets."""
    value = np.maximum(np.nan_to_num(proposal.problem.value), 0)
    return np.asarray(np.where(proposal.chosen, value, 0).sum(axis=1, dtype=np.float64))


def _rupiah(problem: Problem, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    found = np.zeros(problem.families, np.int64)
    for number, offer in enumerate(problem.offers):
        found += np.where(chosen[:, number], offer.cost if offer.costs is None else offer.costs, 0)
    return found
