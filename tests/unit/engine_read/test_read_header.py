"""Headers and rows in corners: what must be found, and above all what must not be left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from selaras.engine.read import header, sheet, workbook


def read(tmp_path: Path, *lines: str) -> sheet.Sheet:
    path = tmp_path / "daftar.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (found,) = workbook.read(path)
    return found


def person(n: int, rest: str = "Jembayan;1") -> str:
    return f"{n};640202170878{9000 + n};NAMA {n};{rest}"


HEAD = "No;NIK;Nama;Desa;RT"


def test_nobody_is_left_out_for_knowing_little(tmp_path: Path) -> None:
    poor = [";;JUMINAH;;", ";6402021708789099;;;", ";;TOTALINA;;", "5;;;;"]
    found = read(tmp_path, HEAD, *map(person, range(1, 20)), *poor, person(20))
    assert found.data.height == 24
    assert found.dropped == ()


def test_a_person_called_jumlah_with_a_nik_is_a_person(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD, person(1), "2;6402021708789055;JUMLAH;Jembayan;1", "JUMLAH;;;;2", person(3))
    assert found.data["row"].to_list() == [2, 3, 5]
    assert found.dropped_rows(sheet.SUBTOTAL) == (4,)


@pytest.mark.parametrize(
    "total",
    [
        "Jumlah;;;;9",
        "TOTAL KESELURUHAN;;;;9",
        ";Sub Total Desa Jembayan;;;9",
        "Sub-Total;;;;",
        ";;Grand Total;;9",
        "Jml;;;;2",
    ],
)
def test_totals(tmp_path: Path, total: str) -> None:
    found = read(tmp_path, HEAD, person(1), person(2), total, person(3))
    assert found.dropped_rows(sheet.SUBTOTAL) == (4,)


@pytest.mark.parametrize(
    "numbers", ["(1);(2);(3);(4);(5)", "1;2;3;4;5", "a;b;c;d;e", "1;2;;3;4", "[1];[2];[3];[4];[5]"]
)
def test_numbering_rows(tmp_path: Path, numbers: str) -> None:
    found = read(tmp_path, HEAD, numbers, person(1), person(2))
    assert found.dropped_rows(sheet.NUMBERING) == (2,)
    assert found.data.height == 2


def test_small_numbers_far_below_are_data(tmp_path: Path) -> None:
    found = read(tmp_path, "Sapi;Kerbau;Kuda;Babi;Kambing", *["2;0;1;5;3"] * 4, "1;2;3;4;5", "2;2;2;2;2")
    assert found.data.height == 6


@pytest.mark.parametrize(
    "odd", ['2;6402021708789002;"NAMA 2;Jembayan;1', '2;6402021708789002;"NAMA" 2;Jembayan;1']
)
def test_a_stray_quote_swallows_no_rows(tmp_path: Path, odd: str) -> None:
    found = read(tmp_path, HEAD, person(1), odd, *map(person, range(3, 9)))
    assert found.data["row"].to_list() == list(range(2, 10))
    assert found.texts(1).n_unique() == 8


def test_signature_block_only_at_the_end(tmp_path: Path) -> None:
    block = [
        "",
        ";;;;Tenggarong, 1 Oktober 2024",
        ";;;;Mengetahui,",
        ";;;;Kepala Desa Jembayan",
        "",
        ";;;;ENCIK RAHMAN",
    ]
    found = read(tmp_path, HEAD, person(1), ";;KEPALA DESA;;", person(2), *block)
    assert found.data["row"].to_list() == [2, 3, 4]
    assert found.dropped_rows(sheet.FOOTER) == (6, 7, 8, 10)


def test_header_again_on_the_next_page(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD, person(1), HEAD, "(1);(2);(3);(4);(5)", person(2))
    assert found.dropped_rows(sheet.REPEATED_HEADER) == (3,)
    assert found.dropped_rows(sheet.NUMBERING) == (4,)
    assert found.data["row"].to_list() == [2, 5]


def test_two_header_rows_without_merge_information(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "DATA;;;;;",
        "No;NIK;Nama;Alamat;;Umur",
        ";;;Desa;RT;",
        *(f"{n};640202170878{9000 + n};NAMA {n};Jembayan;1;30" for n in range(4)),
    )
    assert found.header_rows == (2, 3)
    assert [h.text for h in found.headers] == ["No", "NIK", "Nama", "Alamat Desa", "Alamat RT", "Umur"]
    assert found.titles == ("DATA",)


def test_titles_with_a_label_and_a_value_are_no_header(tmp_path: Path) -> None:
    found = read(tmp_path, "KECAMATAN;: LOA KULU;;;", "DESA;: JEMBAYAN;;;", "", HEAD, person(1), person(2))
    assert found.header_rows == (4,)
    assert found.titles == ("KECAMATAN : LOA KULU", "DESA : JEMBAYAN")


def test_blank_rows_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD, person(1), "", ";;;;", person(2), "")
    assert found.data["row"].to_list() == [2, 5]
    assert found.dropped_rows(sheet.BLANK) == (3, 4, 6)


def test_a_header_is_no_row_of_people(tmp_path: Path) -> None:
    found = read(tmp_path, "Nama;Kecamatan", "SITI;Loa Kulu", "ALI;Loa Kulu", "NUR;Tenggarong")
    assert found.header_rows == (1,)
    assert found.data.height == 3


def test_one_column(tmp_path: Path) -> None:
    found = read(tmp_path, "NIK", *(f"640202170878{n}" for n in range(9001, 9009)))
    assert found.data.height == 8


def test_letters() -> None:
    assert [sheet.letter(n) for n in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(sheet.index_of(sheet.letter(n)) == n for n in range(0, 16_384, 37))


def test_numbering_wants_steps() -> None:
    assert header.is_numbering(["(1)", "(2)", "", "(3)"])
    assert not header.is_numbering(["1", "1", "1", "1"])
    assert not header.is_numbering(["5", "6", "7"])
    assert not header.is_numbering(["1", "SITI", "3"])
