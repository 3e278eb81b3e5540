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
_PLAIN_NUMBER = r"^-?(?:0|[1-9]\d{0,17})$"


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
    row_tags, cell_tags = np.flatnonzero(tags.named(b"row")), np.flatnonzero(tags.named(b"c"))
    rows = _row_numbers(tags, row_tags)
    if not len(cell_tags):
        return Block(rows, {}, {})
    row_of = np.searchsorted(row_tags, cell_tags) - 1
    column, after = _columns(tags, cell_tags)
    style, kind = _attributes(tags, cell_tags, after)
    order = np.argsort(column, kind="stable")
    start, end, odd = _contents(tags, cell_tags)
    texts = xml_bytes.texts(tags.raw, start[order], end[order])
    if odd:
        texts = _with_runs(tags, cell_tags, order, texts, odd)
    texts, kinds = _interpreted(texts, kind[order], style[order], book)
    return _by_column(rows, row_of[order], column[order], texts, kinds)


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


def _columns(tags: Markup, cell_tags: Places) -> tuple[Places, Places]:
    """Column of each cell by the letters of its reference, and the place behind the reference."""
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
    _, length = xml_bytes.digits(raw, at + letters, 8)
    behind = at + letters + length
    if (letters == 0).any() or (length == 0).any() or (raw[behind] != _QUOTE).any():
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
    values = np.flatnonzero(tags.named(b"v") | tags.named(b"t"))
    values = values[values > cell_tags[0]]
    cell = np.searchsorted(cell_tags, values) - 1
    start[cell], end[cell] = tags.content(values)
    several = np.flatnonzero(np.bincount(cell, minlength=len(cell_tags)) > 1)
    return start, end, several.tolist()


def _with_runs(tags: Markup, cell_tags: Places, order: Places, texts: pl.Series, odd: list[int]) -> pl.Series:
    """Rich text: the runs of a cell joined. Few cells have any."""
    if tags.named(b"rPh").any():
        raise Unfamiliar
    runs = np.flatnonzero(tags.named(b"t"))
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
    """Texts as they are shown to us, and kinds of cells."""
    frame = pl.DataFrame({"text": texts, "kind": pl.Series(kind, dtype=pl.UInt8)})
    present = set(np.unique(kind).tolist())
    if _SHARED in present:
        frame = frame.with_columns(_shared(frame, book.strings))
    of_date = np.zeros(len(kind), dtype=np.bool_)
    if book.date_styles.any():
        of_date = (kind == _NUMBER) & book.date_styles[np.minimum(style, len(book.date_styles) - 1)]
    frame = frame.with_columns(pl.Series("of_date", of_date))
    if _NUMBER in present:
        frame = frame.with_columns(_numbers(frame))
    if of_date.any() or _DATE in present:
        frame = frame.with_columns(_dates(frame, from_1904=book.from_1904))
    if _BOOL in present:
        truth = pl.col("text").replace_strict(
            {"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}, default=None
        )
        frame = frame.with_columns(
            pl.when(pl.col("kind") == _BOOL).then(truth).otherwise("text").alias("text")
        )
    frame = frame.with_columns(pl.when(pl.col("text") != "").then("text").alias("text"))
    is_date = pl.col("of_date") | (pl.col("kind") == _DATE)
    by_kind = {
        _NUMBER: grid.NUMBER,
        _SHARED: grid.TEXT,
        _STRING: grid.TEXT,
        _INLINE: grid.TEXT,
        _BOOL: grid.BOOL,
        _ERROR: grid.ERROR,
        _DATE: grid.DATE,
    }
    kinds = (
        pl.when(pl.col("text").is_null())
        .then(pl.lit(grid.EMPTY, dtype=pl.UInt8))
        .when(is_date)
        .then(pl.lit(grid.DATE, dtype=pl.UInt8))
        .otherwise(pl.col("kind").replace_strict(by_kind, return_dtype=pl.UInt8))
    )
    return frame["text"], frame.select(kinds.alias("kind")).to_series()


def _shared(frame: pl.DataFrame, strings: pl.Series) -> pl.Series:
    index = frame.select(
        pl.when(pl.col("kind") == _SHARED).then(pl.col("text")).cast(pl.UInt32, strict=False)
    ).to_series()
    highest = index.max()
    if isinstance(highest, int) and highest >= len(strings):
        raise Unfamiliar
    looked_up = strings.gather(index)
    return frame.select(
        pl.when(pl.col("kind") == _SHARED).then(looked_up).otherwise("text").alias("text")
    ).to_series()


def _numbers(frame: pl.DataFrame) -> pl.Series:
    """Whole numbers stay as they are written; only the others are parsed and printed again."""
    odd = (pl.col("kind") == _NUMBER) & (pl.col("text") != "") & ~pl.col("text").str.contains(_PLAIN_NUMBER)
    hit = frame.select(odd).to_series()
    if not hit.any():
        return frame["text"]
    values = frame["text"].filter(hit).cast(pl.Float64, strict=False)
    if values.null_count():
        raise Unfamiliar
    return frame["text"].scatter(hit.arg_true(), cells_.numbers_to_text(values))


def _dates(frame: pl.DataFrame, *, from_1904: bool) -> pl.Series:
    """Day numbers under a date style into ISO dates, with the time where there is one; times alone as HH:MM:SS."""
    epoch = pl.datetime(1904, 1, 1) if from_1904 else pl.datetime(1899, 12, 30)
    day = pl.when("of_date").then(pl.col("text")).cast(pl.Float64, strict=False)
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
    of_iso = pl.col("kind") == _DATE
    return frame.select(
        pl.when(of_iso).then(iso).otherwise(pl.coalesce(shown, "text")).alias("text")
    ).to_series()


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
