"""A sheet as it was read: a table of cell texts that still knows file, sheet, row and column.

Nothing is interpreted here. A cell is its text without loss: an integer without ".0", a date as "YYYY-MM-DD", a
yes/no cell as "TRUE" or "FALSE", an empty cell as null. What kind of cell it was is counted per column in `kinds`,
because a NIK that stands in a number cell is already damaged, whatever its text looks like.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

KINDS = ("empty", "text", "number", "date", "bool", "error")

# Why a row of the sheet is not a row of data.
NUMBERING = "penomoran"  # (1) (2) (3) under the header
SUBTOTAL = "jumlah"  # Jumlah, TOTAL, Sub Total Desa
BLANK = "kosong"
REPEATED_HEADER = "judul_ulang"  # the header printed again on a later page
FOOTER = "penutup"  # signature block, notes, print date
NOTE = "petunjuk"  # instructions between the header and the first row of data
SECTION = "judul_kelompok"  # a line that only names the village of the rows below it


@dataclass(frozen=True, slots=True)
class Header:
    """One column. `index` counts from 0 at column A, so `letter` "L" has index 11 and its data stand in `c12`.

    `text` is what an officer would read from top to bottom: the distinct `parts` of a merged header, joined by a
    space; "" where the column has data and no header. `hidden` is None where the file does not say.
    """

    index: int
    letter: str
    text: str
    parts: tuple[str, ...]
    hidden: bool | None = None

    @property
    def column(self) -> str:
        """Name of the column in `Sheet.data`."""
        return f"c{self.index + 1}"


@dataclass(frozen=True, slots=True)
class Kinds:
    """How many data cells of each kind one column holds."""

    empty: int = 0
    text: int = 0
    number: int = 0
    date: int = 0
    bool: int = 0
    error: int = 0

    @property
    def filled(self) -> int:
        return self.text + self.number + self.date + self.bool + self.error


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rows that are not data, by reason, with their numbers as seen in the sheet."""

    reason: str
    rows: tuple[int, ...]

    @property
    def count(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of one file.

    data       `row` UInt32 (number at the left edge of the spreadsheet, 1-based) and one String column `c1`..`cN` for
               every entry of `headers`, numbered by place in the sheet: a sheet that starts in column B has no `c1`
    headers    the columns that carry data or a header, from left to right
    kinds      one per header, in the same order, counted over the rows of `data` as they stood in the file
    titles     texts above the header, top to bottom ("KECAMATAN LOA KULU", "Tahun 2024")
    dropped    which rows were left out of `data`, and why
    numbers    by column index: which cells of `data` are numbers of 15 digits or more, for columns that have any. Such a
               cell has lost digits, even where its neighbours were typed as text
    sections   True where the sheet is cut up by lines that only name a group ("DESA JEMBAYAN"): `data` then has a
               further String column `section` with the last such line above each row
    """

    file: str
    sheet: str
    headers: tuple[Header, ...]
    header_rows: tuple[int, ...]
    data: pl.DataFrame
    kinds: tuple[Kinds, ...]
    titles: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = field(default=())
    hidden: bool = False
    sections: bool = False
    numbers: Mapping[int, pl.Series] = field(default_factory=dict)

    def header(self, index: int) -> Header:
        """The header of the column with that place in the sheet. KeyError where there is none."""
        for header in self.headers:
            if header.index == index:
                return header
        raise KeyError(index)

    def kinds_of(self, index: int) -> Kinds:
        """What kinds of cells the column with that place in the sheet holds."""
        for header, kinds in zip(self.headers, self.kinds, strict=True):
            if header.index == index:
                return kinds
        raise KeyError(index)

    def texts(self, index: int) -> pl.Series:
        """The cell texts of one column, as long as `data`."""
        return self.data[f"c{index + 1}"]

    @property
    def unnamed(self) -> tuple[Header, ...]:
        """Columns that hold data under no header."""
        return tuple(header for header in self.headers if not header.text)

    def dropped_rows(self, reason: str) -> tuple[int, ...]:
        return tuple(row for entry in self.dropped if entry.reason == reason for row in entry.rows)


def letter(index: int) -> str:
    """Letter of a column counted from 0: 0 is A, 25 is Z, 26 is AA."""
    found = ""
    rest = index + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        found = chr(ord("A") + digit) + found
    return found


def index_of(letters: str) -> int:
    """The reverse of `letter`."""
    found = 0
    for character in letters.upper():
        found = found * 26 + ord(character) - ord("A") + 1
    return found - 1
