"""Files that cannot be read as they stand: each gets its own sentence, and nothing dangerous is opened."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from selaras.engine.read import package, workbook
from selaras.engine.read.limits import LIMITS, Limits
from selaras.kernel.errors import SelarasError

SHAPES = Path(__file__).parents[2] / "fixtures" / "shapes"
ROWS = [
    ["NIK", "Nama", "Desa"],
    ["6402021708789001", "SITI", "Jembayan"],
    ["6402021708789002", "ALI", "Timbau"],
]


def refused(path: Path, limits: Limits = LIMITS) -> SelarasError:
    with pytest.raises(SelarasError) as caught:
        workbook.read(path, limits=limits)
    assert path.name in caught.value.message
    assert caught.value.hint
    return caught.value


def xlsx(path: Path, rows: list[list[str]] | None = None) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Data")
        for y, row in enumerate(ROWS if rows is None else rows):
            page.write_row(y, 0, row)
    return path


def changed(path: Path, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> Path:
    """A copy of an XLSX with some of its parts changed or added."""
    out = path.with_name(f"diubah_{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return out


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "baca_kosong"),
        (b"\xef\xbb\xbf \r\n\r\n", "baca_kosong"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "baca_bukan_tabel"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "baca_bukan_tabel"),
        (b"Rar!\x1a\x07\x00", "baca_bukan_tabel"),
        (b"\x01\x02\x00\x00\x03\x00binary\x00", "baca_bukan_tabel"),
        (
            b"<html><body><p>Sesi Anda telah berakhir, silakan masuk lagi</p></body></html>",
            "baca_html_tanpa_tabel",
        ),
        (b"<!DOCTYPE html><html><table></table></html>", "baca_html_tanpa_tabel"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "baca_tak_didukung",
        ),
        (b"PK\x03\x04 not really", "baca_rusak"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "baca_berkata_sandi",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"),
            "baca_bukan_tabel",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + "Workbook".encode("utf-16-le")
            + "_VBA_PROJECT".encode("utf-16-le"),
            "baca_bermakro",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + "Workbook".encode("utf-16-le"), "baca_rusak"),
        (
            b"6402021708789001;SITI;17/08/1978\n6402021708789002;ALI;18/08/1978\n6402021708789003;NUR;1/1/1990\n",
            "baca_tanpa_judul",
        ),
        (b"NIK;Nama;Desa\n", "baca_tanpa_isi"),
    ],
)
def test_wrong_content_whatever_the_ending(tmp_path: Path, content: bytes, code: str) -> None:
    for name in ("data.xlsx", "data.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        assert refused(path).code == code


def test_missing_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "tidak_ada.xlsx").code == "baca_tidak_ada"


def test_other_zips(tmp_path: Path) -> None:
    for inside, code in (
        ("word/document.xml", "baca_bukan_tabel"),
        ("foto.jpg", "baca_bukan_tabel"),
        ("xl/workbook.bin", "baca_tak_didukung"),
    ):
        path = tmp_path / "data.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(inside, b"x")
        assert refused(path).code == code


def test_macros_are_refused(tmp_path: Path) -> None:
    path = changed(xlsx(tmp_path / "a.xlsx"), lambda _, text: text, {"xl/vbaProject.bin": b"x"})
    assert refused(path).code == "baca_bermakro"


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]
)
def test_dtd_and_entities_are_refused(tmp_path: Path, part: str) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'

    def change(name: str, text: bytes) -> bytes:
        return text.replace(b"?>", b"?>" + bomb, 1) if name == part else text

    assert refused(changed(xlsx(tmp_path / "a.xlsx"), change)).code == "baca_xml_berbahaya"


def test_encrypted_entries(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx")
    content = bytearray(path.read_bytes())
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    path.write_bytes(bytes(content))
    assert refused(path).code == "baca_berkata_sandi"


def test_old_xls_with_a_password(tmp_path: Path) -> None:
    content = (SHAPES / "dukcapil_padan_lama.xls").read_bytes()
    codepage, filepass = bytes.fromhex("42000200b004"), bytes.fromhex("2f0002000000")
    assert content.count(codepage) == 1
    path = tmp_path / "kunci.xls"
    path.write_bytes(content.replace(codepage, filepass))
    assert refused(path).code == "baca_berkata_sandi"


def test_cut_off_and_flipped(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [ROWS[0], *([f"64020217087{n:05d}", f"NAMA {n}", "Jembayan"] for n in range(3000))],
    )
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert refused(path).code == "baca_rusak"
    at = whole.find(b"xl/worksheets/sheet1.xml") + 200
    path.write_bytes(whole[:at] + bytes(255 - sign for sign in whole[at : at + 40]) + whole[at + 40 :])
    assert refused(path).code == "baca_rusak"


def test_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    """The listing says 100 bytes and matches the checksum of these; the stream unpacks to far more."""
    path = xlsx(tmp_path / "a.xlsx")
    head = b"<worksheet><sheetData>" + b" " * 78
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(head + b" " * 80_000_000) + packer.flush()
    out = path.with_name("bom.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, b"" if name == "xl/worksheets/sheet1.xml" else old.read(name))
    content = bytearray(out.read_bytes())
    with zipfile.ZipFile(out) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
        directory = archive.start_dir
    start = entry.header_offset + 30 + len(entry.filename)
    content[start : start + entry.compress_size] = packed
    shift = len(packed) - entry.compress_size
    at = content.find(b"PK\x01\x02", directory + shift)
    while at >= 0:
        name_size = struct.unpack_from("<H", content, at + 28)[0]
        name = bytes(content[at + 46 : at + 46 + name_size]).decode()
        offset = struct.unpack_from("<I", content, at + 42)[0]
        if name == entry.filename:
            struct.pack_into("<III", content, at + 16, zlib.crc32(head), len(packed), len(head))
        elif offset > entry.header_offset:
            struct.pack_into("<I", content, at + 42, offset + shift)
        at = content.find(b"PK\x01\x02", at + 4)
    end = content.rfind(b"PK\x05\x06")
    struct.pack_into("<I", content, end + 16, directory + shift)
    out.write_bytes(bytes(content))
    limits = replace(LIMITS, ratio_from=10_000_000)
    assert refused(out, limits).code == "baca_zip_berbahaya"


def test_bomb_that_admits_its_size_is_refused_before_anything_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("unpacked")

    path = xlsx(tmp_path / "a.xlsx")
    dense = changed(path, lambda name, text: text + b" " * 3_000_000 if name.endswith("sheet1.xml") else text)
    monkeypatch.setattr(package, "_unpacked", never)
    assert refused(dense, replace(LIMITS, ratio_from=1_000_000)).code == "baca_zip_berbahaya"
    assert refused(dense, replace(LIMITS, unpacked=2_000_000)).code == "baca_zip_berbahaya"


def test_bomb_by_total_and_by_number_of_entries(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx")
    big = changed(path, lambda name, text: text + b" " * 3_000_000 if name.endswith("sheet1.xml") else text)
    assert refused(big, replace(LIMITS, unpacked=2_000_000)).code == "baca_zip_berbahaya"
    many = changed(path, lambda _, text: text, {f"x/{n}.xml": b"<x/>" for n in range(60)})
    assert refused(many, replace(LIMITS, entries=50)).code == "baca_zip_berbahaya"


def test_too_large_on_disk(tmp_path: Path) -> None:
    assert refused(xlsx(tmp_path / "a.xlsx"), replace(LIMITS, file_bytes=1000)).code == "baca_terlalu_besar"


@pytest.mark.parametrize("prefix", [b"", b"x:"])
def test_one_cell_far_out_does_not_lay_out_the_whole_sheet(tmp_path: Path, prefix: bytes) -> None:
    """Our own reader takes only the cells there are; for the general reader (prefixed tags) the area is refused first."""

    def change(name: str, text: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return text
        text = text.replace(
            b"</sheetData>", b'<row r="1048575"><c r="XFD1048575"><v>1</v></c></row></sheetData>'
        )
        if prefix:
            for tag in (b"worksheet", b"sheetData", b"row", b"c", b"v"):
                text = text.replace(b"<" + tag + b" ", b"<x:" + tag + b" ").replace(
                    b"<" + tag + b">", b"<x:" + tag + b">"
                )
                text = text.replace(b"</" + tag + b">", b"</x:" + tag + b">")
            text = text.replace(
                b"<x:worksheet ",
                b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ',
            )
        return text

    path = changed(xlsx(tmp_path / "a.xlsx"), change)
    if prefix:
        assert refused(path).code == "baca_terlalu_besar"
    else:
        (found,) = workbook.read(path)
        assert found.data["row"].to_list() == [2, 3, 1_048_575]


def test_list_that_ends_in_the_last_row_is_cut_off(tmp_path: Path) -> None:
    def change(name: str, text: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return text
        last = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>6402021708789003</t></is></c></row></sheetData>'
        return text.replace(b"</sheetData>", last.encode())

    error = refused(changed(xlsx(tmp_path / "a.xlsx"), change))
    assert error.code == "baca_lembar_penuh"
    assert "1.048.576" in error.message


def test_repeated_cells_of_ods(tmp_path: Path) -> None:
    source = SHAPES / "dinsos_libreoffice.ods"
    out = tmp_path / "bom.ods"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "content.xml":
                text = text.replace(
                    b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1000000">'
                )
                text = text.replace(
                    b"<table:table-cell office",
                    b'<table:table-cell table:number-columns-repeated="16000" office',
                )
            new.writestr(name, text)
    assert refused(out).code == "baca_terlalu_besar"


def test_columns_without_headers(tmp_path: Path) -> None:
    rows = [
        ["NIK", "Nama", "", ""],
        *([f"640202170878900{n}", "SITI", "Jembayan", "Loa Kulu"] for n in range(5)),
    ]
    error = refused(xlsx(tmp_path / "a.xlsx", rows))
    assert error.code == "baca_kolom_tanpa_judul"
    assert "C, D" in error.message


def test_one_unnamed_column_is_kept_and_reported(tmp_path: Path) -> None:
    rows = [
        ["NIK", "Nama", "Desa", "RT", ""],
        *([f"640202170878900{n}", "SITI", "Jembayan", "1", "catatan"] for n in range(5)),
    ]
    (found,) = workbook.read(xlsx(tmp_path / "a.xlsx", rows))
    assert [header.letter for header in found.unnamed] == ["E"]
    assert found.texts(4).to_list() == ["catatan"] * 5


def test_row_with_more_fields_than_the_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [
        "NIK;Nama;Desa",
        *(f"640202170878{n:04d};SITI;Jembayan" for n in range(9000, 9600)),
        "6402;" + ";" * 40 + "x",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    error = refused(path)
    assert error.code == "baca_baris_bergeser"
    assert "602" in error.message
