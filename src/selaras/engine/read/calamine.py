"""XLS and ODS, and every XLSX our own reader does not know its way in, through python-calamine.

calamine lays out the whole used area, so the caller has made sure that it is not too large (`Package.verify`,
`ods.refuse_repeats`). Rows are fetched in blocks: only one block of Python objects lives at a time.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import polars as pl
import python_calamine

from selaras.engine.read import cells, grid
from selaras.kernel.errors import SelarasError

FULL = frozenset((65_536, 1_048_576))
"""Last row of XLS, and of XLSX and ODS."""

_BLOCK = 16_384
_VISIBLE = python_calamine.SheetVisibleEnum.Visible
_GRID_SHEET = python_calamine.SheetTypeEnum.WorkSheet


def grids(path: Path) -> list[grid.Grid]:
    """All worksheets of a file, empty ones left out. Raises SelarasError for a locked or broken file."""
    try:
        return _read(path)
    except python_calamine.PasswordError as error:
        raise SelarasError("baca_berkata_sandi", file=path.name) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise SelarasError("baca_rusak", file=path.name) from error
    except BaseException as error:
        # A broken XLS can make calamine panic. That is no Exception in Python and has no importable name.
        if type(error).__name__ != "PanicException":
            raise
        raise SelarasError("baca_rusak", file=path.name) from error


def _read(path: Path) -> list[grid.Grid]:
    workbook = python_calamine.CalamineWorkbook.from_path(str(path))
    found = [
        _grid(path, workbook.get_sheet_by_name(meta.name), hidden=meta.visible != _VISIBLE)
        for meta in workbook.sheets_metadata
        if meta.typ == _GRID_SHEET
    ]
    return [one for one in found if one is not None]


def _grid(path: Path, sheet: python_calamine.CalamineSheet, *, hidden: bool) -> grid.Grid | None:
    if sheet.start is None:
        return None
    blocks: list[list[tuple[pl.Series, pl.Series]]] = []
    rows = sheet.iter_rows()
    while block := list(itertools.islice(rows, _BLOCK)):
        blocks.append([cells.column(column) for column in zip(*block, strict=True)])
    texts: dict[int, pl.Series] = {}
    kinds: dict[int, pl.Series] = {}
    left = sheet.start[1]  # rows come from the first row of the sheet on, columns from the first used one
    for place in range(len(blocks[0])):
        text = pl.concat([block[place][0] for block in blocks])
        if text.null_count() < len(text):
            texts[left + place] = text
            kinds[left + place] = pl.concat([block[place][1] for block in blocks])
    if not texts:
        return None
    height = len(next(iter(texts.values())))
    return grid.Grid(
        file=path.name,
        name=sheet.name,
        rows=pl.Series("row", range(1, height + 1), dtype=pl.UInt32),
        texts=texts,
        kinds=kinds,
        merged=[(*start, *end) for start, end in sheet.merged_cell_ranges or []],
        hidden=hidden,
        full_at=FULL,
    )
