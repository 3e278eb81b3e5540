"""HTML that calls itself XLS, as many ministry portals export it: the largest table of the page, with the standard library."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import polars as pl

from selaras.engine.read import grid
from selaras.engine.read.limits import Limits
from selaras.kernel.errors import SelarasError

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w\-]+)", re.IGNORECASE)
_WIDEST = 1_000


def read(path: Path, limits: Limits) -> grid.Grid:
    """The grid of the table with the most cells. Raises SelarasError where the page has none."""
    parser = _Tables(path, limits)
    parser.feed(_text(path.read_bytes()))
    parser.close()
    rows = max(parser.tables, key=lambda table: sum(map(len, table)), default=[])
    width = max(map(len, rows), default=0)
    if not rows or not width or not any(any(row) for row in rows):
        raise SelarasError("baca_html_tanpa_tabel", file=path.name)
    columns = zip(*(row + [None] * (width - len(row)) for row in rows), strict=True)
    texts = {index: pl.Series(column, dtype=pl.String) for index, column in enumerate(columns)}
    texts = {index: column for index, column in texts.items() if column.null_count() < len(column)}
    return grid.Grid(
        file=path.name,
        name=path.stem,
        rows=pl.int_range(1, len(rows) + 1, dtype=pl.UInt32, eager=True).alias("row"),
        texts=texts,
        kinds=dict.fromkeys(texts, grid.TEXT),
        merged=parser.merged if len(parser.tables) == 1 else (),
    )


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    named = _CHARSET.search(content[:4096])
    for encoding in (named.group(1).decode() if named else "utf-8", "utf-8"):
        try:
            return content.removeprefix(b"\xef\xbb\xbf").decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", errors="replace")


class _Tables(HTMLParser):
    """Collects every table as rows of texts, with rowspan and colspan kept as merged areas."""

    def __init__(self, path: Path, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str | None]]] = []
        self.merged: list[grid.Area] = []
        self._path = path
        self._limits = limits
        self._cells = 0
        self._taken: set[tuple[int, int]] = set()
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
            self._taken = set()
        elif tag == "tr" and self.tables:
            self._close_cell()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self._close_cell()
            given = dict(attrs)
            self._span = (_count(given.get("rowspan")), _count(given.get("colspan")))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append(" ")
        elif tag in ("style", "script"):
            self._silent += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close_cell()
        elif tag in ("style", "script"):
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._silent:
            self._text.append(data)

    def _close_cell(self) -> None:
        if self._text is None or not self.tables:
            return
        text = " ".join("".join(self._text).split()) or None
        self._text = None
        table = self.tables[-1]
        if not table:
            table.append([])
        row = len(table) - 1
        while (row, len(table[row])) in self._taken:
            table[row].append(None)
        column = len(table[row])
        height, width = self._span
        table[row].extend([text] + [None] * (width - 1))
        self._cells += width
        if self._cells > self._limits.cells or len(table[row]) > _WIDEST:
            raise SelarasError(
                "baca_terlalu_besar",
                file=self._path.name,
                ukuran="terlalu banyak sel",
                batas=f"{_WIDEST} kolom",
            )
        if (height, width) != (1, 1):
            self.merged.append((row, column, row + height - 1, column + width - 1))
            self._taken |= {
                (row + down, column + right) for down in range(1, height) for right in range(width)
            }


def _count(text: str | None) -> int:
    return min(max(int(text), 1), _WIDEST) if text and text.isdigit() and len(text) < 6 else 1
