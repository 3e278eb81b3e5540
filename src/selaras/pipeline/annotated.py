"""An annotated copy of an incoming file, for the officer who puts it right and sends it again.

The copy is an XLSX with every sheet of the original, every row in its place and every cell of its kind: texts stay texts, so a NIK
survives. Beside the table stand three columns headed "Selaras: ..."; cells concerned are coloured and carry a comment;
a first sheet counts what was found and says what to do. What is added can be told by `tables.ANNOTATION_SHEET` and
`tables.ANNOTATION_PREFIX`: a reader leaves it out, and so does this writer when it gets an annotated copy.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import xlsxwriter
import xlsxwriter.exceptions

from selaras.engine import tables
from selaras.engine.read import calamine, delimited, filetype, grid, html_table, limits
from selaras.engine.read import sheet as sheets_
from selaras.kernel import errors
from selaras.pipeline import annotated_notes, annotated_sheet, annotated_summary, place

_LAST_ROW = 1_048_576
_COPY = "salinan.xlsx"
_HEADER_WITHIN = 60  # engine.read.header looks for the header in these rows


def write(
    original: Path,
    sheets: Sequence[sheets_.Sheet],
    findings: pl.DataFrame,
    out: Path,
    *,
    lineage: pl.DataFrame | None = None,
) -> None:
    """Writes the annotated copy of `original` to `out`, whole or not at all.

    sheets    as read from the file: where their headers stand. A sheet of the file that is not among them is copied as it is
    findings  FINDINGS of this file
    lineage   LINEAGE of this file: which cell a finding is about. Without it rows are annotated, cells are not coloured

    Raises SelarasError: salinan_terlalu_panjang, keluaran_ditolak, disk_penuh, and those of reading.
    """
    grids = [_clean(found) for found in _grids(original) if found.name != tables.ANNOTATION_SHEET]
    if any(found.height and found.rows[-1] > _LAST_ROW for found in grids):
        raise errors.SelarasError("salinan_terlalu_panjang", file=original.name)
    headers = {sheet.sheet: sheet.header_rows for sheet in sheets}
    notes = annotated_notes.by_sheet(findings, lineage)
    numbers = annotated_notes.number_columns(lineage)
    with _replacing(out) as scratch, _book(scratch) as book:
        formats = annotated_sheet.Formats(book)
        names = annotated_sheet.sheet_names([found.name for found in grids])
        annotated_summary.write(book, original.name, annotated_notes.told(findings), formats)
        for found in grids:
            page = annotated_sheet.Page(
                found,
                headers.get(found.name, ()),
                notes.get(found.name, annotated_notes.Notes()),
                frozenset(index for sheet, index in numbers if sheet == found.name),
            )
            annotated_sheet.write(book.add_worksheet(names[found.name]), page, formats)


def _grids(path: Path) -> list[grid.Grid]:
    """All cells, those outside the table too. The file was read before, so it is known to be safe."""
    kind = filetype.of(path, limits.LIMITS)
    if kind == "text":
        return [delimited.read(path)]
    if kind == "html":
        return [html_table.read(path, limits.LIMITS)]
    return calamine.grids(path)


def _clean(found: grid.Grid) -> grid.Grid:
    """Without the columns of an earlier annotation."""
    added = {
        index
        for index, texts in found.texts.items()
        if texts.head(_HEADER_WITHIN).str.starts_with(tables.ANNOTATION_PREFIX).any()
    }
    if not added:
        return found
    return replace(
        found,
        texts={index: texts for index, texts in found.texts.items() if index not in added},
        kinds={index: kind for index, kind in found.kinds.items() if index not in added},
    )


@contextlib.contextmanager
def _book(folder: Path) -> Iterator[annotated_sheet.Book]:
    """A workbook in `folder`, saved when the block ends. Its working files are closed also when the block fails."""
    options = {"constant_memory": True, "tmpdir": str(folder), "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(folder / _COPY), options)
    try:
        yield book
        book.close()
    except BaseException:
        for sheet in book.worksheets():
            sheet.row_data_fh.close()
        raise


@contextlib.contextmanager
def _replacing(out: Path) -> Iterator[Path]:
    """A private folder on the disk of `out` for the copy and the working files of xlsxwriter: the rows hold NIKs and names,
    which must not be left in the system's folder for temporary files. What is called `_COPY` there becomes `out`."""
    out = out.absolute()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise _explained(error, out) from error
    try:
        yield scratch
        (scratch / _COPY).chmod(place.PRIVATE_FILE)
        (scratch / _COPY).replace(out)
    except (OSError, xlsxwriter.exceptions.XlsxFileError) as error:
        raise _explained(error, out) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _explained(error: Exception, out: Path) -> Exception:
    if place.is_full(error):
        return errors.SelarasError("disk_penuh", folder=out.parent.name)
    if (
        isinstance(error, PermissionError | NotADirectoryError)
        or getattr(error, "errno", None) == errno.EROFS
    ):
        return errors.SelarasError("keluaran_ditolak", folder=out.parent.name)
    return error
