"""One sheet of an annotated copy: the cells as they were, notes beside them, marks on them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from selaras.engine import tables
from selaras.engine.read import grid
from selaras.pipeline import annotated_notes

# `xlsxwriter` brings no types; its workbook, sheets and formats are Any here.
Book = Any
Worksheet = Any
Format = Any

HEADS = tuple(f"{tables.ANNOTATION_PREFIX} {word}" for word in ("tingkat", "catatan", "saran"))
_HEAD_WIDTHS = (15, 60, 60)
# Paler than the words beside them: the colour only leads the eye. Red is for values that are not used, never for people.
FILLS = ("#FFF8E1", "#FFE0A3", "#F8CFC4")
# Excel is slow with many comments; the words stand beside the row anyway.
MOST_COMMENTS = 5_000
_LONGEST_TEXT = 32_767
_BLOCK = 4_096
_LOOKS_LIKE_FORMULA = frozenset("=+-@\t\r")
_CODE = re.compile(r"0\d+|\d{11,}")
_LONG_NUMBER = 10**11
_WIDEST, _NARROWEST = 40, 8


class Formats:
    """Cell formats, made when first asked for: `rank` of severity or None, `form` of number, quoted or not."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._made: dict[tuple[int | None, str, bool], Format] = {}
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})

    def of(self, rank: int | None, form: str = "", *, quoted: bool = False) -> Format:
        """None where the cell needs no format at all."""
        if rank is None and not form and not quoted:
            return None
        key = (rank, form, quoted)
        if key not in self._made:
            look: dict[str, object] = {"bg_color": FILLS[rank]} if rank is not None else {}
            look |= {"num_format": form} if form else {}
            # The quote prefix is Excel's own way to say "this is no formula": the value stays as it is.
            look |= {"quote_prefix": True} if quoted else {}
            self._made[key] = self._book.add_format(look)
        return self._made[key]


@dataclass(frozen=True, slots=True)
class Page:
    """numbers: indexes of columns with 16-digit numbers; header_rows: row numbers of the header, () where none is known."""

    grid: grid.Grid
    header_rows: Sequence[int]
    notes: annotated_notes.Notes
    numbers: frozenset[int]

    @property
    def width(self) -> int:
        """Columns of the original; the notes stand right of them."""
        return max(self.grid.texts, default=-1) + 1


def sheet_names(names: Iterable[str]) -> dict[str, str]:
    """Names a spreadsheet allows: 31 characters, none of []:*?/\\, all different. Names from a spreadsheet stay."""
    taken = {tables.ANNOTATION_SHEET.casefold()}
    found: dict[str, str] = {}
    for name in names:
        base = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31] or "Lembar"
        allowed, number = base, 2
        while allowed.casefold() in taken:
            suffix = f" {number}"
            allowed, number = base[: 31 - len(suffix)] + suffix, number + 1
        taken.add(allowed.casefold())
        found[name] = allowed
    return found


def write(sheet: Worksheet, page: Page, formats: Formats) -> None:
    """Writes rows in order, as constant memory demands."""
    _frame(sheet, page)
    comments = 0
    for start in range(0, page.grid.height, _BLOCK):
        block = _Block(page, start)
        for at, number in enumerate(block.rows):
            marks = page.notes.marks.get(number, {})
            _cells(sheet, block, at, marks, formats)
            if number in page.notes.rows:
                _note(sheet, number - 1, page, formats)
            elif page.header_rows and number == page.header_rows[-1]:
                for offset, head in enumerate(HEADS):
                    sheet.write_string(number - 1, page.width + offset, head, formats.head)
            for column, (_, text) in marks.items():
                if comments < MOST_COMMENTS:
                    sheet.write_comment(number - 1, column, text, {"x_scale": 2, "author": "Selaras"})
                    comments += 1


class _Block:
    """Some rows as plain lists, and for each column the form of its texts."""

    def __init__(self, page: Page, start: int) -> None:
        self.rows: list[int] = page.grid.rows.slice(start, _BLOCK).to_list()
        self.columns = [
            (
                index,
                texts.slice(start, _BLOCK).to_list(),
                _kinds(page.grid.kinds[index], start, len(self.rows)),
                "@" if index in page.numbers or _holds_codes(texts) else "",
            )
            for index, texts in sorted(page.grid.texts.items())
        ]


