"""The cells of a piece of an XLSX sheet: whole rows of XML into columns of texts and kinds, without a Python object per cell.

<row r="2"><c r="A2" s="1" t="s"><v>17</v></c><c r="B2" t="inlineStr"><is><t>Ya</t></is></c><c r="C2"><v>3</v></c></row>
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from selaras.engine.read import cells as cells_
from selaras.engine.read import grid, xml_bytes
from selaras.engine.read.xml_bytes import Bytes, Flags, Markup, Places, Unfamiliar

_A, _Z, _QUOTE, _SPACE, _EQUALS = (ord(sign) for sign in 'AZ" =')
_REFERENCE = b' r="'
_ATTRIBUTES = 3
_LONGEST_VALUE = 12

# First two signs of the attribute t. "s" shared string, "st" str, "in" inlineStr, "b", "e", "n" number, "d" ISO date.
_NUMBER, _SHARED, _STRING, _INLINE, _BOOL, _ERROR, _DATE = range(7)
_GRID_KIND = np.array(
    [grid.NUMBER, grid.TEXT, grid.TEXT, grid.TEXT, grid.BOOL, grid.ERROR, grid.DATE], dtype=np.uint8
)
_PLAIN_NUMBER = r"^(?:0|-?[1-9]\d{0,17})$"


@dataclass(frozen=True, slots=True)
class Book:
    """What cells of all sheets refer to: shared strings, and per style whether it shows a date."""

    strings: pl.Series
    date_styles: Flags
    from_1904: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a sheet: row numbers, and per column index texts and kinds as long as the rows."""

    rows: pl.Series
    texts: dict[int, pl.Series]
    kinds: dict[int, pl.Series]


def read(text: bytes, book: Book) -> Block:
    """Read whole rows. Raises Unfamiliar for what spreadsheet programs do not write."""
    tags = xml_bytes.markup(text)
    row_tags, cell_tags = tags.named(b"row"), tags.named(b"c")
    for name, found in ((b"row", row_tags), (b"c", cell_tags)):
        if text.count(b"</" + name + b">") + int(tags.is_empty(found).sum()) != len(found):
            raise Unfamiliar
    rows = _row_numbers(tags, row_tags)
    if not len(cell_tags):
        return Block(rows, {}, {})
    row_of = np.searchsorted(row_tags, cell_tags) - 1
    column, after = _columns(tags, cell_tags, _digits_in(rows)[row_of])
    style, kind = _attributes(tags, cell_tags, after)
    order = np.argsort(column, kind="stable")
    start, end, odd = _contents(tags, cell_tags)
    texts = _texts(tags.raw, start[order], end[order], kind[order], book)
    if odd:
        texts = _with_runs(tags, cell_tags, order, texts, odd)
    texts, kinds = _interpreted(texts, kind[order], style[order], book)
    return _by_column(rows, row_of[order], column[order], texts, kinds)


def _texts(raw: Bytes, start: Places, end: Places, kind: Places, book: Book) -> pl.Series:
    """What stands in each cell; the number of a shared string is followed at once."""
    shared = np.flatnonzero(kind == _SHARED)
    if not len(shared):
        return xml_bytes.texts(raw, start, end)
    number, length = xml_bytes.digits(raw, start[shared], 9)
    filled = length > 0
    if (length != end[shared] - start[shared]).any() or (number[filled] >= len(book.strings)).any():
        raise Unfamiliar
    rest = np.flatnonzero(kind != _SHARED)
    every = pl.concat([book.strings.gather(number * filled), xml_bytes.texts(raw, start[rest], end[rest])])
    place = np.empty(len(kind), dtype=np.int64)
    place[shared], place[rest] = np.arange(len(shared)), np.arange(len(shared), len(kind))
    found = every.gather(place)
    return found if filled.all() else found.scatter(shared[~filled], None)


def _row_numbers(tags: Markup, row_tags: Places) -> pl.Series:
    at = tags.open[row_tags] + 4
    _expect(tags.raw, at, _REFERENCE)
    numbers, length = xml_bytes.digits(tags.raw, at + len(_REFERENCE), 8)
    if (length == 0).any() or (np.diff(numbers) <= 0).any():
        raise Unfamiliar
    return pl.Series("row", numbers, dtype=pl.UInt32)


def _expect(raw: Bytes, at: Places, signs: bytes) -> None:
    for offset, sign in enumerate(signs):
        if (raw[at + offset] != sign).any():
            raise Unfamiliar


