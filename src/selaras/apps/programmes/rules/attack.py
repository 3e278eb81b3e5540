"""Somebody who takes every figure that was ever published of a programme and tries to find a small count by subtraction.

They know the rule and its rounding, that parts add up, which counts are under ten (FEW), where what is HIDDEN is not, and, as far
as that fits, that within a year nobody who was decided on is forgotten. A linear programme per cell gives the least and the
most each small count can be; it leaks where that excludes any of 0 to 9. The change from one edition to the next leaks where it is
small and its range is narrower than that. The table is a network, so the ends are those of whole numbers too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import highspy
import numpy as np
import numpy.typing as npt

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
Table = npt.NDArray[np.float64]
Wanted = Mapping[tuple[int, Cell], float]
# What has no upper end is looked at up to here: more than any count.
_MOST = 1e6


def span(shown: Shown, cell: Cell, before: Shown) -> tuple[float, float]:
    """What a count can be by what a sheet says of it, after the sheet before."""
    said = shown[cell]
    if said == FEW:
        return 0.0, float(SMALLEST - 1)
    if isinstance(said, str):
        row, measure = cell
        # Two hidden parts of a row may both be small, and so may all together; beside a small part the hidden one is not.
        small = row == TOTAL if measure == "putus" else FEW not in (shown[row, part] for part in PARTS)
        return 0.0 if small else float(SMALLEST), _MOST
    off = _ROUNDED + (_STAYS if said == before.get(cell) else 0)
    return float(max(said - off, SMALLEST)), float(said + off)


class Attacker:
    """All editions together as one linear programme: a column for each cell, its span as bounds, sums as rows.

    For each small count and each small change two tables are kept that fit all that was published, one at each end of what has to
    stay possible. A number that fits them too takes nothing away; only where it does not, the programme is solved anew.
    """

    def __init__(self, editions: Sequence[Shown], true: Sequence[Counts]) -> None:
        """Takes the sheets as published, oldest first, and the counts behind them."""
        self.editions = [dict(shown) for shown in editions]
        keys = [(at, cell) for at, shown in enumerate(self.editions) for cell in shown]
        self.place = {key: n for n, key in enumerate(keys)}
        spans = np.array([self._span(at, cell) for at, cell in keys])
        self.low, self.high = spans[:, 0].copy(), spans[:, 1].copy()
        self.solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self.solver.setOptionValue("output_flag", False)  # noqa: FBT003  HiGHS' own signature
        for low, high in spans:
            self.solver.addVar(low, high)
        grows = all(_grows(true[at], true[at - 1]) for at in range(1, len(true)))
        for at, shown in enumerate(self.editions):
            self._sums(at, shown)
            if grows and at:
                self._growth(at, shown)
        self.targets = list(_targets(true))
        self.kept: list[tuple[Table, Table] | None] = [None] * len(self.targets)

    def leaks(self) -> Cell | None:
        """A cell whose small count, or small change, comes out; None where nothing does."""
        kept = list(self.kept)
        for n, (wanted, fixed) in enumerate(self.targets):
            known = kept[n]
            if known is not None and self._fits(known[0]) and self._fits(known[1]):
                continue
            ends = self._ends(wanted)
            low, high = (self._value(wanted, table) for table in ends)
            narrow = (
                (low > _SLACK or high < SMALLEST - 1 - _SLACK)
                if fixed
                else high - low < SMALLEST - 1 - _SLACK
            )
            if narrow:
                return next(iter(wanted))[1]
            kept[n] = ends
        self.kept = kept
        return None

    def say(self, wanted: Mapping[Cell, int | str]) -> bool:
        """Publishes these cells of the newest edition, if nothing leaks by it; whether it does not."""
        at, before = len(self.editions) - 1, dict(self.editions[-1])
        self.editions[-1].update(wanted)
        rows = {row for row, _ in wanted}
        touched = [(at, cell) for cell in before if cell[0] in rows]
        self._bound(touched)
        if self.leaks() is None:
            return True
        self.editions[-1] = before
        self._bound(touched)
        return False

    def _bound(self, keys: Sequence[tuple[int, Cell]]) -> None:
        for at, cell in keys:
            n = self.place[at, cell]
            self.low[n], self.high[n] = self._span(at, cell)
            self.solver.changeColBounds(n, self.low[n], self.high[n])

    def _span(self, at: int, cell: Cell) -> tuple[float, float]:
        return span(self.editions[at], cell, self.editions[at - 1] if at else {})

    def _row(self, entries: Mapping[tuple[int, Cell], float], low: float, high: float) -> None:
        where = np.array([self.place[key] for key in entries], np.int32)
        self.solver.addRow(low, high, len(where), where, np.array(list(entries.values()), np.float64))

    def _sums(self, at: int, shown: Shown) -> None:
        rows = dict.fromkeys(row for row, _ in shown)
        for row in rows:
            parts = {(at, (row, part)): -1.0 for part in PARTS}
            self._row({(at, (row, "putus")): 1.0, **parts}, 0.0, 0.0)
        for measure in MEASURES:
            parts = {(at, (row, measure)): -1.0 for row in rows if row != TOTAL}
            self._row({(at, (TOTAL, measure)): 1.0, **parts}, 0.0, 0.0)

    def _growth(self, at: int, shown: Shown) -> None:
        for row, measure in shown:
            key = (at - 1, (row, measure))
            if measure == "putus" and key in self.place:
                self._row({(at, (row, measure)): 1.0, key: -1.0}, 0.0, highspy.kHighsInf)

    def _fits(self, table: Table) -> bool:
        return bool(np.all(table >= self.low - _SLACK) and np.all(table <= self.high + _SLACK))

    def _value(self, wanted: Wanted, table: Table) -> float:
        return float(sum(weight * table[self.place[key]] for key, weight in wanted.items()))

    def _ends(self, wanted: Wanted) -> tuple[Table, Table]:
        """A table with the least of a sum of cells, and one with the most, as far as it has to go."""
        for key, weight in wanted.items():
            self.solver.changeColCost(self.place[key], weight)
        found = tuple(self._end(sense) for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize))
        for key in wanted:
            self.solver.changeColCost(self.place[key], 0.0)
        return found[0], found[1]

    def _end(self, sense: highspy.ObjSense) -> Table:
        self.solver.changeObjectiveSense(sense)
        self.solver.run()
        return np.array(self.solver.getSolution().col_value)


def _grows(now: Counts, before: Counts) -> bool:
    return all(now[cell] >= count for cell, count in before.items() if cell[1] == "putus" and cell in now)


def _targets(true: Sequence[Counts]) -> Iterator[tuple[Wanted, bool]]:
    """Small counts (whose range has to hold 0 to 9: True) and small changes (whose range has to be as wide), newest first."""
    for at in reversed(range(len(true))):
        for cell, count in true[at].items():
            if count < SMALLEST:
                yield {(at, cell): 1.0}, True
            earlier = true[at - 1].get(cell) if at else None
            if earlier is not None and abs(count - earlier) < SMALLEST:
                yield {(at, cell): 1.0, (at - 1, cell): -1.0}, False
