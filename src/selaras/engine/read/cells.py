"""Python values of cells into texts: without loss, one spelling per value."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import polars as pl

from selaras.engine.read import grid

_WHOLE = 2**63
_MIDNIGHT = dt.time()

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


def column(cells: Sequence[Cell]) -> tuple[pl.Series, pl.Series]:
    """Texts (String) and kinds (UInt8) of the cells of one column."""
    types = set(map(type, cells))
    if types <= {str}:
        texts = pl.Series(cells, dtype=pl.String)
        texts = texts.set(texts == "", None)
        return texts, texts.is_not_null().cast(pl.UInt8) * grid.TEXT
    if types <= {str, float}:
        return _mixed(cells)
    pairs = [one(cell) for cell in cells]
    texts = pl.Series([text for text, _ in pairs], dtype=pl.String)
    return texts, pl.Series([kind for _, kind in pairs], dtype=pl.UInt8)


def _mixed(cells: Sequence[Cell]) -> tuple[pl.Series, pl.Series]:
    numbers = numbers_to_text(
        pl.Series([cell if type(cell) is float else None for cell in cells], dtype=pl.Float64)
    )
    strings = pl.Series([cell if type(cell) is str and cell else None for cell in cells], dtype=pl.String)
    frame = pl.DataFrame({"s": strings, "n": numbers}).select(
        text=pl.coalesce("s", "n"),
        kind=pl.when(pl.col("n").is_not_null())
        .then(pl.lit(grid.NUMBER, dtype=pl.UInt8))
        .when(pl.col("s").is_not_null())
        .then(pl.lit(grid.TEXT, dtype=pl.UInt8))
        .otherwise(pl.lit(grid.EMPTY, dtype=pl.UInt8)),
    )
    return frame["text"], frame["kind"]


def numbers_to_text(numbers: pl.Series) -> pl.Series:
    """Float64 into text: whole numbers without ".0" and never in powers of ten, others in their shortest exact form."""
    whole = (numbers == numbers.floor()) & (numbers.abs() < _WHOLE)
    frame = pl.DataFrame({"n": numbers, "whole": whole}).select(
        pl.when("whole")
        .then(pl.col("n").cast(pl.Int64, strict=False).cast(pl.String))
        .otherwise(pl.col("n").cast(pl.String))
    )
    return frame.to_series()


def one(cell: Cell) -> tuple[str | None, int]:
    """Text and kind of one cell."""
    if cell is None or cell == "":
        return None, grid.EMPTY
    if isinstance(cell, str):
        return cell, grid.TEXT
    if isinstance(cell, bool):
        return ("TRUE" if cell else "FALSE"), grid.BOOL
    if isinstance(cell, int | float):
        return number(float(cell)), grid.NUMBER
    if isinstance(cell, dt.datetime):
        return (
            cell.date().isoformat() if cell.time() == _MIDNIGHT else cell.isoformat(" ", "seconds")
        ), grid.DATE
    return (cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)), grid.DATE


def number(value: float) -> str:
    """One number as `numbers_to_text` writes it."""
    if math.isfinite(value) and value == math.floor(value) and abs(value) < _WHOLE:
        return str(int(value))
    return str(pl.Series([value]).cast(pl.String)[0])
