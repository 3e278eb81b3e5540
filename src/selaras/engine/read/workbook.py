"""A file as it came to sheets. What it really is decides how it is read, not the ending of its name."""

from __future__ import annotations

from pathlib import Path

from selaras.engine.read import calamine, delimited, filetype, grid, html_table, ods, package, shape, xlsx
from selaras.engine.read.limits import LIMITS, Limits
from selaras.engine.read.sheet import Sheet
from selaras.engine.read.xml_bytes import Unfamiliar
from selaras.kernel.errors import SelarasError


def read(path: Path | str, *, limits: Limits = LIMITS) -> list[Sheet]:
    """All sheets of a file that hold a table, hidden ones marked, in the order of the file.

    XLSX, XLS, ODS, CSV and TSV, and HTML tables under any ending. Pages of prose are left out. Raises SelarasError
    (codes `baca_...`) for everything that cannot be read as it stands; nothing is opened before it is known to be
    safe.
    """
    place = Path(path)
    found = [sheet for sheet in map(shape.sheet, _grids(place, limits)) if sheet is not None]
    if not any(sheet.data.height for sheet in found):
        raise SelarasError("baca_tanpa_isi", file=place.name)
    return found


def _grids(path: Path, limits: Limits) -> list[grid.Grid]:
    kind = filetype.of(path, limits)
    if kind == "text":
        return [delimited.read(path)]
    if kind == "html":
        return [html_table.read(path, limits)]
    if kind == "xls":
        return calamine.grids(path)
    container = package.Package(path, limits)
    if kind == "xlsx":
        try:
            return xlsx.grids(container)
        except Unfamiliar:
            pass  # written by an unusual program: the general reader knows more of XML
    else:
        ods.refuse_repeats(container)
    container.verify()
    return calamine.grids(path)
