"""Reading what was written gives the same table, whatever the texts, the separator, the encoding or the program."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import polars as pl
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from selaras.engine.read import calamine, delimited, grid, package, workbook, xlsx
from selaras.engine.read.limits import LIMITS

DIGITS = st.text("0123456789", min_size=1, max_size=16)
NIK = st.integers(9000, 9999).map(lambda serial: f"640202170878{serial}")
WORDS = st.sampled_from(
    [
        "Ya",
        "Tidak",
        "KUTAI KARTANEGARA",
        'Jl. "Mawar" No. 5; RT 1, RW 2',
        "Nu'man",
        "é½ñ",
        " tepi ",
        "a\tb",
        "=1+1",
    ]
)
UNICODE = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=20)
LATIN = st.text(st.characters(codec="cp1252", exclude_categories=("Cs", "Cc", "Cn")), max_size=20)


def tables(texts: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    cell = st.one_of(st.just(""), DIGITS, NIK, WORDS, texts)
    return st.integers(2, 6).flatmap(
        lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=25)
    )


def framed(rows: list[list[str]]) -> list[list[str]]:
    """The rows under a plain header; a number in front keeps any row from being blank, a total or a numbering."""
    return [["Nomor KK", "Nama", *(f"Kolom {n}" for n in range(len(rows[0])))]] + [
        [f"64020215071{n:05d}", f"ORANG {n}", *row] for n, row in enumerate(rows, 90_000)
    ]


def read(path: Path) -> list[list[str]]:
    (found,) = workbook.read(path)
    assert found.data["row"].to_list() == list(range(2, found.data.height + 2))
    assert found.header_rows == (1,)
    width = len(found.headers)
    body = [["" if text is None else text for text in row[1:]] for row in found.data.iter_rows()]
    return [[header.text for header in found.headers], *(row[:width] for row in body)]


@settings(max_examples=60, deadline=None)
@given(tables(UNICODE), st.booleans())
def test_xlsx(rows: list[list[str]], constant_memory: bool) -> None:
    written = framed(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        with xlsxwriter.Workbook(str(path), {"constant_memory": constant_memory}) as book:
            page = book.add_worksheet()
            for y, row in enumerate(written):
                for x, text in enumerate(row):
                    page.write_string(y, x, text)
        assert read(path) == written


@settings(max_examples=60, deadline=None)
@given(
    tables(UNICODE),
    st.sampled_from(";,\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_csv_in_unicode(rows: list[list[str]], separator: str, encoding: str, end: str) -> None:
    check_csv(rows, separator, encoding, end)


@settings(max_examples=60, deadline=None)
@given(tables(LATIN), st.sampled_from(";,\t|"))
def test_csv_in_windows_1252(rows: list[list[str]], separator: str) -> None:
    written = framed(rows)
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(written)
    content = out.getvalue().encode("cp1252")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        check_csv(rows, separator, "cp1252", "\r\n")


def check_csv(rows: list[list[str]], separator: str, encoding: str, end: str) -> None:
    written = framed(rows)
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(written)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(out.getvalue().encode(encoding))
        assert read(path) == written


NUMBERS = st.one_of(
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False, width=64),
    st.booleans(),
    st.just(""),
    UNICODE,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(NUMBERS, min_size=1, max_size=5), min_size=1, max_size=20), st.booleans())
def test_our_reader_and_the_general_one_agree(rows: list[list[object]], constant_memory: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        with xlsxwriter.Workbook(
            str(path),
            {"constant_memory": constant_memory, "strings_to_formulas": False, "strings_to_urls": False},
        ) as book:
            page = book.add_worksheet()
            for y, row in enumerate(rows):
                for x, cell in enumerate(row):
                    if isinstance(cell, bool):
                        page.write_boolean(y, x, cell)
                    elif isinstance(cell, str):
                        page.write_string(y, x, cell)
                    else:
                        page.write_number(y, x, cell)
        assert cells(xlsx.grids(package.Package(path, LIMITS))) == cells(calamine.grids(path))


def cells(grids: list[grid.Grid]) -> list[tuple[int, int, str, int]]:
    return [
        (row, column, text, kind)
        for one in grids
        for column in sorted(one.texts)
        for row, text, kind in zip(one.rows, one.texts[column], one.kinds_of(column), strict=True)
        if text is not None
    ]


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_kindly(content: bytes) -> None:
    """delimited.read takes whatever filetype lets through as text; nothing but a grid or SelarasError comes out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(content.replace(b"\x00", b"") + b"\na;b\n1;2\n")
        found = delimited.read(path)
        assert found.rows.dtype == pl.UInt32
        assert found.height >= 1
