"""Reads back the sheet for answers that came on paper, as texts."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from xlsxwriter.utility import xl_col_to_name

from selaras.apps.verval.rules import paper
from selaras.apps.verval.services import sheets
from selaras.engine.read import filetype, grid, package, xlsx
from selaras.engine.read.limits import Limits
from selaras.engine.read.xml_bytes import Unfamiliar
from selaras.kernel import errors

_LIMITS = Limits(file_bytes=sheets.MOST_BYTES, unpacked=120_000_000, cells=sheets.MOST_CELLS)


def read(content: bytes, made: sheets.Made, asked: Sequence[paper.Question]) -> list[sheets.Line]:
    """The lines that came back, also empty ones.

    Raises SelarasError verval_kertas_besar, verval_kertas_berkas, verval_kertas_judul, or what the reader of files says.
    """
    if len(content) > sheets.MOST_BYTES:
        raise errors.SelarasError("verval_kertas_besar")
    found = {each.name: each for each in _grids(content)}
    families, people = found.get(sheets.FAMILIES), found.get(sheets.PEOPLE)
    if families is None or people is None:
        raise errors.SelarasError("verval_kertas_berkas")
    if families.height > sheets.MOST_ROWS + sheets.TOP:
        raise errors.SelarasError("verval_kertas_besar")
    own = [q for q in asked if not q.members]
    rows = _table(families, made, [*sheets.LOCKED, sheets.OFFICER, sheets.DAY, *(q.name for q in own)])
    lines = [
        sheets.Line(
            number, tuple(cells[name] for name in sheets.LOCKED), cells[sheets.OFFICER], cells[sheets.DAY],
            {q.name: cells[q.name] for q in own},
        )
        for number, cells in rows
    ]  # fmt: skip
    _add_people(lines, people, made, [q for q in asked if q.members])
    return lines


def _add_people(
    lines: Sequence[sheets.Line], people: grid.Grid, made: sheets.Made, asked: Sequence[paper.Question]
) -> None:
    by_target = {each.locked[0]: each for each in lines}
    for _, cells in _table(people, made, [*sheets.LOCKED_PEOPLE, *(q.name for q in asked)]):
        said = {q.name: cells[q.name] for q in asked if cells[q.name]}
        line = by_target.get(cells[sheets.LOCKED_PEOPLE[0]])
        if line is not None and said:
            line.members[cells[sheets.LOCKED_PEOPLE[1]]] = said


def _grids(content: bytes) -> list[grid.Grid]:
    with tempfile.TemporaryDirectory(prefix="selaras-kertas-") as folder:
        path = Path(folder) / "lembar.xlsx"
        path.write_bytes(content)
        path.chmod(0o600)
        if filetype.of(path, _LIMITS) != "xlsx":
            raise errors.SelarasError("verval_kertas_berkas")
        try:
            return xlsx.grids(package.Package(path, _LIMITS))
        except Unfamiliar:
            raise errors.SelarasError("verval_kertas_berkas") from None


def _table(sheet: grid.Grid, made: sheets.Made, names: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """(row number, cells by name) below the heads, which must stand as they were written."""
    columns = {column: sheet.texts[column].to_list() for column in sheet.texts}
    numbers = sheet.rows.to_list()
    at = {number: place for place, number in enumerate(numbers)}

    def cell(number: int, column: int) -> str:
        place = at.get(number)
        return paper.plain(columns[column][place]) if place is not None and column in columns else ""

    if cell(1, 0) != made.title:
        raise errors.SelarasError("verval_kertas_berkas")
    for column, name in enumerate(names):
        if cell(3, column) != name:
            shown = cell(2, column) or xl_col_to_name(column)
            raise errors.SelarasError("verval_kertas_judul", kolom=shown[:60])
    found = [
        (number, {name: cell(number, column) for column, name in enumerate(names)})
        for number in numbers
        if number > sheets.TOP
    ]
    return [(number, cells) for number, cells in found if any(cells.values())]
