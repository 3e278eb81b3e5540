"""Files as offices write them. Each writer returns sheet and row number of every row of the listing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import xlsxwriter

from selaras.synthetic import listing

CREATED = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Place:
    """Where the rows of a listing stand: file, and per row sheet and number as seen in the spreadsheet."""

    file: str
    sheet: pl.Series
    row: pl.Series


def text_file(
    rows: listing.Listing, folder: Path, *, separator: str = ",", encoding: str = "utf-8", bom: bool = False
) -> Place:
    """One CSV file, header in row 1. Characters the encoding lacks are written as `?`, as offices' programs do."""
    path = folder / f"{rows.name}.csv"
    frame = rows.frame.rename(dict(zip(rows.frame.columns, rows.headers, strict=True)))
    if encoding == "utf-8":
        frame.write_csv(path, separator=separator, include_bom=bom)
    else:
        text = frame.write_csv(separator=separator)
        path.write_bytes(text.encode(encoding, errors="replace"))
    count = frame.height
    return Place(
        path.name,
        pl.Series([rows.name]).new_from_index(0, count),
        pl.Series(np.arange(2, count + 2)).cast(pl.UInt32),
    )


@dataclass(frozen=True)
class Look:
    """How a workbook looks: titles above, header rows, numbering row, subtotals, one sheet per kecamatan."""

    titles: tuple[str, ...] = ()
    upper: tuple[
        tuple[int, int, str], ...
    ] = ()  # first and last column and text of merged cells above the header
    numbering: bool = False
    subtotals: bool = False
    by_kecamatan: bool = False
    hidden: tuple[int, ...] = ()
    sheet: str = "Sheet1"
    gap: bool = True  # an empty row between titles and header
    numeric: tuple[int, ...] = ()  # columns written as numbers where they are digits


def xlsx(rows: listing.Listing, folder: Path, look: Look) -> Place:
    """One workbook for one listing."""
    return book(rows.name, [(rows, look)], folder)[0]


def book(stem: str, pages: list[tuple[listing.Listing, Look]], folder: Path) -> list[Place]:
    """One workbook for several listings. Everything is written as text, as SIKS-NG and most offices do."""
    path = folder / f"{stem}.xlsx"
    places = []
    # Merged header cells reach into the row below, which a workbook written row by row no longer takes back.
    with workbook(path, streamed=not any(look.upper for _, look in pages)) as made:
        for rows, look in pages:
            name = [""] * rows.frame.height
            number = np.zeros(rows.frame.height, np.int64)
            for title, at in _sheets(rows, look):
                page = made.add_worksheet(title)
                top = _head(made, page, rows.headers, look, title)
                number[at] = _body(page, rows.frame[at], rows.desa[at], top, look)
                for one in at.tolist():
                    name[one] = title
            places.append(
                Place(path.name, pl.Series(name, dtype=pl.String), pl.Series(number).cast(pl.UInt32))
            )
    return places


def workbook(path: Path, *, streamed: bool = False) -> Any:
    """An empty workbook whose bytes depend on its content only. `streamed`: rows can be written once, from the top."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": streamed, "strings_to_numbers": False})
    book.set_properties(
        {"created": CREATED, "author": "Kabupaten buatan", "comments": "Data buatan, bukan orang nyata"}
    )
    return book


def _sheets(rows: listing.Listing, look: Look) -> list[tuple[str, Any]]:
    if not look.by_kecamatan:
        return [(look.sheet, np.arange(rows.frame.height))]
    keys = rows.kecamatan.fill_null("-")
    found = []
    used: set[str] = set()
    for name in keys.unique(maintain_order=True):
        title = "".join(c for c in name if c not in "[]:*?/\\'")[:31]
        while title.lower() in used:
            title = title[:28] + f"_{len(used)}"
        used.add(title.lower())
        found.append((title, np.flatnonzero((keys == name).to_numpy())))
    return found


def _head(book: Any, page: Any, headers: list[str], look: Look, title: str) -> int:
    """Writes everything above the data. Returns the zero-based row of the first data row."""
    bold = book.add_format(
        {"bold": True, "align": "center", "valign": "vcenter", "border": 1, "text_wrap": True}
    )
    row = 0
    for text in look.titles:
        page.write_string(row, 0, text.replace("{kecamatan}", title))
        row += 1
    if look.titles and look.gap:
        row += 1
    if look.upper:
        merged = set()
        for first, last, text in look.upper:
            page.merge_range(row, first, row, last, text, bold)
            merged |= set(range(first, last + 1))
        for column, header in enumerate(headers):
            if column in merged:
                page.write_string(row + 1, column, header, bold)
            else:
                page.merge_range(row, column, row + 1, column, header, bold)
        row += 2
    else:
        for column, header in enumerate(headers):
            page.write_string(row, column, header, bold)
        row += 1
    if look.numbering:
        for column in range(len(headers)):
            page.write_string(row, column, f"({column + 1})", bold)
        row += 1
    for column in look.hidden:
        page.set_column(column, column, 8, None, {"hidden": True})
    return row


def _body(page: Any, frame: pl.DataFrame, desa: pl.Series, top: int, look: Look) -> Any:
    """Writes the data rows. Returns their numbers as seen in the sheet (1-based)."""
    numbers = np.zeros(frame.height, np.int64)
    write = page.write_string
    row, count = top, 0
    villages = desa.fill_null("-").to_list()
    for index, cells in enumerate(frame.iter_rows()):
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            if column in look.numeric and cell.isdigit():
                page.write_number(row, column, int(cell))
            else:
                write(row, column, cell)
        numbers[index] = row + 1
        row += 1
        count += 1
        if look.subtotals and (index + 1 == frame.height or villages[index + 1] != villages[index]):
            page.write_string(row, 1, f"JUMLAH {villages[index]}")
            page.write_string(row, 2, str(count))
            row += 1
            count = 0
    return numbers
