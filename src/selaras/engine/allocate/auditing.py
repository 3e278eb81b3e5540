"""The bound of linear programming (HiGHS): what any allocation could reach at most if families could be served in parts; and for
small problems the best allocation itself. For audit, never in the way of a proposal."""

from __future__ import annotations

from dataclasses import dataclass, field

import highspy
import numpy as np
import numpy.typing as npt

from selaras.engine.allocate.choosing import Groups
from selaras.engine.allocate.prices import Limits
from selaras.engine.allocate.problem import Problem

Whole = npt.NDArray[np.int64]
INF = float(highspy.kHighsInf)
# From here on the interior point is faster than the simplex.
MANY_PAIRS = 300_000


def bound(problem: Problem, *, seconds: float = 600.0) -> float | None:
    """The optimum of the relaxed problem; None where HiGHS did not finish in `seconds`."""
    return _solved(problem, seconds, whole=False)


def optimum(problem: Problem, *, seconds: float = 60.0) -> float | None:
    """The value of the best allocation there is (mixed-integer, gap 0); for small problems. None without a finish or where no
    allocation holds every limit."""
    return _solved(problem, seconds, whole=True)


@dataclass
class _Rows:
    """The limits of the model, collected as entries (row, column, figure)."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    row: list[Whole] = field(default_factory=list)
    column: list[Whole] = field(default_factory=list)
    figure: list[npt.NDArray[np.float64]] = field(default_factory=list)

    def one(
        self, low: float, high: float, columns: Whole, figures: npt.NDArray[np.float64] | None = None
    ) -> None:
        """One limit over these columns."""
        self.many(low, high, np.zeros(len(columns), np.int64), columns, figures, 1)

    def many(
        self,
        low: float,
        high: float,
        rows: Whole,
        columns: Whole,
        figures: npt.NDArray[np.float64] | None,
        count: int,
    ) -> None:
        """`count` limits of the same kind; `rows` says which of them each entry belongs to."""
        self.row.append(rows + len(self.low))
        self.column.append(columns)
        self.figure.append(np.ones(len(columns)) if figures is None else figures)
        self.low.extend([low] * count)
        self.high.extend([high] * count)


def _solved(problem: Problem, seconds: float, *, whole: bool) -> float | None:
    family, programme = np.nonzero(problem.eligible)
    if not len(family):
        return None if any(problem.floors.values()) else 0.0
    homes = problem.village[problem.kin.first]
    floors = np.flatnonzero(np.isin(homes, [v for v, floor in problem.floors.items() if floor]))
    value = np.maximum(np.nan_to_num(problem.value[family, programme].astype(np.float64)), 0)
    rows, columns = _rows(problem, family, programme, floors)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, len(rows.low)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.concatenate([value, np.zeros(columns - len(family))])
    lp.col_lower_, lp.col_upper_ = _given(problem, family, programme, columns), np.ones(columns)
    lp.row_lower_, lp.row_upper_ = np.array(rows.low), np.array(rows.high)
    row, column = np.concatenate(rows.row), np.concatenate(rows.column)
    order = np.lexsort((column, row))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(rows.low)))])
    lp.a_matrix_.index_ = column[order].astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate(rows.figure)[order]
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * columns
    return _run(lp, seconds, whole=whole)


def _run(lp: highspy.HighsLp, seconds: float, *, whole: bool) -> float | None:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, bool | float | str] = {"output_flag": False, "time_limit": seconds}
    if whole:
        options |= {"mip_rel_gap": 0.0, "mip_abs_gap": 1e-9}
    elif lp.num_col_ > MANY_PAIRS:
        options["solver"] = "ipm"
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return float(solver.getObjectiveValue())


def _given(problem: Problem, family: Whole, programme: Whole, columns: int) -> npt.NDArray[np.float64]:
    low = np.zeros(columns)
    for row, number in problem.given:
        low[: len(family)][(family == row) & (programme == number)] = 1
    return low


def _rows(problem: Problem, family: Whole, programme: Whole, floors: Whole) -> tuple[_Rows, int]:
    """The limits, and how many columns there are: pairs, families with a floor, and programmes a family may have for several rows."""
    limits, rows = Limits.of(problem), _Rows()
    place = np.full(problem.value.shape, -1, np.int64)
    place[family, programme] = np.arange(len(family))
    for number, offer in enumerate(problem.offers):
        here = np.flatnonzero(programme == number)
        rows.one(-INF, float(limits.share[number]), here)
        if offer.varies and offer.costs is not None:
            # In mean shares: a solver that adds rupiah to counts loses digits.
            rows.one(-INF, float(limits.money[number]), here, offer.costs[family[here]] / limits.unit[number])
        for region in np.flatnonzero(np.isfinite(limits.region[:, number])):
            inside = here[problem.region[family[here]] == region]
            rows.one(-INF, float(limits.region[region, number]), inside)
    has, columns = _having(rows, problem, place, len(family) + len(floors))
    crowded = np.flatnonzero((has >= 0).sum(axis=1) > problem.most)
    _per_family(rows, has, crowded, list(range(len(problem.offers))), problem.most)
    groups = Groups.of(len(problem.offers), problem.exclusive, problem.most)
    together = {frozenset(members) for members in groups.cliques if len(members) > 1}
    pairs = {frozenset(pair) for pair in problem.exclusive}
    together |= {pair for pair in pairs if not any(pair <= members for members in together)}
    for members in sorted(together, key=sorted):
        both = np.flatnonzero((has[:, sorted(members)] >= 0).sum(axis=1) > 1)
        _per_family(rows, has, both, sorted(members), 1)
    _floors(rows, problem, place, floors, len(family))
    return rows, columns


def _having(rows: _Rows, problem: Problem, place: Whole, columns: int) -> tuple[Whole, int]:
    """The column that says whether a family has a programme: that of its pair; where it may have it for several rows, a column of its
    own that is at least as much as each of them. And how many columns there are now."""
    kin = problem.kin
    if kin.alone:
        return place, columns
    there = place >= 0
    several = kin.sum(there.astype(np.int64)) > 1
    has = np.maximum.reduceat(place, kin.first, axis=0)
    has[several] = columns + np.arange(np.count_nonzero(several))
    row, programme = np.nonzero(there & several[kin.of])
    count = len(row)
    which = np.tile(np.arange(count), 2)
    pairs = np.concatenate([place[row, programme], has[kin.of[row], programme]])
    rows.many(-INF, 0.0, which, pairs, np.concatenate([np.ones(count), -np.ones(count)]), count)
    return has, columns + int(np.count_nonzero(several))


def _per_family(rows: _Rows, place: Whole, families: Whole, programmes: list[int], most: int) -> None:
    columns = place[families][:, programmes]
    which, _ = np.nonzero(columns >= 0)
    rows.many(-INF, float(most), which, columns[columns >= 0], None, len(families))


def _floors(rows: _Rows, problem: Problem, place: Whole, floors: Whole, pairs: int) -> None:
    """Of each family in a village with a floor whether it is served: at most what it gets."""
    kin = problem.kin
    mine = np.isin(kin.of, floors)
    at, own = np.searchsorted(floors, kin.of[mine]), place[mine]
    row, _ = np.nonzero(own >= 0)
    which, count = at[row], len(floors)
    rows.many(
        -INF,
        0.0,
        np.concatenate([np.arange(count), which]),
        np.concatenate([pairs + np.arange(count), own[own >= 0]]),
        np.concatenate([np.ones(count), -np.ones(len(which))]),
        count,
    )
    for village, floor in problem.floors.items():
        if floor:
            rows.one(float(floor), INF, pairs + np.flatnonzero(problem.village[kin.first[floors]] == village))
