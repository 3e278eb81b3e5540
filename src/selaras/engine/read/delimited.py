"""CSV and TSV: `;`, `,`, tab or `|` between the fields, UTF-8 with or without BOM, UTF-16, or Windows-1252.

A row is a record, as a spreadsheet would number it: a line break inside quotes does not start a new row, an empty line
is a row of its own.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from selaras.engine.read import grid
from selaras.kernel.errors import SelarasError

_SEPARATORS = (";", ",", "\t", "|")
_SAMPLE = 200_000
_PIECE = 1 << 20
_SAMPLE_RECORDS = 500
_MOST_BREAKS = 30  # an address may have a few lines, never this many
_LONGEST_FIELD = 1 << 30
_MARGIN = 16  # columns beyond the widest record of the sample, for wider records further down


def read(path: Path) -> grid.Grid:
    """The one grid of a text file, named like the file without its ending. Raises SelarasError."""
    text = _utf8(path.read_bytes())
    if b"\n" not in text:
        text = text.replace(b"\r", b"\n")
    sample = text[:_SAMPLE].decode("utf-8", errors="ignore")
    separator = _separator(sample)
    width = _width(sample, separator)
    frame = _by_polars(text, separator, width + _MARGIN)
    if frame is None:
        try:
            frame = _record_by_record(path, text, separator, width + _MARGIN)
        except csv.Error as error:
            raise SelarasError("baca_rusak", file=path.name) from error
    texts = {index: frame.to_series(index) for index in range(frame.width)}
    texts = {index: column for index, column in texts.items() if column.null_count() < len(column)}
    if not texts:
        raise SelarasError("baca_tanpa_isi", file=path.name)
    return grid.Grid(
        file=path.name,
        name=path.stem,
        rows=pl.int_range(1, frame.height + 1, dtype=pl.UInt32, eager=True).alias("row"),
        texts=texts,
        kinds=dict.fromkeys(texts, grid.TEXT),
    )


def _utf8(content: bytes) -> bytes:
    """The content in UTF-8. What is not UTF-8 is Windows-1252, which has a sign for almost every byte."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace").encode()
    content = content.removeprefix(codecs.BOM_UTF8)
    return content if _is_utf8(content) else content.decode("cp1252", errors="replace").encode()


def _is_utf8(content: bytes) -> bool:
    """Checked in pieces: the text of a large file as a Python string would need several times its size."""
    if content.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _PIECE):
            decoder.decode(content[start : start + _PIECE], final=start + _PIECE >= len(content))
    except UnicodeDecodeError:
        return False
    return True


def _separator(sample: str) -> str:
    """The separator that cuts most records into the same number of fields, more than one. `sep=;` on top decides."""
    first = sample.partition("\n")[0].strip().lower()
    if first.startswith("sep=") and len(first) == 5:
        return first[-1]
    return max(_SEPARATORS, key=lambda separator: _agreement(sample, separator))


def _agreement(sample: str, separator: str) -> tuple[float, int]:
    widths = [len(record) for record in _records(sample, separator)]
    several = [width for width in widths if width > 1]
    if not several:
        return 0.0, 0
    usual = max(set(several), key=several.count)
    return several.count(usual) / len(widths), usual


def _records(sample: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(sample), delimiter=separator)
    found = []
    try:
        for record in reader:
            found.append(record)
            if len(found) == _SAMPLE_RECORDS:
                break
    except csv.Error:
        pass  # a NUL or an endless field: what was read so far is enough to choose a separator
    return [record for record in found if record]


def _width(sample: str, separator: str) -> int:
    return max((len(record) for record in _records(sample, separator)), default=1)


def _by_polars(text: bytes, separator: str, width: int) -> pl.DataFrame | None:
    """All cores at once; None for a file whose quotes or widths only a record-by-record reader can follow."""
    schema = {f"c{index + 1}": pl.String for index in range(width)}
    try:
        frame = pl.read_csv(
            text,
            separator=separator,
            has_header=False,
            schema=schema,
            missing_columns="insert",
            extra_columns="raise",
        )
    except pl.exceptions.PolarsError:
        return None
    quoted = [
        name for name, hit in zip(schema, frame.select((pl.all() == "").any()).row(0), strict=True) if hit
    ]
    return frame.with_columns(pl.when(pl.col(quoted) != "").then(pl.col(quoted))) if quoted else frame


def _record_by_record(path: Path, text: bytes, separator: str, width: int) -> pl.DataFrame:
    lines = text.decode("utf-8")
    records = list(_lenient(lines, separator))
    if _swallowed(records, separator):
        plain = csv.reader(io.StringIO(lines), delimiter=separator, quoting=csv.QUOTE_NONE)
        records = [[field.strip('"') for field in record] for record in plain]
    for number, record in enumerate(records, start=1):
        if any(record[width:]):
            raise SelarasError("baca_baris_bergeser", file=path.name, baris=number)
    rows = [
        [field or None for field in record[:width]] + [None] * (width - len(record)) for record in records
    ]
    return pl.DataFrame(rows, schema={f"c{index + 1}": pl.String for index in range(width)}, orient="row")


def _swallowed(records: list[list[str]], separator: str) -> bool:
    """A quote that is never closed swallows the rows after it: a field then holds whole records. Quotes are only signs there."""
    widths = [len(record) for record in records]
    usual = max(max(set(widths), key=widths.count), 2) if widths else 2
    return any(
        field.count("\n") > _MOST_BREAKS
        or any(line.count(separator) >= usual - 1 for line in field.split("\n")[1:])
        for record in records
        for field in record
        if "\n" in field
    )


def _lenient(lines: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    yield from csv.reader(io.StringIO(lines, newline=""), delimiter=separator)
