"""What `make` promises: the same again from the same seed, refusals, and files in the shapes offices use."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import polars as pl
import pytest

from selaras.kernel import errors
from selaras.synthetic import make
from selaras.synthetic.lists import layouts


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        make.make(1_200, 3, tmp_path / name)
    make.make(1_200, 4, tmp_path / "c")
    first = {p.relative_to(tmp_path / "a"): p.read_bytes() for p in (tmp_path / "a").rglob("*.*")}
    second = {p.relative_to(tmp_path / "b"): p.read_bytes() for p in (tmp_path / "b").rglob("*.*")}
    assert first.keys() == second.keys()
    assert [str(path) for path, content in first.items() if content != second[path]] == []
    other = (tmp_path / "c" / "dtks_2024-10.csv").read_bytes()
    assert other != first[Path("dtks_2024-10.csv")]


def test_size_is_about_what_was_asked_for(persons: pl.DataFrame) -> None:
    assert abs(persons.height - 6_000) < 0.06 * 6_000


@pytest.mark.parametrize(
    ("persons_", "kabupaten_", "code"),
    [
        (10, "64.02", "sintetis_ukuran"),
        (10**9, "64.02", "sintetis_ukuran"),
        (500, "31.71", "sintetis_kabupaten"),
    ],
)
def test_impossible_wishes_are_refused(tmp_path: Path, persons_: int, kabupaten_: str, code: str) -> None:
    with pytest.raises(errors.SelarasError) as refused:
        make.make(persons_, 1, tmp_path / "x", kabupaten=kabupaten_)
    assert refused.value.code == code
    assert not (tmp_path / "x").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "catatan.txt").write_text("milik kantor")
    with pytest.raises(errors.SelarasError) as refused:
        make.make(500, 1, tmp_path)
    assert refused.value.code == "sintetis_folder_terisi"
    assert [path.name for path in tmp_path.iterdir()] == ["catatan.txt"]


def test_progress_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    make.make(300, 1, tmp_path / "x", progress=said.append)
    assert said[-1] == "Kebenaran"
    assert any(text.startswith("DTKS") for text in said)


def test_csv_files_come_in_the_encodings_of_offices(kabupaten: Path) -> None:
    dtks = (kabupaten / "dtks_2024-10.csv").read_bytes()
    header, _ = dtks.split(b"\n", 1)
    assert header.decode("cp1252").split(";") == layouts.headers("DTKS_export")
    people = (kabupaten / "p3ke_individu_2023-06.csv").read_bytes()
    assert people.startswith(b"\xef\xbb\xbf")
    assert people.split(b"\n", 1)[0].decode("utf-8-sig").split(",") == layouts.headers("P3KE_individu")


def test_dtsen_headers_are_those_of_the_exports(kabupaten: Path) -> None:
    families = (kabupaten / "dtsen_keluarga_2026-03.csv").read_text("utf-8").split("\n", 1)[0]
    assert families.split(",") == layouts.headers("DTSEN_keluarga")
    people = (kabupaten / "dtsen_anggota_2026-03.csv").read_text("utf-8").split("\n", 1)[0]
    wanted = [name.split(" (")[0] for name in layouts.headers("DTSEN_individu")]
    assert people.split(",") == wanted


def test_p3ke_families_stand_on_one_sheet_per_kecamatan_under_a_title(kabupaten: Path) -> None:
    book = openpyxl.load_workbook(kabupaten / "p3ke_keluarga_2023-06.xlsx")
    assert len(book.sheetnames) > 10
    page = book["TENGGARONG"]
    assert page["A3"].value == "KECAMATAN TENGGARONG"
    assert [cell.value for cell in page[5]] == layouts.headers("P3KE_keluarga")


def test_applicants_have_a_merged_header_numbers_below_it_and_subtotals(kabupaten: Path) -> None:
    page = openpyxl.load_workbook(kabupaten / "rbpk_2026-05.xlsx").active
    assert page is not None
    assert "E4:J4" in {str(area) for area in page.merged_cells.ranges}
    assert [cell.value for cell in page[6]][:3] == ["(1)", "(2)", "(3)"]
    assert any(str(row[1]).startswith("JUMLAH ") for row in page.iter_rows(min_row=7, values_only=True))


def test_regsosek_has_the_five_sheets_with_their_headers_in_their_rows(kabupaten: Path) -> None:
    book = openpyxl.load_workbook(kabupaten / "regsosek_2022-11.xlsx")
    assert book.sheetnames == list(layouts.sheets())
    for name, (row, headers) in layouts.sheets().items():
        assert [cell.value for cell in book[name][row]] == headers


def test_the_damaged_file_has_lost_its_last_digit(kabupaten: Path) -> None:
    page = openpyxl.load_workbook(kabupaten / "dtks_2025-06.xlsx").active
    assert page is not None
    column = layouts.headers("DTKS_export").index("NIK")
    numbers = [row[column] for row in page.iter_rows(min_row=2, values_only=True)]
    whole = [value for value in numbers if isinstance(value, int | float) and value > 10**15]
    assert len(whole) > 0.8 * len(numbers)
    assert all(int(value) % 10 == 0 for value in whole)


def test_the_earlier_edition_is_another_moment(kabupaten: Path) -> None:
    earlier = pl.read_csv(kabupaten / "dtsen_keluarga_2025-06.csv", infer_schema=False)
    later = pl.read_csv(kabupaten / "dtsen_keluarga_2026-03.csv", infer_schema=False)
    assert earlier.columns == later.columns
    shared = set(earlier["no_kk"].drop_nulls()) & set(later["no_kk"].drop_nulls())
    assert 0.6 * later.height < len(shared) < later.height


def test_kupang_has_rt_and_rw_and_names_of_the_east(tmp_path: Path) -> None:
    made = make.make(1_500, 2, tmp_path / "kupang", kabupaten="53.71")
    assert made.kabupaten == "53.71"
    people = pl.read_csv(tmp_path / "kupang" / "dukcapil_2026-06.csv", separator=";", infer_schema=False)
    assert people["KODE WILAYAH"].str.starts_with("53.71.").all()
    assert people["NO_RW"].n_unique() > 3
    assert people["NAMA_LGKP"].str.contains("NDUN|MANAFE|BENU|SELAN|DJAMI").any()
