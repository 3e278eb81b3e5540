"""Tables that leave: no cell computes, texts stay texts, figures can be added up."""

import csv
import io

import openpyxl
import pytest

from selaras.shell import sheets

HEADS = ("Nama", "NIK", "Jumlah")
ROWS = [("=1+1", "0402064107809001", -5), (None, "", 1_250_000)]


@pytest.mark.parametrize("text", ["=1+1", "+62811", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "|x", "%x"])
def test_no_cell_computes(text):
    assert sheets.escaped(text) == "'" + text
    assert sheets.escaped("SITI") == "SITI"


def test_a_csv_opens_with_its_letters_right():
    content, count = sheets.as_csv(HEADS, iter(ROWS))
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert content.startswith(b"\xef\xbb\xbf")
    assert (count, read) == (2, [list(HEADS), ["'=1+1", "0402064107809001", "-5"], ["", "", "1250000"]])


@pytest.mark.parametrize("in_memory", [False, True])
def test_texts_of_a_sheet_stay_texts(in_memory):
    content, count = sheets.as_xlsx(HEADS, iter(ROWS), "Daftar", in_memory=in_memory)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Daftar"]
    assert count == 2
    assert list(sheet.iter_rows(values_only=True)) == [
        HEADS, ("'=1+1", "0402064107809001", -5), (None, None, 1_250_000),
    ]  # fmt: skip
    assert [sheet.cell(2, column).number_format for column in (2, 3)] == ["@", "#,##0"]
    assert sheet.column_dimensions["A"].number_format == "@"


def test_a_book_has_a_sheet_of_each():
    content, count = sheets.as_book([("Satu", ("A",), [("x",)]), ("Dua", ("B",), [("@y",), ("z",)])])
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert (count, book.sheetnames, book["Dua"]["A2"].value) == (3, ["Satu", "Dua"], "'@y")
