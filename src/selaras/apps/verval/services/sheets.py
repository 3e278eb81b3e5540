"""The sheet for answers that came on paper: written with locked heads and lists of choices. `sheets_read` reads it back."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from selaras.apps.verval.rules import paper

MOST_BYTES, MOST_ROWS, MOST_CELLS = 10 * 1024 * 1024, 500, 400_000
FAMILIES, PEOPLE, CHOICES = "Isian", "Anggota", "Pilihan"
LOCKED = ("Kode keluarga", "Tanda", "No", "Desa/kelurahan", "RT", "Kepala keluarga", "Nomor KK")
LOCKED_PEOPLE = ("Kode keluarga", "Kode anggota", "Kepala keluarga", "Nama anggota")
OFFICER, DAY = "Petugas", "Tanggal kunjungan"
TOP = 3
_PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class Family:
    """A family as its line shows it. `mark`: checksum of what is locked; `members`: (reference, name)."""

    target: str
    mark: str
    desa: str
    rt: str
    head: str
    kk: str
    members: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it came back. `number`: as the spreadsheet counts; `cells` by question, `members` by reference."""

    number: int
    locked: tuple[str, ...]
    officer: str
    day: str
    cells: Mapping[str, str]
    members: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nobody wrote anything here."""
        return not any((self.officer, self.day, *self.cells.values(), *self.members))


@dataclass(frozen=True, slots=True)
class Made:
    """What a sheet is for: reference of the campaign, id and version of its form."""

    campaign: str
    form: str
    version: str

    @property
    def title(self) -> str:
        """The line that says so, in the sheet's first cell."""
        return f"Selaras verval | {self.campaign} | {self.form} | {self.version}"


def written(
    made: Made, asked: Sequence[paper.Question], families: Iterable[Family], officers: Sequence[str]
) -> bytes:
    """The workbook: a line per family, one per member, and the choices."""
    room, rows = io.BytesIO(), list(families)
    with xlsxwriter.Workbook(room, _PLAIN) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7EEF0"})
        open_, day = book.add_format({"locked": False, "num_format": "@"}), book.add_format(
            {"locked": False, "num_format": "dd-mm-yyyy"}
        )  # fmt: skip
        sheets = [book.add_worksheet(name) for name in (FAMILIES, PEOPLE, CHOICES)]
        ranges = _choices(sheets[2], asked, officers, bold)
        _families(sheets[0], made, [q for q in asked if not q.members], rows, (bold, open_, day), ranges)
        _people(sheets[1], made, [q for q in asked if q.members], rows, (bold, open_), ranges)
    return room.getvalue()


def _choices(
    sheet: Worksheet, asked: Sequence[paper.Question], officers: Sequence[str], bold: Format
) -> dict[str, str]:
    """Writes the lists; returns the range of each by the name of its question."""
    lists = [(OFFICER, OFFICER, list(officers))]
    lists += [(q.name, q.label, [label for _, label in q.choices]) for q in asked if q.choices]
    found = {}
    for column, (name, label, texts) in enumerate(lists):
        sheet.write_string(0, column, label, bold)
        for row, text in enumerate(texts, start=1):
            sheet.write_string(row, column, text)
        letter = xl_col_to_name(column, col_abs=True)
        found[name] = f"={CHOICES}!{letter}$2:{letter}${max(len(texts), 1) + 1}"
    sheet.set_column(0, len(lists), 28)
    sheet.protect()
    return found


def _families(
    sheet: Worksheet,
    made: Made,
    asked: Sequence[paper.Question],
    rows: Sequence[Family],
    formats: tuple[Format, Format, Format],
    ranges: Mapping[str, str],
) -> None:
    bold, open_, day = formats
    names = [*LOCKED, OFFICER, DAY, *(q.name for q in asked)]
    _heads(sheet, made, names, [*LOCKED, OFFICER, DAY, *(_head(q) for q in asked)], bold)
    first = len(LOCKED)
    for number, row in enumerate(rows):
        line = TOP + number
        locked = (row.target, row.mark, str(number + 1), row.desa, row.rt, row.head, row.kk)
        for column, text in enumerate(locked):
            sheet.write_string(line, column, text)
        sheet.write_blank(line, first, None, open_)
        sheet.write_blank(line, first + 1, None, day)
        for column in range(first + 2, len(names)):
            sheet.write_blank(line, column, None, open_)
    if rows:
        last = TOP + len(rows) - 1
        _validate(sheet, (TOP, first, last, first), ranges[OFFICER])
        for column, question in enumerate(asked, start=first + 2):
            if question.kind == "select_one":
                _validate(sheet, (TOP, column, last, column), ranges[question.name])
    sheet.set_column(0, 1, None, None, {"hidden": True})
    sheet.set_column(3, len(names), 22)
    sheet.freeze_panes(TOP, 6)
    sheet.protect(options={"format_columns": True, "format_rows": True})


def _people(
    sheet: Worksheet,
    made: Made,
    asked: Sequence[paper.Question],
    rows: Sequence[Family],
    formats: tuple[Format, Format],
    ranges: Mapping[str, str],
) -> None:
    bold, open_ = formats
    names = [*LOCKED_PEOPLE, *(q.name for q in asked)]
    _heads(sheet, made, names, [*LOCKED_PEOPLE, *(_head(q) for q in asked)], bold)
    line = TOP
    for row in rows:
        for reference, name in row.members:
            for column, text in enumerate((row.target, reference, row.head, name)):
                sheet.write_string(line, column, text)
            for column in range(len(LOCKED_PEOPLE), len(names)):
                sheet.write_blank(line, column, None, open_)
            line += 1
    if line > TOP:
        for column, question in enumerate(asked, start=len(LOCKED_PEOPLE)):
            if question.kind == "select_one":
                _validate(sheet, (TOP, column, line - 1, column), ranges[question.name])
    sheet.set_column(0, 1, None, None, {"hidden": True})
    sheet.set_column(2, len(names), 22)
    sheet.freeze_panes(TOP, 4)
    sheet.protect(options={"format_columns": True, "format_rows": True})


def _head(question: paper.Question) -> str:
    many = question.kind == "select_multiple"
    return f"{question.label} (beberapa, pisahkan dengan titik koma)" if many else question.label


def _heads(sheet: Worksheet, made: Made, names: Sequence[str], labels: Sequence[str], bold: Format) -> None:
    """First line what the sheet is for, second the labels, third (hidden) the names they are read by."""
    sheet.write_string(0, 0, made.title)
    sheet.write_string(
        0, 2, "Isi kolom yang tidak terkunci. Satu baris satu keluarga; baris kosong dilewati."
    )
    for column, (name, label) in enumerate(zip(names, labels, strict=True)):
        sheet.write_string(1, column, label, bold)
        sheet.write_string(2, column, name)
    sheet.set_row(2, None, None, {"hidden": True})


def _validate(sheet: Worksheet, area: tuple[int, int, int, int], source: str) -> None:
    sheet.data_validation(
        *area,
        {
            "validate": "list",
            "source": source,
            "error_title": "Pilihan",
            "error_message": "Pilih dari daftar.",
        },
    )
