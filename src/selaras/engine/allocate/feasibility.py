"""How many families short the floors are at best: which can be held at all, whoever is served with what (a flow, by HiGHS).

Families of a village with the same eligibility are alike here. Shares and regions are exact; of money that differs by family, and of
what persons decided, the most favourable is assumed, so what is called impossible is impossible.
"""

from __future__ import annotations

import highspy
import numpy as np
import numpy.typing as npt

from selaras.engine.allocate.prices import Limits
from selaras.engine.allocate.problem import Problem


def shortfall(problem: Problem) -> dict[int, int]:
    """Village -> families its floor must be lowered by at least, in a way that is best for all villages together; empty where every floor
    can be held."""
    firsts, eligible = problem.kin.first, problem.kin.held(problem.eligible)
    homes = np.column_stack([problem.village[firsts], problem.region[firsts]])
    floored = np.isin(homes[:, 0], [village for village, floor in problem.floors.items() if floor])
    rows = np.flatnonzero(floored & eligible.any(axis=1))
    if not len(rows):
        return {village: floor for village, floor in problem.floors.items() if floor}
    keys = np.column_stack([homes[rows], eligible[rows]])
    kinds, counts = np.unique(keys, axis=0, return_counts=True)
    kind, programme = np.nonzero(kinds[:, 2:])
    served = _flow(problem, kinds, counts, kind, programme)
    reached: dict[int, float] = dict.fromkeys(problem.floors, 0.0)
    for village, much in zip(kinds[kind, 0].tolist(), served.tolist(), strict=True):
        reached[village] += much
    lacking = {village: floor - round(reached[village]) for village, floor in sorted(problem.floors.items())}
    return {village: much for village, much in lacking.items() if much > 0}


def _flow(
    problem: Problem,
    kinds: npt.NDArray[np.int64],
    counts: npt.NDArray[np.int64],
    kind: npt.NDArray[np.intp],
    programme: npt.NDArray[np.intp],
) -> npt.NDArray[np.float64]:
    """Families of each kind served by each programme; no village above its floor."""
    limits, pairs = Limits.of(problem), np.arange(len(kind))
    rows: list[tuple[float, npt.NDArray[np.int64]]] = [
        (float(counts[number]), pairs[kind == number]) for number in range(len(kinds))
    ]
    rows += [(float(floor), pairs[kinds[kind, 0] == village]) for village, floor in problem.floors.items()]
    for number in range(len(problem.offers)):
        here = programme == number
        rows.append((float(limits.share[number]), pairs[here]))
        for region in np.flatnonzero(np.isfinite(limits.region[:, number])).tolist():
            rows.append((float(limits.region[region, number]), pairs[here & (kinds[kind, 1] == region)]))
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(pairs), len(rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.ones(len(pairs))
    lp.col_lower_, lp.col_upper_ = np.zeros(len(pairs)), np.full(len(pairs), float(highspy.kHighsInf))
    lp.row_lower_ = np.full(len(rows), -float(highspy.kHighsInf))
    lp.row_upper_ = np.array([most for most, _ in rows])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(columns) for _, columns in rows)])
    lp.a_matrix_.index_ = np.concatenate([columns for _, columns in rows]).astype(np.int32)
    lp.a_matrix_.value_ = np.ones(sum(len(columns) for _, columns in rows))
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)  # noqa: FBT003  HiGHS' own signature
    # A corner of a flow is whole.
    solver.setOptionValue("solver", "simplex")
    solver.passModel(lp)
    solver.run()
    return np.array(solver.getSolution().col_value)
