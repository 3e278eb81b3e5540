"""Tables that leave as files, CSV and XLSX. No cell is one that a spreadsheet would compute (ASVS 1.2.10).

Every CSV of the house is written the one way that a spreadsheet of an Indonesian computer opens by a double click: UTF-8 with BOM,
`;` between cells, lines ended by CR LF, a comma before the fraction of a figure and nothing between its thousands. In XLSX a figure is
a number, shown as the computer of the reader shows numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

import xlsxwriter

# Texts; figures, which are added up; nothing.
Cell = str | int | float | None
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Cell]]]
_COMPUTES: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_PLAIN: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDE, _DECIMALS = 18, 4


def escaped(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_COMPUTES) else text


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> tuple[bytes, int]:
    """CSV as the head of this file says, and how many rows."""
    room, count = io.StringIO(), 0
    writer = csv.writer(room, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
        count += 1
    return room.getvalue().encode("utf-8-sig"), count


def _plain(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.{_DECIMALS}f}".replace(".", ",")
    return str(cell) if isinstance(cell, int) else escaped(cell or "")


def as_xlsx(
    heads: Sequence[str], rows: Iterable[Sequence[Cell]], title: str, *, in_memory: bool = False
) -> tuple[bytes, int]:
    """XLSX with one sheet `title`, and how many rows: texts stay texts, so that a NIK keeps its sixteen digits.

    `in_memory`: for what holds numbers in full, since else rows go by a file in the system's folder for such.
    """
    return as_book([(title, heads, rows)], in_memory=in_memory)


def as_book(sheets: Iterable[Sheet], *, in_memory: bool = False) -> tuple[bytes, int]:
    """XLSX with a sheet for each (title, heads, rows), and how many rows in all."""
    room, count = io.BytesIO(), 0
    with xlsxwriter.Workbook(
        room, {**_PLAIN, "in_memory": in_memory, "constant_memory": not in_memory}
    ) as book:
        bold = book.add_format({"bold": True})
        text, figure = book.add_format({"num_format": "@"}), book.add_format({"num_format": "#,##0"})
        parts = book.add_format({"num_format": "#,##0." + "0" * _DECIMALS})
        for title, heads, rows in sheets:
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 0)
            # The column too: what is typed into it later stays a text, an account with its zeros.
            sheet.set_column(0, len(heads) - 1, _WIDE, text)
            for column, head in enumerate(heads):
                sheet.write_string(0, column, head, bold)
            for line, row in enumerate(rows, start=1):
                for column, cell in enumerate(row):
                    if isinstance(cell, int | float):
                        sheet.write_number(line, column, cell, figure if isinstance(cell, int) else parts)
                    elif cell:
                        sheet.write_string(line, column, escaped(cell), text)
                count += 1
    return room.getvalue(), count
