"""The annotated copy: everything that came in stands where it stood, what was found stands beside it."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from selaras.engine import tables
from selaras.engine.read import workbook
from selaras.kernel import errors
from selaras.pipeline import annotated, annotated_sheet

HEADS = ["Selaras: tingkat", "Selaras: catatan", "Selaras: saran"]
NIK = "6402021708809001"


def source(folder: Path) -> Path:
    """Two title rows, a header over two rows with merged cells, four rows of data, a line of totals; a second sheet."""
    path = folder / "DTKS Jembayan.xlsx"
    book = xlsxwriter.Workbook(str(path))
    date = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Loa Kulu")
    sheet.merge_range("A1:F1", "DAFTAR KELUARGA DESA JEMBAYAN")
    for column, name in enumerate(["NIK", "NAMA", "TANGGAL LAHIR", "LUAS LANTAI"]):
        sheet.merge_range(2, column, 3, column, name)
    sheet.merge_range("E3:F3", "BANTUAN")
    sheet.write_row("E4", ["PKH", "SEMBAKO"])
    rows: list[tuple[Any, ...]] = [
        (NIK, "SAMAD RUKMANA", dt.date(1980, 8, 17), 36.5, "YA", "TIDAK"),
        ("0000", "=RUKMINI", dt.date(1983, 5, 3), 21, "-", "TIDAK"),
        (None, "TAMAM", None, 21, "YA", "YA"),
        ("6402025503129004", "SEROJA", dt.date(2012, 3, 15), 40, "YA", "YA"),
    ]
    for number, row in enumerate(rows, 4):
        for column, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(number, column, dt.datetime.combine(value, dt.time()), date)
            elif isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)
    sheet.write_row(8, 0, ["JUMLAH", None, None, 118.5])
    notes = book.add_worksheet("Catatan")
    notes.write_string(0, 0, "Disusun operator desa")
    book.close()
    return path


def finding(
    row: int | None, code: str, field: str | None, severity: str = "perlu_ditinjau", detail: str | None = None
) -> dict[str, Any]:
    return {
        "source": "dtks", "edition": "2024-10", "file": "DTKS Jembayan.xlsx", "sheet": "Loa Kulu", "row": row,
        "field": field, "code": code, "severity": severity, "value": None, "detail": detail,
    }  # fmt: skip


FOUND = [
    finding(6, "nik_pengganti", "nik"),
    finding(6, "nama_huruf_rusak", "nama"),
    finding(7, "nik_kosong", "nik"),
    finding(7, "tanggal_lahir_kosong", "tanggal_lahir"),
    finding(8, "nik_lahir_beda", "tanggal_lahir", detail="menurut NIK 16-03-12"),
    finding(8, "desil_di_luar_1_10", "desil", "tolak"),
    finding(None, "berkas_kolom_kosong", "hubungan", "info"),
]
WHERE = {"nik": "A", "nama": "B", "tanggal_lahir": "C", "luas_lantai": "D", "terima_pkh": "E"}


def findings(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return (
        tables.FINDINGS.conform(pl.DataFrame(rows, infer_schema_length=None))
        if rows
        else tables.FINDINGS.empty()
    )


def lineage() -> pl.DataFrame:
    rows = [
        {"source": "dtks", "edition": "2024-10", "file": "DTKS Jembayan.xlsx", "sheet": "Loa Kulu", "field": name,
         "column": letter, "header": name}
        for name, letter in WHERE.items()
    ]  # fmt: skip
    return tables.LINEAGE.conform(pl.DataFrame(rows))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    path = source(tmp_path)
    out = tmp_path / "hasil" / "DTKS Jembayan - catatan.xlsx"
    annotated.write(path, workbook.read(path), findings(FOUND), out, lineage=lineage())
    return out


def test_every_cell_keeps_its_place_value_and_kind(copy: Path, tmp_path: Path) -> None:
    before = openpyxl.load_workbook(tmp_path / "DTKS Jembayan.xlsx")
    after = openpyxl.load_workbook(copy)
    assert after.sheetnames == [tables.ANNOTATION_SHEET, *before.sheetnames]
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                twin = after[sheet.title].cell(cell.row, cell.column)
                assert (twin.value, twin.data_type) == (cell.value, cell.data_type), cell.coordinate
        assert {str(area) for area in sheet.merged_cells.ranges} == {
            str(area) for area in after[sheet.title].merged_cells.ranges
        }


def test_notes_stand_beside_their_rows(copy: Path) -> None:
    sheet = openpyxl.load_workbook(copy)["Loa Kulu"]
    assert [sheet.cell(4, column).value for column in (7, 8, 9)] == HEADS
    assert sheet.cell(6, 7).value == "perlu ditinjau"
    assert "angka pengganti" in sheet.cell(6, 8).value
    assert " · " in sheet.cell(6, 8).value
    assert sheet.cell(8, 7).value == "tidak dipakai", "the gravest finding gives the level"
    assert "(menurut NIK 16-03-12)" in sheet.cell(8, 8).value
    assert sheet.cell(5, 7).value is None


def test_cells_concerned_are_coloured_and_carry_a_comment(copy: Path) -> None:
    sheet = openpyxl.load_workbook(copy)["Loa Kulu"]
    assert sheet["A6"].fill.start_color.rgb.endswith(annotated_sheet.FILLS[1].lstrip("#"))
    assert "pengganti" in sheet["A6"].comment.text
    assert sheet["C7"].fill.fill_type == "solid", "an empty cell is coloured too"
    assert sheet["A5"].fill.fill_type is None


def test_nik_cells_are_text_cells_also_for_the_next_typist(copy: Path) -> None:
    sheet = openpyxl.load_workbook(copy)["Loa Kulu"]
    assert sheet["A5"].value == NIK
    assert sheet["A5"].number_format == "@"
    assert sheet["A6"].number_format == "@"
    assert sheet["A7"].number_format == "@"


def test_formula_like_texts_stay_texts(copy: Path) -> None:
    cell = openpyxl.load_workbook(copy)["Loa Kulu"]["B6"]
    assert (cell.value, cell.data_type) == ("=RUKMINI", "s")
    assert cell.quotePrefix


def test_header_is_frozen_and_can_be_filtered(copy: Path) -> None:
    sheet = openpyxl.load_workbook(copy)["Loa Kulu"]
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == "A4:I9"


def test_summary_counts_and_advises(copy: Path) -> None:
    sheet = openpyxl.load_workbook(copy)[tables.ANNOTATION_SHEET]
    texts = [[cell.value for cell in row] for row in sheet.iter_rows()]
    flat = [str(value) for row in texts for value in row if value is not None]
    assert "3 baris perlu ditinjau." in flat
    head = next(row for row in texts if row[0] == "Jumlah")
    by_code = {row[head.index("Kode")]: row for row in texts if isinstance(row[0], int)}
    assert by_code.keys() == {entry["code"] for entry in FOUND}
    assert by_code["nik_kosong"][:2] == [1, "perlu ditinjau"]
    assert by_code["nik_kosong"][head.index("Contoh baris")] == "7"


def test_reading_the_copy_gives_the_same_data(copy: Path, tmp_path: Path) -> None:
    before = {sheet.sheet: sheet for sheet in workbook.read(tmp_path / "DTKS Jembayan.xlsx")}
    after = {sheet.sheet: sheet for sheet in workbook.read(copy)}
    original, again = before["Loa Kulu"], after["Loa Kulu"]
    assert again.data.select(original.data.columns).equals(original.data)
    assert [header.text for header in again.headers][: len(original.headers)] == [
        header.text for header in original.headers
    ]
    assert again.header_rows == original.header_rows


def test_annotating_a_copy_again_adds_nothing_twice(copy: Path, tmp_path: Path) -> None:
    again = tmp_path / "lagi.xlsx"
    sheets = [sheet for sheet in workbook.read(copy) if sheet.sheet == "Loa Kulu"]
    annotated.write(copy, sheets, findings(FOUND[:1]), again, lineage=lineage())
    book = openpyxl.load_workbook(again)
    assert book.sheetnames == [tables.ANNOTATION_SHEET, "Loa Kulu", "Catatan"]
    heads = [cell.value for cell in book["Loa Kulu"][4]]
    assert heads[6:] == HEADS
    assert book["Loa Kulu"].cell(7, 7).value is None


def test_a_copy_of_an_earlier_wording_is_cleaned_as_well(copy: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(copy)
    book["Loa Kulu"].cell(4, 8).value = "Selaras: temuan"
    book.save(copy)
    test_annotating_a_copy_again_adds_nothing_twice(copy, tmp_path)


def test_a_csv_becomes_an_xlsx_with_the_same_rows(tmp_path: Path) -> None:
    path = tmp_path / "data warga [final].csv"
    path.write_text(f"NIK;NAMA;KODE;LUAS\n{NIK};SAMAD;06;36\n;@RUKMINI;07;21\n", encoding="utf-8-sig")
    sheets = workbook.read(path)
    found = findings([finding(3, "nik_kosong", "nik") | {"sheet": path.stem}])
    out = tmp_path / "catatan.xlsx"
    annotated.write(path, sheets, found, out)
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[1]
    assert sheet.title == "data warga  final"
    assert [cell.value for cell in sheet[2]][:4] == [NIK, "SAMAD", "06", "36"]
    assert sheet["C2"].number_format == "@"
    assert sheet["B3"].value == "@RUKMINI"
    assert sheet.cell(3, 5).value == "perlu ditinjau"


def test_a_file_without_findings_is_told_so(tmp_path: Path) -> None:
    path = source(tmp_path)
    out = tmp_path / "catatan.xlsx"
    annotated.write(path, workbook.read(path), findings([]), out, lineage=lineage())
    summary = openpyxl.load_workbook(out)[tables.ANNOTATION_SHEET]
    assert summary["A3"].value == "Tidak ada catatan pada barisnya."


def test_the_copy_is_private_and_nothing_else_is_left_behind(copy: Path) -> None:
    assert copy.stat().st_mode & 0o077 == 0
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_a_failed_copy_leaves_the_earlier_one(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = copy.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(annotated_sheet, "write", full)
    path = tmp_path / "DTKS Jembayan.xlsx"
    with pytest.raises(errors.SelarasError) as refused:
        annotated.write(path, workbook.read(path), findings(FOUND), copy)
    assert refused.value.code == "disk_penuh"
    assert copy.read_bytes() == earlier
    assert [found.name for found in copy.parent.iterdir()] == [copy.name]


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotated, "_LAST_ROW", 5)
    path = source(tmp_path)
    with pytest.raises(errors.SelarasError) as refused:
        annotated.write(path, [], findings([]), tmp_path / "catatan.xlsx")
    assert refused.value.code == "salinan_terlalu_panjang"
    assert not (tmp_path / "catatan.xlsx").exists()


def test_sheet_names_are_allowed_and_different() -> None:
    long = "data warga kecamatan loa kulu tahun 2024"
    names = annotated_sheet.sheet_names(["a/b", "a:b", long, long + " b", "'", tables.ANNOTATION_SHEET])
    assert len({name.casefold() for name in names.values()}) == 6
    assert all(0 < len(name) <= 31 for name in names.values())
    assert tables.ANNOTATION_SHEET not in names.values()