def _kinds(kinds: pl.Series | int, start: int, length: int) -> list[int]:
    return [kinds] * length if isinstance(kinds, int) else kinds.slice(start, _BLOCK).to_list()


def _holds_codes(texts: pl.Series) -> bool:
    """Codes with leading zeros and long numbers: typed into an ordinary cell they would lose digits."""
    return any(_CODE.fullmatch(text) for text in texts.head(200).drop_nulls())


def _cells(
    sheet: Worksheet, block: _Block, at: int, marks: dict[int, tuple[int, str]], formats: Formats
) -> None:
    row = block.rows[at] - 1
    for column, texts, kinds, form in block.columns:
        text = texts[at]
        rank = marks[column][0] if column in marks else None
        if text is None:
            if rank is not None:
                sheet.write_blank(row, column, None, formats.of(rank, form))
        elif kinds[at] in (grid.TEXT, grid.ERROR):
            quoted = text[0] in _LOOKS_LIKE_FORMULA
            look = formats.of(rank, form, quoted=quoted) if quoted or form or rank is not None else None
            sheet.write_string(row, column, text[:_LONGEST_TEXT], look)
        else:
            _typed(sheet, (row, column), text, kinds[at], rank, formats)
    for column in marks.keys() - {column for column, *_ in block.columns}:
        sheet.write_blank(row, column, None, formats.of(marks[column][0]))


def _typed(
    sheet: Worksheet, cell: tuple[int, int], text: str, kind: int, rank: int | None, formats: Formats
) -> None:
    """Numbers, dates and yes/no as such. What cannot be one after all stays a text."""
    if kind == grid.BOOL:
        sheet.write_boolean(*cell, text == "TRUE", formats.of(rank))
        return
    try:
        if kind == grid.NUMBER:
            number = float(text)
            form = "0" if abs(number) >= _LONG_NUMBER else ""
            sheet.write_number(*cell, number, formats.of(rank, form))
            return
        moment = dt.datetime.fromisoformat(text)
        form = "dd/mm/yyyy hh:mm:ss" if " " in text else "dd/mm/yyyy"
        sheet.write_datetime(*cell, moment, formats.of(rank, form))
    except (ValueError, TypeError):
        sheet.write_string(*cell, text[:_LONGEST_TEXT], formats.of(rank))


def _note(sheet: Worksheet, row: int, page: Page, formats: Formats) -> None:
    note = page.notes.rows[row + 1]
    rank = list(annotated_notes.LEVELS.values()).index(note.level)
    sheet.write_string(row, page.width, note.level, formats.of(rank))
    sheet.write_string(row, page.width + 1, note.found)
    sheet.write_string(row, page.width + 2, note.advice)


def _frame(sheet: Worksheet, page: Page) -> None:
    """Widths, hidden columns, merged cells, frozen header and filter: constant memory takes them before the rows."""
    for index, texts in page.grid.texts.items():
        longest = texts.head(200).str.len_chars().quantile(0.9) or 0
        hidden = index in (page.grid.hidden_columns or frozenset())
        sheet.set_column(index, index, min(_WIDEST, max(_NARROWEST, longest + 2)), None, {"hidden": hidden})
    for offset, width in enumerate(_HEAD_WIDTHS):
        sheet.set_column(page.width + offset, page.width + offset, width)
    # merge_range() would write the cells of later rows at once, which constant memory forbids. The areas alone are enough.
    sheet.merge.extend(list(area) for area in page.grid.merged if area[:2] != area[2:])
    if page.grid.hidden:
        sheet.hide()
    if page.header_rows and page.grid.height:
        head, last = page.header_rows[-1], int(page.grid.rows[-1])
        sheet.freeze_panes(head, 0)
        sheet.autofilter(head - 1, 0, max(last, head + 1) - 1, page.width + len(HEADS) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last}"})
