"""Our own reader of XLSX against the general one, on what programs write and on what they do not."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from selaras.engine.read import calamine, grid, package, xlsx
from selaras.engine.read.limits import LIMITS
from selaras.engine.read.xml_bytes import Unfamiliar

SHAPES = Path(__file__).parents[2] / "fixtures" / "shapes"


def ours(path: Path) -> list[grid.Grid]:
    return xlsx.grids(package.Package(path, LIMITS))


def cells(one: grid.Grid) -> dict[tuple[int, int], tuple[str, int]]:
    """Every filled cell: (row, column) -> text and kind."""
    return {
        (row, column): (text, kind)
        for column in one.texts
        for row, text, kind in zip(one.rows, one.texts[column], one.kinds_of(column), strict=True)
        if text is not None
    }


def edited(path: Path, part: str, change: Callable[[str], str]) -> Path:
    out = path.with_name("lain.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()).encode() if name == part else text)
    return out


def same(path: Path) -> None:
    fast, general = ours(path), calamine.grids(path)
    assert [one.name for one in fast] == [one.name for one in general]
    for one, other in zip(fast, general, strict=True):
        assert cells(one) == cells(other)
        assert sorted(one.merged) == sorted(other.merged)
        assert one.hidden == other.hidden


@pytest.mark.parametrize("path", sorted(SHAPES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_both_readers_agree_on_the_fixtures(path: Path) -> None:
    same(path)


@pytest.mark.parametrize("constant_memory", [True, False])
def test_both_readers_agree_on_every_kind_of_cell(tmp_path: Path, constant_memory: bool) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": constant_memory}) as book:
        day, moment, hour = (
            book.add_format({"num_format": f}) for f in ("dd/mm/yyyy", "yyyy-mm-dd hh:mm", "hh:mm:ss")
        )
        red = book.add_format({"font_color": "red"})
        page = book.add_worksheet("A & B")
        page.write_row(1, 2, ["teks", 1, 1.5, True, False, -7, 0.1, 1e21, 123456789012345678])
        page.write_datetime(2, 2, dt.datetime.fromisoformat("1978-08-17"), day)
        page.write_datetime(2, 3, dt.datetime.fromisoformat("1978-08-17T03:04:05"), moment)
        page.write_datetime(2, 4, dt.time(3, 4, 5), hour)
        page.write_number(2, 5, 20000, day)
        page.write_formula(3, 2, '="x"&"y"', None, "xy")
        page.write_formula(3, 3, "=1+1", None, 2)
        page.write_formula(3, 4, "=TRUE", None, True)
        page.write_row(4, 2, ["'0123", " tepi ", "a\nb", "<&>\"'", "_x000D_", "ñ 漢字 🙂", "00012"])
        page.write_row(4, 30, ["jauh"])
        page.write_blank(5, 2, None, red)
        if not constant_memory:
            page.write_rich_string(6, 2, "satu ", red, "dua", " tiga")
        book.add_worksheet("Kosong")
    same(path)
    first = cells(ours(path)[0])
    assert first[2, 3] == ("1", grid.NUMBER)
    assert first[3, 2] == ("1978-08-17", grid.DATE)
    assert first[3, 3] == ("1978-08-17 03:04:05", grid.DATE)
    assert first[2, 5] == ("TRUE", grid.BOOL)


def test_errors_hidden_columns_and_long_numbers_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["NIK", "Nilai", "x"])
        page.write_number(1, 0, 6402021708789001)
        page.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        page.set_column(1, 1, None, None, {"hidden": True})
    (one,) = ours(path)
    assert one.hidden_columns == frozenset({1})
    assert cells(one)[2, 1] == ("#DIV/0!", grid.ERROR)
    assert cells(one)[2, 0] == ("6402021708789001", grid.NUMBER)


def test_files_of_openpyxl(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["NIK", "Tanggal", "Ya"])
    page.append(["6402021708789001", dt.date(1978, 8, 17), True])
    page.append([None, dt.datetime.fromisoformat("1978-08-17T01:02:03"), 3.25])
    path = tmp_path / "a.xlsx"
    book.save(path)
    same(path)


@pytest.mark.parametrize(("old", "new"), [
    ("<c r=", "<c  r="), ('<c r="', "<c r='"), ("<sheetData>", "<!-- x --><sheetData>"), ("<v>", "<!-- y --><v>"), ('<row r="2"', '<row spans="1:3" r="2"'),
    ('<row r="2"', '<row r="1"'),
])  # fmt: skip
def test_unusual_xml_is_left_to_the_general_reader(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["a", "b", "c"])
        page.write_row(1, 0, [1, 2, 3])
    changed = edited(path, "xl/worksheets/sheet1.xml", lambda text: text.replace(old, new))
    if old == "<sheetData>":  # a comment ahead of the data does no harm
        assert cells(ours(changed)[0]) == cells(ours(path)[0])
    else:
        with pytest.raises(Unfamiliar):
            ours(changed)


def test_bare_greater_sign_in_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["usia &gt; 60", "b"])
    changed = edited(path, "xl/worksheets/sheet1.xml", lambda text: text.replace("&amp;gt;", ">"))
    assert cells(ours(changed)[0])[1, 0] == ("usia > 60", grid.TEXT)


def test_days_since_1904(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as book:
        book.add_worksheet().write_datetime(
            0, 0, dt.datetime.fromisoformat("1978-08-17"), book.add_format({"num_format": "d mmm yyyy"})
        )
    assert cells(ours(path)[0])[1, 0] == ("1978-08-17", grid.DATE)


def test_pieces_cut_anywhere_give_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        for y in range(300):
            page.write_row(y * 2, y % 3, [f"baris {y}", y, y / 8])
    whole = cells(ours(path)[0])
    for size in (997, 4_096):
        monkeypatch.setattr(package, "_PIECE", size)
        assert cells(ours(path)[0]) == whole
    assert len(whole) == 900
    assert pl.Series(sorted({row for row, _ in whole})).to_list() == list(range(1, 600, 2))