def _digits_in(rows: pl.Series) -> Places:
    tens = 10 ** np.arange(1, 8)
    return np.searchsorted(tens, rows.to_numpy(), side="right") + 1


def _columns(tags: Markup, cell_tags: Places, digits: Places) -> tuple[Places, Places]:
    """Column of each cell by the letters of its reference, and the place behind the reference.

    digits  how many digits the row number of each cell has; whoever writes another row there is Unfamiliar
    """
    raw, at = tags.raw, tags.open[cell_tags] + 2
    _expect(raw, at, _REFERENCE)
    at = at + len(_REFERENCE)
    column = np.zeros(len(at), dtype=np.int64)
    letters = np.zeros(len(at), dtype=np.int64)
    going = np.ones(len(at), dtype=np.bool_)
    for offset in range(3):
        sign = raw[at + offset]
        going &= (sign >= _A) & (sign <= _Z)
        column = np.where(going, column * 26 + sign - _A + 1, column)
        letters += going
    behind = at + letters + digits
    if (letters == 0).any() or (raw[behind] != _QUOTE).any():
        raise Unfamiliar
    return column - 1, behind + 1


def _attributes(tags: Markup, cell_tags: Places, after: Places) -> tuple[Places, Places]:
    """Style number and kind of value of each cell. Only the attributes s and t may follow the reference."""
    raw, close = tags.raw, tags.close[cell_tags]
    style = np.zeros(len(after), dtype=np.int64)
    kind = np.full(len(after), _NUMBER, dtype=np.int64)
    left = np.flatnonzero(raw[after] == _SPACE)
    place = after[left]
    for _ in range(_ATTRIBUTES):
        more = (place < close[left]) & (raw[place] == _SPACE) & (raw[place + 1] != ord("/"))
        left, place = left[more], place[more]
        if not len(left):
            break
        name = raw[place + 1]
        if (raw[place + 2] != _EQUALS).any() or (raw[place + 3] != _QUOTE).any():
            raise Unfamiliar
        is_style = name == ord("s")
        is_type = name == ord("t")
        if not (is_style | is_type).all():
            raise Unfamiliar
        value, length = xml_bytes.digits(raw, place + 4, 6)
        style[left[is_style]] = value[is_style]
        kind[left[is_type]] = _kinds(raw, place[is_type] + 4)
        length = np.where(is_type, _until_quote(raw, place + 4), length)
        place = place + 5 + length
        if (raw[place - 1] != _QUOTE).any():
            raise Unfamiliar
    return style, kind


def _kinds(raw: Bytes, at: Places) -> Places:
    first, second = raw[at], raw[at + 1]
    found = np.full(len(at), -1, dtype=np.int64)
    for sign, kind in (("n", _NUMBER), ("b", _BOOL), ("e", _ERROR), ("d", _DATE), ("i", _INLINE)):
        found[first == ord(sign)] = kind
    found[(first == ord("s")) & (second == _QUOTE)] = _SHARED
    found[(first == ord("s")) & (second == ord("t"))] = _STRING
    if (found < 0).any():
        raise Unfamiliar
    return found


def _until_quote(raw: Bytes, at: Places) -> Places:
    length = np.zeros(len(at), dtype=np.int64)
    going = np.ones(len(at), dtype=np.bool_)
    for offset in range(_LONGEST_VALUE):
        going &= raw[at + offset] != _QUOTE
        if not going.any():
            break
        length += going
    return length


def _contents(tags: Markup, cell_tags: Places) -> tuple[Places, Places, list[int]]:
    """Start and end of the value of each cell (both 0 where it has none), and the cells with several text runs."""
    start = np.zeros(len(cell_tags), dtype=np.int64)
    end = np.zeros(len(cell_tags), dtype=np.int64)
    values, inline = tags.named(b"v"), tags.named(b"t")
    if len(inline):
        values = np.sort(np.concatenate([values, inline]), kind="stable") if len(values) else inline
    values = values[values > cell_tags[0]]
    cell = np.searchsorted(cell_tags, values) - 1
    start[cell], end[cell] = tags.content(values)
    several = np.flatnonzero(np.bincount(cell, minlength=len(cell_tags)) > 1)
    return start, end, several.tolist()


def _with_runs(tags: Markup, cell_tags: Places, order: Places, texts: pl.Series, odd: list[int]) -> pl.Series:
    """Rich text: the runs of a cell joined. Few cells have any."""
    if len(tags.named(b"rPh")):
        raise Unfamiliar
    runs = tags.named(b"t")
    place_of = np.empty(len(order), dtype=np.int64)
    place_of[order] = np.arange(len(order))
    places, joined = [], []
    for cell in odd:
        last = cell_tags[cell + 1] if cell + 1 < len(cell_tags) else len(tags.open)
        of_cell = runs[(runs > cell_tags[cell]) & (runs < last)]
        places.append(int(place_of[cell]))
        joined.append("".join(xml_bytes.texts(tags.raw, *tags.content(of_cell))))
    return texts.scatter(places, joined)


