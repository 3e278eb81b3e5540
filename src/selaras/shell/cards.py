"""Rows of a table as cards on a phone: each cell carries the head of its column, so that nothing lies off to the side."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEAD = re.compile(r"<t[hd]\b([^>]*)>(.*?)</t[hd]>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_CELL = re.compile(r"<(tr|th|td)\b([^>]*)>")
_SPAN = re.compile(r'\bcolspan="(\d+)"')
_SAYS = "data-from="


def _heads(head: str) -> list[str]:
    """What each column is called, as it may stand in an attribute; one entry for each column of a wide head."""
    found: list[str] = []
    for attributes, words in _HEAD.findall(head):
        name = " ".join(_TAG.sub("", words).split()).replace('"', "&quot;")
        span = _SPAN.search(attributes)
        found += [name] * (int(span[1]) if span else 1)
    return found


def labelled(rows: str, head: str) -> str:
    """Rows (HTML) whose cells say in `data-from` the head above them, where they do not say it themselves.

    A head of a row (th) is the title of its card and stays as it is. Tables inside cells are not looked for: there are none.
    """
    names = _heads(head)
    return "".join(_parts(rows, names))


def _parts(rows: str, names: list[str]) -> Iterator[str]:
    column, cells = 0, list(_CELL.finditer(rows))
    starts = [*(cell.start() for cell in cells), len(rows)]
    yield rows[: starts[0]]
    for cell, end in zip(cells, starts[1:], strict=True):
        kind, attributes = cell.groups()
        opening = cell[0]
        if kind == "tr":
            column = 0
        else:
            name = names[column] if column < len(names) else ""
            span = _SPAN.search(attributes)
            column += int(span[1]) if span else 1
            if kind == "td" and name and not span and _SAYS not in attributes:
                opening = f'<td{attributes} data-from="{name}">'
        yield opening + rows[cell.end() : end]
