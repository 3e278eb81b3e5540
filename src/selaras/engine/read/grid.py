"""A sheet before anything is understood: columns of cell texts with the kind of each cell.

All readers (XLSX, XLS, ODS, CSV, HTML) end here; `shape` turns a grid into a sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

EMPTY: Final = 0
TEXT: Final = 1
NUMBER: Final = 2
DATE: Final = 3
BOOL: Final = 4
ERROR: Final = 5
"""Kinds of cells, in the order of `sheet.KINDS`."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 0."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of one sheet.

    rows     UInt32: row number in the spreadsheet (1-based) of every row held here, ascending. Rows without any cell
             may be left out
    texts    by column index (0 is column A): String, null for an empty cell; as long as `rows`
    kinds    by column index: UInt8, one of the constants above; or one kind for all filled cells of the column
    merged   areas of merged cells; empty where the file does not say
    hidden_columns  None where the file does not say
    full_at  row numbers that are the last a file of this type can hold
    """

    file: str
    name: str
    rows: pl.Series
    texts: Mapping[int, pl.Series]
    kinds: Mapping[int, pl.Series | int]
    merged: Sequence[Area] = ()
    hidden: bool = False
    hidden_columns: frozenset[int] | None = None
    full_at: frozenset[int] = frozenset()

    @property
    def height(self) -> int:
        return len(self.rows)

    def kinds_of(self, column: int, count: int | None = None) -> pl.Series:
        """Kinds of one column, cell by cell; of its first `count` cells only."""
        kinds, count = self.kinds[column], self.height if count is None else count
        if isinstance(kinds, pl.Series):
            return kinds.head(count)
        filled = self.texts[column].head(count).is_not_null()
        return filled.cast(pl.UInt8) * kinds

    def top(self, count: int) -> Top:
        """The first rows as plain lists, for looking at headers."""
        columns = sorted(self.texts)
        texts = [self.texts[column].head(count).to_list() for column in columns]
        kinds = [self.kinds_of(column, count).to_list() for column in columns]
        return Top(columns, self.rows.head(count).to_list(), texts, kinds)


@dataclass(frozen=True, slots=True)
class Top:
    """The upper rows of a grid, by column place and row place: `texts[place][row]`."""

    columns: list[int]
    rows: list[int]
    texts: list[list[str | None]]
    kinds: list[list[int]]

    @property
    def height(self) -> int:
        return len(self.rows)

    def row(self, at: int) -> list[str]:
        """Trimmed texts of one row, "" for an empty cell."""
        return [" ".join((column[at] or "").split()) for column in self.texts]