def _interpreted(texts: pl.Series, kind: Places, style: Places, book: Book) -> tuple[pl.Series, pl.Series]:
    """Texts as they are handed on, and kinds of cells."""
    is_date = kind == _DATE
    if book.date_styles.any():
        is_date |= (kind == _NUMBER) & book.date_styles[np.minimum(style, len(book.date_styles) - 1)]
    texts = _numbers(texts, np.flatnonzero((kind == _NUMBER) & ~is_date))
    if is_date.any():
        texts = _dates(texts, np.flatnonzero(is_date), kind, from_1904=book.from_1904)
    truths = np.flatnonzero(kind == _BOOL)
    if len(truths):
        words = {"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}
        texts = texts.scatter(truths, texts.gather(truths).replace_strict(words, default=None))
    if (texts == "").any():
        texts = texts.set(texts == "", None)
    kinds = np.where(is_date, grid.DATE, _GRID_KIND[kind]).astype(np.uint8)
    kinds[texts.is_null().to_numpy()] = grid.EMPTY
    return texts, pl.Series("kind", kinds)


def _numbers(texts: pl.Series, places: Places) -> pl.Series:
    """Whole numbers stay as they are written; only the others are parsed and printed again."""
    if not len(places):
        return texts
    found = texts if len(places) == len(texts) else texts.gather(places)
    odd = ((found != "") & ~found.str.contains(_PLAIN_NUMBER)).arg_true()
    if not len(odd):
        return texts
    values = found.gather(odd).cast(pl.Float64, strict=False)
    if values.null_count():
        raise Unfamiliar
    return texts.scatter(places[odd.to_numpy()], cells_.numbers_to_text(values))


def _dates(texts: pl.Series, places: Places, kind: Places, *, from_1904: bool) -> pl.Series:
    """Day numbers under a date style into ISO dates, with the time where there is one; times alone as HH:MM:SS."""
    epoch = pl.datetime(1904, 1, 1) if from_1904 else pl.datetime(1899, 12, 30)
    frame = pl.DataFrame({"text": texts.gather(places), "iso": kind[places] == _DATE})
    day = pl.when(~pl.col("iso")).then(pl.col("text")).cast(pl.Float64, strict=False)
    # Excel believes that 1900 was a leap year: before 1 March its day numbers are one short.
    day = pl.when((day < 60) & (day >= 1) & (not from_1904)).then(day + 1).otherwise(day)
    moment = epoch + pl.duration(seconds=(day * 86_400).round().cast(pl.Int64))
    shown = (
        pl.when(day < 1)
        .then(moment.dt.strftime("%H:%M:%S"))
        .when(moment.dt.time() == pl.time(0, 0, 0))
        .then(moment.dt.strftime("%Y-%m-%d"))
        .otherwise(moment.dt.strftime("%Y-%m-%d %H:%M:%S"))
    )
    iso = pl.col("text").str.replace(r"T00:00:00(?:\.0+)?Z?$", "").str.replace("T", " ", literal=True)
    return texts.scatter(
        places, frame.select(pl.coalesce(shown, pl.when("iso").then(iso), "text")).to_series()
    )


def _by_column(rows: pl.Series, row_of: Places, column: Places, texts: pl.Series, kinds: pl.Series) -> Block:
    """Cells sorted by column into columns as long as the rows."""
    found, first, count = np.unique(column, return_index=True, return_counts=True)
    by_text: dict[int, pl.Series] = {}
    by_kind: dict[int, pl.Series] = {}
    for index, begin, many in zip(found.tolist(), first.tolist(), count.tolist(), strict=True):
        places = row_of[begin : begin + many]
        if (np.diff(places) <= 0).any():
            raise Unfamiliar
        text, kind = texts.slice(begin, many), kinds.slice(begin, many)
        if many < len(rows):
            at = np.full(len(rows), -1, dtype=np.int64)
            at[places] = np.arange(many)
            where = pl.Series(at)
            where = where.set(where < 0, None)
            text, kind = text.gather(where), kind.gather(where).fill_null(grid.EMPTY)
        by_text[index], by_kind[index] = text, kind
    return Block(rows, by_text, by_kind)
