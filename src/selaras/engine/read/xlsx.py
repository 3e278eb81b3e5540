"""XLSX, several times faster than a general reader and with what it does not tell: kinds, errors, hidden columns.

The sheet is unpacked in pieces; whole rows go to `xlsx_cells` on all cores while the next piece is being unpacked. XML
that is not written as spreadsheet programs write it raises Unfamiliar; then calamine reads the file.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import polars as pl

from selaras.engine.read import grid, sheet, xlsx_cells, xlsx_parts
from selaras.engine.read.calamine import FULL
from selaras.engine.read.package import Package
from selaras.engine.read.xml_bytes import Unfamiliar

_WORKERS = max(1, min(4, os.cpu_count() or 1))
_LONGEST_HEAD = 1 << 24
_END = b"</sheetData>"
_COLUMNS = re.compile(rb"<col\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')
_MERGED = re.compile(rb'<mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


def grids(container: Package) -> list[grid.Grid]:
    """All worksheets, empty ones left out. Raises Unfamiliar, and SelarasError as `Package` does."""
    parts = xlsx_parts.contents(container)
    book = xlsx_parts.book(container, parts)
    with ThreadPoolExecutor(_WORKERS) as pool:
        found = [_grid(container, entry, book, pool) for entry in parts.sheets]
    return [one for one in found if one is not None]


def _grid(
    container: Package, entry: xlsx_parts.Entry, book: xlsx_cells.Book, pool: ThreadPoolExecutor
) -> grid.Grid | None:
    parts = _Sheet(container.pieces(entry.part))
    blocks = _blocks(container, parts.rows(), book, pool)
    texts, kinds = _joined(blocks)
    if not texts:
        return None
    numbers = pl.concat([block.rows for block in blocks])
    if not numbers.is_sorted():
        raise Unfamiliar
    return grid.Grid(
        file=container.path.name,
        name=entry.name,
        rows=numbers,
        texts=texts,
        kinds=kinds,
        merged=_merged(parts.tail),
        hidden=entry.hidden,
        hidden_columns=_hidden(parts.head),
        full_at=FULL,
    )


def _blocks(
    container: Package, pieces: Iterator[bytes], book: xlsx_cells.Book, pool: ThreadPoolExecutor
) -> list[xlsx_cells.Block]:
    """All pieces read, in order; only a few wait at a time."""
    waiting: deque[Future[xlsx_cells.Block]] = deque()
    found: list[xlsx_cells.Block] = []
    cells = 0
    for rows in pieces:
        waiting.append(pool.submit(xlsx_cells.read, rows, book))
        while len(waiting) > 2 * _WORKERS:
            found.append(waiting.popleft().result())
            cells += len(found[-1].rows) * len(found[-1].texts)
            container.refuse_cells(cells)
    return found + [future.result() for future in waiting]


class _Sheet:
    """The XML of a sheet: `rows()` yields whole rows in pieces; then `head` and `tail` hold what stands around them."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.head = b""
        self.tail = b""

    def rows(self) -> Iterator[bytes]:
        rest = self._to_data()
        if rest is None:
            return
        while True:
            end = rest.find(_END)
            if end >= 0:
                if rest[:end].strip():
                    yield rest[:end]
                self.tail = rest[end:] + b"".join(self._pieces)
                return
            cut = rest.rfind(b"</row>") + len(b"</row>")
            if cut > len(b"</row>"):
                yield rest[:cut]
                rest = rest[cut:]
            piece = next(self._pieces, None)
            if piece is None:
                raise Unfamiliar
            rest += piece

    def _to_data(self) -> bytes | None:
        """Read up to the first row; None for a sheet without rows."""
        text = b""
        for piece in self._pieces:
            text += piece
            at = text.find(b"<sheetData")
            close = text.find(b">", at) if at >= 0 else -1
            if close >= 0:
                self.head = text[:at]
                if text[close - 1 : close] == b"/":
                    self.tail = text[close:] + b"".join(self._pieces)
                    return None
                return text[close + 1 :]
            if len(text) > _LONGEST_HEAD:
                break
        raise Unfamiliar


def _joined(blocks: list[xlsx_cells.Block]) -> tuple[dict[int, pl.Series], dict[int, pl.Series]]:
    columns = sorted({index for block in blocks for index in block.texts})
    texts, kinds = {}, {}
    for index in columns:
        text = pl.concat([block.texts.get(index, _nothing(block)) for block in blocks], rechunk=True)
        if text.null_count() < len(text):
            texts[index] = text
            kinds[index] = pl.concat(
                [block.kinds.get(index, _empty(block)) for block in blocks], rechunk=True
            )
        for block in blocks:
            block.texts.pop(index, None)
            block.kinds.pop(index, None)
    return texts, kinds


def _nothing(block: xlsx_cells.Block) -> pl.Series:
    return pl.Series("text", [None] * len(block.rows), dtype=pl.String)


def _empty(block: xlsx_cells.Block) -> pl.Series:
    return pl.Series("kind", [grid.EMPTY] * len(block.rows), dtype=pl.UInt8)


def _merged(tail: bytes) -> list[grid.Area]:
    return [
        (int(first_row) - 1, sheet.index_of(first.decode()), int(last_row) - 1, sheet.index_of(last.decode()))
        for first, first_row, last, last_row in _MERGED.findall(tail)
    ]


def _hidden(head: bytes) -> frozenset[int]:
    found: set[int] = set()
    for column in _COLUMNS.findall(head):
        attributes = dict(_ATTRIBUTE.findall(column))
        if attributes.get(b"hidden") in (b"1", b"true"):
            last = min(int(attributes.get(b"max", b"0")), 16_384)
            found.update(range(int(attributes.get(b"min", b"1")) - 1, last))
    return frozenset(found)
