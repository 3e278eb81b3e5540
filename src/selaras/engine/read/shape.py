"""From a grid to a sheet: titles, header, data rows, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from selaras.engine.read import grid, header, rows
from selaras.engine.read.sheet import NUMBERING, Dropped, Header, Kinds, Sheet
from selaras.kernel import angka
from selaras.kernel.errors import SelarasError

_MOST_UNNAMED = 0.25
_LONG = 15
_TABLE_ROWS = 3
_TABLE_WIDTH = 3


def sheet(cells: grid.Grid) -> Sheet | None:
    """The sheet a grid holds; None for a page of prose, which has no table at all.

    Raises SelarasError where there is a table but no header to tell its columns by.
    """
    found = header.find(cells)
    if found is None:
        if _is_table(cells):
            raise SelarasError("baca_tanpa_judul", file=cells.file)
        return None
    kept = rows.sort(cells, found)
    _refuse_full(cells, kept.data)
    used = [head for head in found.headers if head.text or _has_data(cells, head, kept.data)]
    _refuse_unnamed(cells, used)
    columns = [_taken(cells.texts[head.index], kept.data).alias(head.column) for head in used]
    data = pl.DataFrame([_taken(cells.rows, kept.data).alias("row"), *columns])
    if kept.sections is not None:
        data = data.with_columns(kept.sections.alias("section"))
    return Sheet(
        file=cells.file,
        sheet=cells.name,
        headers=tuple(used),
        header_rows=_numbers(cells, found.rows),
        data=data,
        kinds=tuple(_kinds(cells, head, kept.data) for head in used),
        titles=_titles(cells, found),
        dropped=_dropped(cells, found, kept),
        hidden=cells.hidden,
        sections=kept.sections is not None,
        numbers=_long_numbers(cells, used, kept.data),
    )


def _numbers(cells: grid.Grid, places: Iterable[int]) -> tuple[int, ...]:
    return tuple(int(cells.rows[at]) for at in places)


def _dropped(cells: grid.Grid, found: header.Found, kept: rows.Kept) -> tuple[Dropped, ...]:
    places = {reason: list(at) for reason, at in kept.dropped.items()}
    places[NUMBERING] = [*found.numbering, *places.get(NUMBERING, [])]
    return tuple(Dropped(reason, _numbers(cells, at)) for reason, at in sorted(places.items()) if at)


def _is_table(cells: grid.Grid) -> bool:
    """At least three rows of at least three cells: not a cover page."""
    top = cells.top(header.LOOK)
    return sum(1 for at in range(top.height) if sum(map(bool, top.row(at))) >= _TABLE_WIDTH) >= _TABLE_ROWS


def _has_data(cells: grid.Grid, head: Header, data: pl.Series) -> bool:
    column = _taken(cells.texts[head.index], data)
    return bool(column.str.contains(r"\S").any())


def _refuse_unnamed(cells: grid.Grid, used: list[Header]) -> None:
    unnamed = [head.letter for head in used if not head.text]
    if len(unnamed) > max(1, _MOST_UNNAMED * len(used)):
        raise SelarasError(
            "baca_kolom_tanpa_judul",
            file=cells.file,
            lembar=cells.name,
            jumlah=len(unnamed),
            kolom=", ".join(unnamed[:10]),
        )


def _refuse_full(cells: grid.Grid, data: pl.Series) -> None:
    """A list that ends in the very last row a spreadsheet can hold has been cut off there."""
    if len(data) and int(cells.rows[int(data[-1])]) in cells.full_at:
        raise SelarasError(
            "baca_lembar_penuh",
            file=cells.file,
            lembar=cells.name,
            baris=angka.text(int(cells.rows[int(data[-1])])),
        )


def _taken(column: pl.Series, data: pl.Series) -> pl.Series:
    """The data rows of a column; without a copy where they follow one another."""
    if len(data) and int(data[-1]) - int(data[0]) + 1 == len(data):
        return column.slice(int(data[0]), len(data))
    return column.gather(data)


def _kinds(cells: grid.Grid, head: Header, data: pl.Series) -> Kinds:
    kinds = cells.kinds[head.index]
    if isinstance(kinds, int):
        empty = _taken(cells.texts[head.index], data).null_count()
        by_kind = {grid.EMPTY: empty, kinds: len(data) - empty}
    else:
        counts = _taken(kinds, data).value_counts()
        by_kind = dict(zip(counts.to_series(0).to_list(), counts.to_series(1).to_list(), strict=True))
    return Kinds(*(by_kind.get(kind, 0) for kind in range(6)))


def _long_numbers(cells: grid.Grid, used: list[Header], data: pl.Series) -> dict[int, pl.Series]:
    found = {}
    for head in used:
        if isinstance(cells.kinds[head.index], int):
            continue
        number = _taken(cells.kinds_of(head.index), data) == grid.NUMBER
        if number.any():
            long = number & (_taken(cells.texts[head.index], data).str.len_bytes() >= _LONG).fill_null(
                value=False
            )
            if long.any():
                found[head.index] = long
    return found


def _titles(cells: grid.Grid, found: header.Found) -> tuple[str, ...]:
    top = cells.top(found.rows[0])
    lines = (" ".join(text for text in top.row(at) if text) for at in range(top.height))
    return tuple(line for line in lines if line)
