"""Where the header of a sheet stands, how many rows it has, and what each column is called.

Pemda sheets carry titles above the header, merge header cells over two or three rows, print (1) (2) (3) below it. The
header is found by what it is: the uppermost row that fills about the width of the table with words that do not look
like data and do not come again below.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from selaras.engine.read import grid
from selaras.engine.read.sheet import Header, letter

LOOK = 120
"""Rows looked at from the top."""

_DEEPEST = 60  # a header starts within the first 60 rows
_MOST_ROWS = 4
_MIN_LABELS = 0.7
_MIN_WIDTH = 0.5
_MOST_REPEATED = 0.4
_YEARS = range(1990, 2101)
_MONTH_NAMES = re.compile(r"(?i)^(jan|feb|mar|apr|mei|jun|jul|agu|sep|okt|nov|des)")
_QUESTION = re.compile(r"^\d{3}[a-z]?\d?$")  # questionnaires head their columns 301a, 302, 431f
_NUMBERED = re.compile(r"^[(\[]?\s*(\d{1,3}|[a-z])\s*[)\].]?$", re.IGNORECASE)
_LONG_DIGITS = re.compile(r"\d[\d.\s]{7,}\d|\d[,.]\d+E\+")
_DATE = re.compile(r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|^\d{4}-\d\d-\d\d")
_FAMILIAR = frozenset(
    "nik kk nama alamat kecamatan desa kelurahan kabupaten provinsi rt rw dusun tanggal tgl tempat lahir jenis kelamin "
    "kode id desil status jumlah keterangan umur usia pekerjaan pendidikan tahun hubungan penerima wilayah nomor no".split()
)


@dataclass(frozen=True, slots=True)
class Found:
    """Places of the header rows in the grid, first place after them (numbering rows included), and the columns."""

    rows: tuple[int, ...]
    numbering: tuple[int, ...]
    headers: tuple[Header, ...]

    @property
    def after(self) -> int:
        return max((*self.rows, *self.numbering)) + 1


def find(sheet: grid.Grid) -> Found | None:
    """The header of a grid, or None where no row looks like one."""
    top = sheet.top(LOOK)
    rows = [top.row(at) for at in range(top.height)]
    filled = [sum(1 for text in row if text) for row in rows]
    width = _width(filled)
    base = next((at for at in range(min(len(rows), _DEEPEST)) if _is_header(top, rows, at, width)), None)
    if base is None:
        return None
    spans = _spans(sheet, top)
    first, last = base, base
    while (
        first > 0
        and base - first < _MOST_ROWS - 1
        and _joins(rows, first - 1, first, spans, width, upward=True)
    ):
        first -= 1
    while (
        last + 1 < len(rows) and last - first < _MOST_ROWS - 1 and _continues(top, rows, last, spans, width)
    ):
        last += 1
    header_rows = tuple(range(first, last + 1))
    numbering = tuple(_numbering_after(rows, last))
    return Found(header_rows, numbering, _headers(sheet, top, rows, header_rows, spans))


def is_numbering(row: Sequence[str]) -> bool:
    """(1) (2) (3), 1 2 3 or a b c below a header: at least three in step, and nothing else."""
    marks = [match.group(1).lower() if (match := _NUMBERED.match(text)) else None for text in row if text]
    if len(marks) < 3 or sum(mark is None for mark in marks) > 0.2 * len(marks):
        return False
    steps = [int(mark) if mark.isdigit() else ord(mark) for mark in marks if mark]
    ascending = sum(1 for before, after in itertools.pairwise(steps) if 0 <= after - before <= 3)
    starts = steps[0] in (0, 1, 2, ord("a"))
    return starts and len(set(steps)) >= 0.8 * len(steps) and ascending >= 0.8 * (len(steps) - 1)


def _width(filled: Sequence[int]) -> int:
    """How many cells a full row of the table has: a row that is reached by at least a fifth of the filled rows."""
    some = sorted((count for count in filled if count), reverse=True)
    return some[len(some) // 5] if some else 0


def _is_header(top: grid.Top, rows: Sequence[Sequence[str]], at: int, width: int) -> bool:
    texts = rows[at]
    filled = [place for place, text in enumerate(texts) if text]
    if len(filled) < max(1 if width == 1 else 2, _MIN_WIDTH * width) or is_numbering(texts):
        return False
    if width == 1 and not (_familiar(texts) and len(texts[filled[0]].split()) <= 2):
        return False  # a page of prose; a list of one column says what it lists in a word or two
    labels = [place for place in filled if _is_label(texts[place], top.kinds[place][at])]
    distinct = {texts[place].casefold() for place in filled}
    if len(labels) < _MIN_LABELS * len(filled) or len(distinct) < 0.5 * len(filled):
        return False
    if _familiar(texts) >= max(2, 0.3 * len(filled)):
        return True
    repeated = sum(1 for place in filled if _comes_again(top, rows, at, place))
    return repeated <= _MOST_REPEATED * len(filled)


def _is_label(text: str, kind: int) -> bool:
    if kind in (grid.DATE, grid.BOOL, grid.ERROR) or _DATE.match(text) or _LONG_DIGITS.search(text):
        return False
    if text.isdigit():
        return int(text) in _YEARS or bool(_QUESTION.match(text))
    return bool(_QUESTION.match(text)) or any(c.isalpha() for c in text)


def _familiar(texts: Sequence[str]) -> int:
    """How many cells speak of what lists of people speak of."""
    return sum(1 for text in texts if len(text) < 60 and _FAMILIAR & set(re.findall(r"[a-z]+", text.lower())))


def _comes_again(top: grid.Top, rows: Sequence[Sequence[str]], at: int, place: int) -> bool:
    """The same text stands below in the same column, in a row that is not the same header again."""
    text = rows[at][place]
    return any(row[place] == text and row != rows[at] for row in rows[at + 1 :])


def _spans(sheet: grid.Grid, top: grid.Top) -> dict[tuple[int, int], tuple[int, int]]:
    """Cells covered by a merged area, by place in `top`, with the cell whose text they share."""
    place_of_row = {row: place for place, row in enumerate(top.rows)}
    place_of_column = {column: place for place, column in enumerate(top.columns)}
    found = {}
    for first_row, first_column, last_row, last_column in sheet.merged:
        head = place_of_row.get(first_row + 1), place_of_column.get(first_column)
        if head[0] is None or head[1] is None or last_row - first_row > _MOST_ROWS:
            continue
        for row in range(first_row, last_row + 1):
            for column in range(first_column, last_column + 1):
                cell = place_of_row.get(row + 1), place_of_column.get(column)
                if cell[0] is not None and cell[1] is not None and cell != head:
                    found[cell[0], cell[1]] = (head[0], head[1])
    return found


def _joins(
    rows: Sequence[Sequence[str]],
    upper: int,
    lower: int,
    spans: dict[tuple[int, int], tuple[int, int]],
    width: int,
    *,
    upward: bool,
) -> bool:
    """Whether two rows are one header: what is filled below stands under a blank or under the start of a wide cell.

    Going up from the header, a title must be kept out: at least one column must be named above and blank below, or
    the upper row must be cut into several merged cells.
    """
    above, below = rows[upper], rows[lower]
    named = [place for place, text in enumerate(above) if text]
    if not named or not all(_is_label(above[place], grid.TEXT) for place in named):
        return False
    wide = {place for (row, _), (head_row, place) in spans.items() if row == head_row == upper}
    for place, text in enumerate(below):
        is_open = not above[place] or place in wide or (place + 1 < len(above) and not above[place + 1])
        if text and not is_open:
            return False
    carried = sum(1 for place in named if not below[place])
    if upward:
        return len(named) >= 2 and ((carried >= 1 and len(named) >= 0.2 * width) or len(wide) >= 2)
    return carried >= 1 or len(wide) >= 2


def _continues(
    top: grid.Top,
    rows: Sequence[Sequence[str]],
    last: int,
    spans: dict[tuple[int, int], tuple[int, int]],
    width: int,
) -> bool:
    """Whether the row after `last` still belongs to the header."""
    below = rows[last + 1]
    filled = [place for place, text in enumerate(below) if text]
    if not filled or is_numbering(below):
        return False
    if not all(_is_label(below[place], top.kinds[place][last + 1]) for place in filled):
        return False
    merged = [dict(enumerate(rows[last]))]
    upper = [text or _spanned(rows, spans, last, place) for place, text in merged[0].items()]
    # A cell merged from above names its column already; only what hangs under a wide cell may follow.
    under = [
        place for place in filled if (last, place) in spans or (last, place + 1) in spans or not upper[place]
    ]
    if len(under) < len(filled) and spans:
        return False
    if any(_comes_again(top, rows, last + 1, place) for place in filled) and not spans:
        return False
    return _joins(rows, last, last + 1, spans, width, upward=False)


def _spanned(
    rows: Sequence[Sequence[str]], spans: dict[tuple[int, int], tuple[int, int]], row: int, place: int
) -> str:
    head = spans.get((row, place))
    return rows[head[0]][head[1]] if head else ""


def _numbering_after(rows: Sequence[Sequence[str]], last: int) -> list[int]:
    """The numbering row below the header, at most three rows further down (blank or nearly blank rows between)."""
    for at in range(last + 1, min(last + 4, len(rows))):
        if is_numbering(rows[at]):
            return [at]
        if sum(1 for text in rows[at] if text) > 2:
            break
    return []


def _headers(
    sheet: grid.Grid,
    top: grid.Top,
    rows: Sequence[Sequence[str]],
    header_rows: tuple[int, ...],
    spans: dict[tuple[int, int], tuple[int, int]],
) -> tuple[Header, ...]:
    """Every column with its name: merged cells filled in, the same word said twice said once."""
    lines = [_filled_line(rows, at, header_rows, spans) for at in header_rows]
    found = []
    for place, column in enumerate(top.columns):
        parts: list[str] = []
        for line in lines:
            text = line[place]
            if text and (not parts or text.casefold() != parts[-1].casefold()):
                parts.append(text)
        hidden = None if sheet.hidden_columns is None else column in sheet.hidden_columns
        found.append(Header(column, letter(column), " ".join(parts), tuple(parts), hidden))
    return tuple(found)


def _filled_line(
    rows: Sequence[Sequence[str]],
    at: int,
    header_rows: tuple[int, ...],
    spans: dict[tuple[int, int], tuple[int, int]],
) -> list[str]:
    """One header row with merged cells filled in; without merge information, wide cells reach to the right."""
    line = [text or _spanned(rows, spans, at, place) for place, text in enumerate(rows[at])]
    if spans or at == header_rows[-1]:
        return line
    below = [any(rows[row][place] for row in header_rows if row > at) for place in range(len(line))]
    for place in range(1, len(line)):
        if not line[place] and below[place] and line[place - 1] and below[place - 1]:
            line[place] = line[place - 1]
    return line
