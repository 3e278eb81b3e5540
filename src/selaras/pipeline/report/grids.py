"""A table as it is shown: the same one feeds the page, the workbook, the download and the drawing beside it."""

from __future__ import annotations

import base64
import csv
import io
from dataclasses import dataclass

import polars as pl

from selaras.pipeline import words

Cell = str | int | float | None
SMALL = 5
HIDDEN = f"< {SMALL}"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: teks, kode, jumlah (whole number), persen (fraction 0..1), bit (one decimal)."""

    head: str
    kind: str = "teks"


@dataclass(frozen=True, slots=True)
class Grid:
    """`says` tells what is counted, of how many, from which source and as known on which day."""

    slug: str
    title: str
    says: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def shown(self) -> list[list[str]]:
        """The cells as people read them."""
        return [
            [_shown(c, column.kind) for c, column in zip(row, self.columns, strict=True)] for row in self.rows
        ]

    @property
    def download(self) -> str:
        """The table as a CSV in a data address (`;`, decimal comma, UTF-8 with BOM: what a local Excel opens)."""
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow([escaped(column.head) for column in self.columns])
        for row in self.rows:
            writer.writerow([_plain(c, column.kind) for c, column in zip(row, self.columns, strict=True)])
        packed = base64.b64encode(text.getvalue().encode("utf-8-sig")).decode("ascii")
        return f"data:text/csv;charset=utf-8;base64,{packed}"


def from_frame(
    slug: str, title: str, says: str, columns: list[tuple[str, Column]], frame: pl.DataFrame
) -> Grid:
    """A grid of the named columns of a frame, in its order."""
    picked = frame.select(name for name, _ in columns)
    return Grid(slug, title, says, tuple(column for _, column in columns), tuple(picked.iter_rows()))


def escaped(text: str) -> str:
    """Text that a spreadsheet would take for a formula, made harmless by an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _shown(cell: Cell, kind: str) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    if kind == "persen":
        return words.share(cell)
    return words.decimal(cell) if kind == "bit" else words.count(cell)


def _plain(cell: Cell, kind: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return escaped(cell)
    if kind == "persen":
        return f"{cell * 100:.1f}".replace(".", ",")
    return str(cell).replace(".", ",")
