"""Tables that leave: no cell computes, texts stay texts, figures can be added up."""

import csv
import io
from decimal import Decimal

import openpyxl
import pytest

from selaras.engine.read import workbook
from selaras.kernel import angka
from selaras.shell import sheets

HEADS = ("Nama", "NIK", "Jumlah")
ROWS = [("=1+1", "0402064107809001", -5), (None, "", 1_250_000), ("bagian", None, 0.51234)]


@pytest.mark.parametrize("text", ["=1+1", "+62811", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "|x", "%x"])
def test_no_cell_computes(text):
    assert sheets.escaped(text) == "'" + text
    assert sheets.escaped("SITI") == "SITI"


def test_a_csv_opens_with_its_letters_right():
    content, count = sheets.as_csv(HEADS, iter(ROWS))
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert content.startswith(b"\xef\xbb\xbf")
    assert read == [
        list(HEADS), ["'=1+1", "0402064107809001", "-5"], ["", "", "1250000"], ["bagian", "", "0,5123"],
    ]  # fmt: skip
    assert count == 3


def test_a_csv_of_ours_is_read_back_as_the_figures_it_holds(tmp_path):
    heads = ("nama", "bagian", "jumlah")
    content, _ = sheets.as_csv(heads, [("SITI; AMINAH", 0.25, 1_250_000), ("BUDI", 1.5, -3)])
    path = tmp_path / "ukuran.csv"
    path.write_bytes(content)
    (read,) = workbook.read(path)
    texts = [read.texts(header.index).to_list() for header in read.headers]
    assert [header.text for header in read.headers] == list(heads)
    assert texts[0] == ["SITI; AMINAH", "BUDI"]
    assert [[angka.parse(each) for each in column] for column in texts[1:]] == [
        [Decimal("0.25"), Decimal("1.5")], [1_250_000, -3],
    ]  # fmt: skip


@pytest.mark.parametrize("in_memory", [False, True])
def test_texts_of_a_sheet_stay_texts(in_memory):
    content, count = sheets.as_xlsx(HEADS, iter(ROWS), "Daftar", in_memory=in_memory)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Daftar"]
    assert count == 3
    assert list(sheet.iter_rows(values_only=True)) == [
        HEADS, ("'=1+1", "0402064107809001", -5), (None, None, 1_250_000), ("bagian", None, 0.51234),
    ]  # fmt: skip
    assert [sheet.cell(2, column).number_format for column in (2, 3)] == ["@", "#,##0"]
    assert sheet.cell(4, 3).number_format == "#,##0.0000"
    assert sheet.column_dimensions["A"].number_format == "@"


def test_a_book_has_a_sheet_of_each():
    content, count = sheets.as_book([("Satu", ("A",), [("x",)]), ("Dua", ("B",), [("@y",), ("z",)])])
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert (count, book.sheetnames, book["Dua"]["A2"].value) == (3, ["Satu", "Dua"], "'@y")
