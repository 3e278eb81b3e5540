"""The small parts of an XLSX file that its sheets refer to: list of sheets, date styles, shared strings."""

from __future__ import annotations

import posixpath
import re
import xml.parsers.expat
from dataclasses import dataclass

import numpy as np
import polars as pl

from selaras.engine.read import xml_bytes
from selaras.engine.read.package import Package
from selaras.engine.read.xlsx_cells import Book
from selaras.engine.read.xml_bytes import Flags, Unfamiliar

_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True, slots=True)
class Entry:
    """One worksheet: its name, the part it stands in, whether it is hidden."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """The worksheets in the order of the book, and the parts their cells refer to ("" where there is none)."""

    sheets: tuple[Entry, ...]
    strings: str
    styles: str
    from_1904: bool


def contents(container: Package) -> Contents:
    """What the book says it holds. Raises Unfamiliar for a book that names parts it does not have."""
    targets: dict[str, str] = {}
    by_type: dict[str, str] = {}
    for name, attributes in _elements(container.read(_RELATIONS)):
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            part = _part(attributes.get("Target", ""))
            kind = attributes.get("Type", "").rpartition("/")[2]
            by_type[kind] = part
            if kind == "worksheet":
                targets[attributes.get("Id", "")] = part
    found, from_1904 = [], False
    for name, attributes in _elements(container.read(_WORKBOOK)):
        if name == "workbookPr":
            from_1904 = attributes.get("date1904", "0") in ("1", "true")
        relation = next((value for key, value in attributes.items() if key.endswith(" id")), "")
        if name == "sheet" and relation in targets:
            hidden = attributes.get("state", "visible") != "visible"
            found.append(Entry(attributes.get("name", ""), targets[relation], hidden))
    named = [entry.part for entry in found] + [
        by_type[kind] for kind in ("sharedStrings", "styles") if kind in by_type
    ]
    if not found or not set(named) <= set(container.names):
        raise Unfamiliar
    return Contents(tuple(found), by_type.get("sharedStrings", ""), by_type.get("styles", ""), from_1904)


def book(container: Package, parts: Contents) -> Book:
    """Shared strings and date styles."""
    strings = container.read(parts.strings) if parts.strings else b""
    styles = container.read(parts.styles) if parts.styles else b""
    return Book(_strings(strings), _date_styles(styles), parts.from_1904)


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _elements(text: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element of a small part: local name and attributes (those with a namespace as "namespace name")."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, attributes: found.append((name.rpartition(" ")[2], attributes))
    try:
        parser.Parse(text, True)  # noqa: FBT003
    except (
        xml.parsers.expat.ExpatError,
        LookupError,
        ValueError,
    ) as error:  # LookupError: an encoding nobody knows
        raise Unfamiliar from error
    return found


def _date_styles(text: bytes) -> Flags:
    """Per cell style: does its number format show a date or a time?"""
    own: dict[int, bool] = {}
    styles: list[bool] = []
    inside = False
    for name, attributes in _elements(text) if text else []:
        if name == "numFmt":
            own[_number(attributes)] = _shows_date(attributes.get("formatCode", ""))
        elif name in ("cellXfs", "cellStyles", "dxfs"):
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            number = _number(attributes)
            styles.append(own.get(number, number in _BUILT_IN_DATES))
    return np.array(styles or [False], dtype=np.bool_)


def _number(attributes: dict[str, str]) -> int:
    text = attributes.get("numFmtId", "0")
    return int(text) if text.isdigit() else 0


def _shows_date(code: str) -> bool:
    first = _NOT_DATE.sub("", code).split(";")[0].lower()
    return "general" not in first and any(sign in first for sign in "ymdhs")


def _strings(text: bytes) -> pl.Series:
    """Shared strings by number. Runs of rich text are joined; phonetic readings would need another way."""
    if not text:
        return pl.Series([], dtype=pl.String)
    if b"<rPh" in text:
        raise Unfamiliar
    begin = text.find(b"<sst")
    if begin < 0:
        raise Unfamiliar
    tags = xml_bytes.markup(text[begin:])
    items, runs = tags.named(b"si"), tags.named(b"t")
    item = np.searchsorted(items, runs) - 1
    found = xml_bytes.texts(tags.raw, *tags.content(runs))
    if len(runs) == len(items) and (item == np.arange(len(items))).all():
        return found
    joined = pl.DataFrame({"item": item, "text": found}).group_by("item").agg(pl.col("text").str.join(""))
    every = pl.DataFrame({"item": np.arange(len(items))})
    return every.join(joined, on="item", how="left", maintain_order="left")["text"].fill_null("")
