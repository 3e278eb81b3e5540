"""Reading a file of a bank as columns of texts: the sheet of it that has most of the columns that are looked for."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from selaras.engine.read import workbook
from selaras.engine.read.limits import Limits
from selaras.engine.read.sheet import SUBTOTAL, Sheet
from selaras.kernel import errors

MOST_BYTES, MOST_ROWS = 20_000_000, 300_000
_LIMITS = Limits(file_bytes=MOST_BYTES, unpacked=400_000_000, cells=6_000_000)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file must be. `column`: which of ours a head names, "" for none; `missing`: ours that these heads lack; `large`,
    `lacks`: codes of what is said of a file that is too large or lacks some."""

    column: Callable[[str], str]
    missing: Callable[[Iterable[str]], list[str]]
    large: str
    lacks: str


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it was read. `places`: of its rows, as the spreadsheet counts; `cells`: texts by our name of a column, as long as
    `places`; `left`: places of rows that are totals; `figures`: columns in which a cell stood as a figure and not as a text."""

    places: Sequence[int]
    cells: Mapping[str, Sequence[str]]
    left: tuple[int, ...]
    figures: Collection[str]

    def rows(self) -> Iterable[tuple[int, dict[str, str]]]:
        """Place and cells of each row."""
        for at, place in enumerate(self.places):
            yield place, {name: texts[at] for name, texts in self.cells.items()}


def read(contents: bytes, wanted: Wanted) -> Read:
    """The rows of a file. Raises SelarasError by the codes of `wanted`, or what the reader of files says."""
    if len(contents) > MOST_BYTES:
        raise errors.SelarasError(wanted.large, mb=MOST_BYTES // 1_000_000)
    with tempfile.TemporaryDirectory(prefix="selaras-bank-") as folder:
        path = Path(folder) / "berkas"
        path.write_bytes(contents)
        path.chmod(0o600)
        sheets = workbook.read(path, limits=_LIMITS)
    sheet = max(sheets, key=lambda each: (len(_columns(each, wanted)), each.data.height))
    lacks = wanted.missing(header.text for header in sheet.headers)
    if lacks:
        raise errors.SelarasError(wanted.lacks, kolom=", ".join(lacks))
    if sheet.data.height > MOST_ROWS:
        raise errors.SelarasError(wanted.large, mb=MOST_BYTES // 1_000_000)
    columns = _columns(sheet, wanted)
    return Read(
        sheet.data["row"].to_list(),
        {name: [text or "" for text in sheet.texts(index).to_list()] for name, index in columns.items()},
        sheet.dropped_rows(SUBTOTAL),
        frozenset(name for name, index in columns.items() if sheet.kinds_of(index).number),
    )


def _columns(sheet: Sheet, wanted: Wanted) -> dict[str, int]:
    made: dict[str, int] = {}
    for header in sheet.headers:
        name = wanted.column(header.text)
        if name and name not in made:
            made[name] = header.index
    return made
