"""laporan.xlsx: the same tables as the page, and the queue of decisions with file, sheet and row instead of names."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import xlsxwriter

from selaras.pipeline import run as run_
from selaras.pipeline import words
from selaras.pipeline.report import attention, figures, grids

QUEUE_ROWS = 5000
_WIDEST = 60
_FORMATS = {"jumlah": "#,##0", "persen": "0.0%", "bit": "0.0"}


def write(run: run_.Run, found: figures.Figures, path: Path) -> None:
    """Writes the workbook. `in_memory` keeps xlsxwriter from leaving copies in the system's folder for temp files."""
    book = xlsxwriter.Workbook(
        str(path), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(
        {"title": f"Laporan penyelarasan {found.region}", "created": _midnight(run.as_known_on)}
    )
    formats = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
    formats |= {
        "judul": book.add_format({"bold": True, "font_size": 14}),
        "kepala": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "catatan": book.add_format({"italic": True, "font_color": "#555555"}),
    }
    _summary(book.add_worksheet("Ringkasan"), found, formats)
    for grid, name in [(grid, _SHEETS[grid.slug]) for grid in found.grids] + [(queue(run), "Antrean")]:
        _sheet(book.add_worksheet(name), grid, formats)
    _definitions(book.add_worksheet("Pengertian"), found, formats)
    book.close()


_SHEETS = {
    "daftar": "Per sumber", "pasangan": "Antardaftar", "ketidaksesuaian": "Ketidaksesuaian", "desil": "Desil 1",
    "desa": "Per desa", "catatan": "Catatan berkas", "keputusan": "Menunggu keputusan", "berkas": "Berkas",
}  # fmt: skip


def queue(run: run_.Run) -> grids.Grid:
    """The pairs to decide: where both rows stand, the last four digits of the NIK, why. No names."""
    place = run.tables.records.select("rid", "source", "edition", "file", "sheet", "row", "nik")
    frame = run.tables.review.head(QUEUE_ROWS)
    for side in "ab":
        frame = frame.join(
            place.rename({name: f"{name}_{side}" for name in place.columns}), on=f"rid_{side}", how="left",
            maintain_order="left",
        )  # fmt: skip
    rows = tuple(
        (
            attention.reason(row["reason"])[0], row["weight"],
            *itertools.chain.from_iterable(
                (run_.title(row[f"source_{s}"]), words.edition(row[f"edition_{s}"]), row[f"file_{s}"],
                 row[f"sheet_{s}"], row[f"row_{s}"], _masked(row[f"nik_{s}"]))
                for s in "ab"
            ),
            row["person_a"], row["person_b"],
        )
        for row in frame.iter_rows(named=True)
    )  # fmt: skip
    heads = [grids.Column("Mengapa menunggu"), grids.Column("Bobot (bit)", "bit")]
    for side in "AB":
        heads += [grids.Column(f"{name} {side}") for name in ("Sumber", "Edisi", "Berkas", "Lembar")]
        heads += [grids.Column(f"Baris {side}", "jumlah"), grids.Column(f"NIK {side}", "kode")]
    heads += [grids.Column("Tanda orang A", "kode"), grids.Column("Tanda orang B", "kode")]
    total = run.tables.review.height
    more = (
        f" Hanya {words.count(QUEUE_ROWS)} teratas; selengkapnya di review.parquet."
        if total > QUEUE_ROWS
        else ""
    )
    says = f"{words.count(total)} pasangan, yang paling berguna lebih dulu. Buka kedua baris di berkas asalnya.{more}"
    return grids.Grid("antrean", "Antrean keputusan", says, tuple(heads), rows)


def _masked(digits: str | None) -> str:
    return f"•••• •••• •••• {digits[-4:]}" if digits else "–"


def _midnight(date: dt.date) -> dt.datetime:
    return dt.datetime(date.year, date.month, date.day, tzinfo=None)  # noqa: DTZ001 a workbook knows no zone


def _sheet(sheet: xlsxwriter.worksheet.Worksheet, grid: grids.Grid, formats: dict[str, object]) -> None:
    sheet.write_string(0, 0, grid.title, formats["judul"])
    sheet.write_string(1, 0, grid.says, formats["catatan"])
    for index, column in enumerate(grid.columns):
        sheet.write_string(3, index, column.head, formats["kepala"])
        sheet.set_column(index, index, _width(grid, index))
        for line, row in enumerate(grid.rows, start=4):
            cell = row[index]
            if isinstance(cell, str):
                sheet.write_string(line, index, grids.escaped(cell))
            elif cell is not None:
                sheet.write_number(line, index, cell, formats.get(column.kind))
    sheet.freeze_panes(4, 0)
    if grid.rows:
        sheet.autofilter(3, 0, 3 + len(grid.rows), len(grid.columns) - 1)


def _width(grid: grids.Grid, index: int) -> int:
    cells = [len(str(row[index])) for row in grid.rows[:200] if row[index] is not None]
    return min(_WIDEST, max([len(grid.columns[index].head) // 2 + 4, 8, *cells]) + 2)


def _summary(
    sheet: xlsxwriter.worksheet.Worksheet, found: figures.Figures, formats: dict[str, object]
) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 46)
    sheet.set_column(2, 2, 100)
    sheet.write_string(0, 0, f"Penyelarasan data {found.region}", formats["judul"])
    sheet.write_string(1, 0, f"Per tanggal {found.date}", formats["catatan"])
    sheet.write_string(2, 0, found.lead)
    for line, key in enumerate(found.keys, start=4):
        sheet.write_string(line, 0, key.value, formats["kepala"])
        sheet.write_string(line, 1, key.label)
        sheet.write_string(line, 2, key.says, formats["catatan"])


def _definitions(
    sheet: xlsxwriter.worksheet.Worksheet, found: figures.Figures, formats: dict[str, object]
) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 130)
    sheet.write_string(0, 0, "Pengertian", formats["judul"])
    entries = [(grid.title, grid.says) for grid in found.grids] + list(figures.DEFINITIONS)
    for line, (term, meaning) in enumerate(entries, start=2):
        sheet.write_string(line, 0, term)
        sheet.write_string(line, 1, meaning)
