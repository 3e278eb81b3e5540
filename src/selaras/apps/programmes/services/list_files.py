"""Rows of a list as a sheet: texts forced, so that nothing in a cell is reckoned, and no account loses its zeros."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from selaras.apps.programmes.rules import lists as rules
from selaras.apps.registry.export import escaped

_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def _cell(value: str | int) -> str:
    text = str(value)
    return text if text.isdecimal() else escaped(text)


def as_csv(rows: Sequence[rules.Row], purpose: rules.Purpose, *, nik: bool) -> bytes:
    """A CSV that Excel opens as UTF-8."""
    room = io.StringIO()
    writer = csv.writer(room)
    writer.writerow(rules.heads(purpose, nik=nik))
    writer.writerows([_cell(cell) for cell in row.cells(purpose, nik=nik)] for row in rows)
    return room.getvalue().encode("utf-8-sig")


def as_book(rows: Sequence[rules.Row], purpose: rules.Purpose, *, nik: bool) -> bytes:
    """A workbook of one sheet."""
    room, heads = io.BytesIO(), rules.heads(purpose, nik=nik)
    with xlsxwriter.Workbook(room, _TEXT) as book:
        sheet = book.add_worksheet("Penyaluran" if purpose is rules.Purpose.PAY else "Pembukaan rekening")
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        text = book.add_format({"num_format": "@"})
        for column, head in enumerate(heads):
            # What is typed into a column of texts later stays one.
            sheet.set_column(column, column, 18, text if head in rules.TEXTS else None)
            sheet.write_string(0, column, head, bold)
        for place, row in enumerate(rows, start=1):
            for column, value in enumerate(row.cells(purpose, nik=nik)):
                if heads[column] in rules.FIGURES:
                    sheet.write_number(place, column, int(value), money)
                elif value != "":
                    sheet.write_string(
                        place, column, _cell(value), text if heads[column] in rules.TEXTS else None
                    )
        sheet.freeze_panes(1, 1)
    return room.getvalue()
