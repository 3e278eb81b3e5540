"""The bound of linear programming (HiGHS): what any allocation could reach at most if families could be served in parts. For audit."""

from __future__ import annotations

import highspy
import numpy as np
import numpy.typing as npt

from selaras.engine.allocate.prices import Limits
from selaras.engine.allocate.problem import Problem


def bound(problem: Problem, *, seconds: float = 600.0) -> float | None:
    """The optimum of the relaxed problem; None where HiGHS did not finish in `seconds`."""
    family, programme = np.nonzero(problem.value > 0)
    pairs = len(family)
    served = (
        np.flatnonzero((Limits.of(problem).village > 0)[problem.village])
        if problem.floors
        else np.empty(0, int)
    )
    columns = pairs + len(served)
    rows = _rows(problem, family, programme, served)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, len(rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.concatenate(
        [problem.value[family, programme].astype(np.float64), np.zeros(len(served))]
    )
    lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.ones(columns)
    lp.row_lower_ = np.array([low for low, _, _, _ in rows])
    lp.row_upper_ = np.array([high for _, high, _, _ in rows])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(index) for _, _, index, _ in rows)])
    lp.a_matrix_.index_ = np.concatenate([index for _, _, index, _ in rows])
    lp.a_matrix_.value_ = np.concatenate([value for _, _, _, value in rows])
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)  # noqa: FBT003  HiGHS' own signature
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("solver", "ipm")
    solver.passModel(lp)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return float(solver.getObjectiveValue())


Whole = npt.NDArray[np.intp]
Row = tuple[float, float, npt.NDArray[np.int32], npt.NDArray[np.float64]]


def _rows(problem: Problem, family: Whole, programme: Whole, served: Whole) -> list[Row]:
    limits, inf = Limits.of(problem), highspy.kHighsInf
    found: list[Row] = []

    def row(low: float, high: float, index, value=None) -> None:  # type: ignore[no-untyped-def]
        index = np.asarray(index, np.int32)
        found.append(
            (low, high, index, np.ones(len(index)) if value is None else np.asarray(value, np.float64))
        )

    for number in range(len(problem.offers)):
        here = np.flatnonzero(programme == number)
        row(-inf, limits.share[number], here)
        for region in np.flatnonzero(np.isfinite(limits.region[:, number])):
            row(-inf, limits.region[region, number], here[problem.region[family[here]] == region])
    starts = np.searchsorted(family, np.arange(problem.families + 1))
    place = {int(one): len(family) + number for number, one in enumerate(served)}
    for one in range(problem.families):
        own = np.arange(starts[one], starts[one + 1])
        if len(own) > problem.most:
            row(-inf, problem.most, own)
        offered = dict(zip(programme[own].tolist(), own.tolist(), strict=True))
        for first, second in problem.exclusive:
            if first in offered and second in offered:
                row(-inf, 1, [offered[first], offered[second]])
        if one in place:
            row(-inf, 0, [place[one], *own], [1, *([-1] * len(own))])
    for village, floor in problem.floors.items():
        row(floor, inf, [place[int(one)] for one in served[problem.village[served] == village]])
    return found
