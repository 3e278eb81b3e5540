"""Writes a file in this layout; every cell is text, and none is taken for a formula."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Final

import xlsxwriter

from selaras.sources.verval import columns

Cells = Mapping[str, str]
_ALWAYS: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001  a workbook knows no zones
_PLAIN: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def written(titles: Sequence[str], keluarga: Sequence[Cells], anggota: Sequence[Cells]) -> bytes:
    """An XLSX with a sheet of keluarga and one of persons under these title lines. Cells by field of `columns`."""
    room = io.BytesIO()
    with xlsxwriter.Workbook(room, _PLAIN) as book:
        # The same findings are the same bytes, so that they are recognised when they come twice.
        book.set_properties({"created": _ALWAYS})
        _sheet(book, columns.KELUARGA_SHEET, titles, columns.KELUARGA, keluarga)
        _sheet(book, columns.ANGGOTA_SHEET, titles, columns.ANGGOTA, anggota)
    return room.getvalue()


def _sheet(
    book: xlsxwriter.Workbook,
    name: str,
    titles: Sequence[str],
    known: Mapping[str, str],
    rows: Sequence[Cells],
) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    for line, title in enumerate(titles):
        sheet.write_string(line, 0, title, bold)
    top = len(titles) + 1 if titles else 0
    for column, head in enumerate(("No", *known.values())):
        sheet.write_string(top, column, head, bold)
    for number, row in enumerate(rows, start=1):
        sheet.write_string(top + number, 0, str(number))
        for column, field in enumerate(known, start=1):
            if text := row.get(field, ""):
                sheet.write_string(top + number, column, text)
    sheet.freeze_panes(top + 1, 0)
