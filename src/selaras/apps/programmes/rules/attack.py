"""Somebody who takes every figure that was ever published of a programme and tries to find a small count by subtraction.

They know the rule and its rounding, that parts add up, which counts are under ten (FEW), where what is HIDDEN is not, and, as far
as that fits, that within a year nobody who was decided on is forgotten. A linear programme per cell gives the least and the
most each small count can be; it leaks where that excludes any of 0 to 9. The change from one edition to the next leaks where it is
small and its range is narrower than that. The table is a network, so the ends are those of whole numbers too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import highspy
import numpy as np

SMALLEST, STEP = 10, 5
FEW, HIDDEN = "sedikit", "tersembunyi"
PARTS = ("sampai", "belum")
MEASURES = ("putus", *PARTS)
TOTAL = ""
# How far a number is from the count it was rounded from; and how far the count may move before a new number is said.
_ROUNDED, _STAYS = STEP // 2, SMALLEST - 1
_SLACK = 1e-6

Cell = tuple[str, str]
"""(code of a kecamatan or TOTAL, measure)"""
Counts = Mapping[Cell, int]
Shown = Mapping[Cell, int | str]


def span(shown: Shown, cell: Cell, before: Shown) -> tuple[float, float]:
    """What a count can be by what a sheet says of it, after the sheet before."""
    said = shown[cell]
    if said == FEW:
        return 0.0, float(SMALLEST - 1)
    if isinstance(said, str):
        row, measure = cell
        # Two hidden parts of a row may both be small, and so may all together; beside a small part the hidden one is not.
        small = row == TOTAL if measure == "putus" else FEW not in (shown[row, part] for part in PARTS)
        return 0.0 if small else float(SMALLEST), highspy.kHighsInf
    off = _ROUNDED + (_STAYS if said == before.get(cell) else 0)
    return float(max(said - off, SMALLEST)), float(said + off)


def leaks(editions: Sequence[Shown], true: Sequence[Counts]) -> Cell | None:
    """A cell of any edition whose small count, or small change, comes out; None where nothing does.

    Takes the sheets as published, oldest first, and the counts behind them.
    """
    model = _Model(editions, growing=True)
    if not model.holds():
        model = _Model(editions, growing=False)
    for at in reversed(range(len(editions))):
        for cell, count in true[at].items():
            if count < SMALLEST and not _open(*model.ends({(at, cell): 1.0})):
                return cell
            earlier = true[at - 1].get(cell) if at else None
            if earlier is not None and abs(count - earlier) < SMALLEST:
                low, high = model.ends({(at, cell): 1.0, (at - 1, cell): -1.0})
                if high - low < SMALLEST - 1 - _SLACK:
                    return cell
    return None


def _open(low: float, high: float) -> bool:
    return low <= _SLACK and high >= SMALLEST - 1 - _SLACK


class _Model:
    """All editions together as one linear programme: a column for each cell, its span as bounds, sums as rows."""

    def __init__(self, editions: Sequence[Shown], *, growing: bool) -> None:
        self.columns = {
            (at, cell): None for at, shown in enumerate(editions) for cell in shown
        }  # keeps the order
        self.place = {key: n for n, key in enumerate(self.columns)}
        self.solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self.solver.setOptionValue("output_flag", False)  # noqa: FBT003  HiGHS' own signature
        for at, cell in self.columns:
            self.solver.addVar(*span(editions[at], cell, editions[at - 1] if at else {}))
        for at, shown in enumerate(editions):
            self._sums(at, shown)
            if growing and at:
                self._grows(at, shown)

    def _row(self, entries: Mapping[tuple[int, Cell], float], low: float, high: float) -> None:
        where = np.array([self.place[key] for key in entries], np.int32)
        self.solver.addRow(low, high, len(where), where, np.array(list(entries.values()), np.float64))

    def _sums(self, at: int, shown: Shown) -> None:
        rows = dict.fromkeys(row for row, _ in shown)
        for row in rows:
            parts = {(at, (row, "sampai")): -1.0, (at, (row, "belum")): -1.0}
            self._row({(at, (row, "putus")): 1.0, **parts}, 0.0, 0.0)
        for measure in MEASURES:
            parts = {(at, (row, measure)): -1.0 for row in rows if row != TOTAL}
            self._row({(at, (TOTAL, measure)): 1.0, **parts}, 0.0, 0.0)

    def _grows(self, at: int, shown: Shown) -> None:
        for row, measure in shown:
            key = (at - 1, (row, measure))
            if measure == "putus" and key in self.place:
                self._row({(at, (row, measure)): 1.0, key: -1.0}, 0.0, highspy.kHighsInf)

    def holds(self) -> bool:
        """Whether there is any table like this."""
        self.solver.run()
        return bool(self.solver.getModelStatus() != highspy.HighsModelStatus.kInfeasible)

    def ends(self, wanted: Mapping[tuple[int, Cell], float]) -> tuple[float, float]:
        """The least and the most of a sum of cells."""
        for key, weight in wanted.items():
            self.solver.changeColCost(self.place[key], weight)
        found = (self._end(highspy.ObjSense.kMinimize), self._end(highspy.ObjSense.kMaximize))
        for key in wanted:
            self.solver.changeColCost(self.place[key], 0.0)
        return found

    def _end(self, sense: highspy.ObjSense) -> float:
        self.solver.changeObjectiveSense(sense)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return float(self.solver.getInfo().objective_function_value)
        return -highspy.kHighsInf if sense == highspy.ObjSense.kMinimize else highspy.kHighsInf
