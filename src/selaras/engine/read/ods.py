"""What must be looked at in an ODS file before it is laid out: cells that stand for many, and a locked content."""

from __future__ import annotations

import xml.parsers.expat

from selaras.engine.read.package import Package
from selaras.kernel.errors import SelarasError

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


def refuse_repeats(container: Package) -> None:
    """Raises SelarasError for a locked file and for one whose repeated cells unfold to too many."""
    if b"encryption-data" in container.read("META-INF/manifest.xml"):
        raise SelarasError("baca_berkata_sandi", file=container.path.name)
    counter = _Counter(container)
    parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = counter.start
    parser.EndElementHandler = counter.end
    try:
        for piece in container.pieces("content.xml"):
            parser.Parse(piece, False)  # noqa: FBT003
        parser.Parse(b"", True)  # noqa: FBT003
    except (
        xml.parsers.expat.ExpatError,
        LookupError,
        ValueError,
    ) as error:  # LookupError: an encoding nobody knows
        raise container.broken() from error


class _Counter:
    """Counts the cells of each table as they unfold: repeats of rows times repeats of cells that hold something."""

    def __init__(self, container: Package) -> None:
        self._container = container
        self._rows = 1
        self._height = 0
        self._width = 0
        self._at = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.partition(" ")
        if space != _TABLE:
            return
        if local == "table":
            self._height = self._width = 0
        elif local == "table-row":
            self._rows = _number(attributes.get(f"{_TABLE} number-rows-repeated"))
            self._at = 0
        elif local in ("table-cell", "covered-table-cell"):
            self._at += _number(attributes.get(f"{_TABLE} number-columns-repeated"))
            if f"{_OFFICE} value-type" in attributes:
                self._width = max(self._width, self._at)
                self._container.refuse_cells((self._height + self._rows) * self._width)

    def end(self, name: str) -> None:
        if name == f"{_TABLE} table-row" and self._width:
            # Blank rows at the end are repeated up to the last row of the sheet and never laid out.
            self._height += self._rows if self._at and self._rows < 100_000 else 0
            self._rows = 1


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 10 else 1
