"""Every real layout is recognised as what it is and as nothing else; what differs is reported, not guessed away."""

from __future__ import annotations

import contextlib

import polars as pl
import pytest
import xlsxwriter

from selaras.kernel.errors import SelarasError

LAYOUTS = {
    "p3ke_keluarga": ("p3ke", "keluarga"),
    "p3ke_individu": ("p3ke", "individu"),
    "dtks": ("dtks_siksng", "anggota"),
    "bdt2015": ("dtks_bdt2015", "art"),
    "dtsen_keluarga": ("dtsen", "keluarga"),
    "dtsen_individu": ("dtsen", "anggota"),
    "siksng_keluarga": ("dtsen_siksng", "siksng_keluarga"),
    "siksng_anggota": ("dtsen_siksng", "siksng_anggota"),
    "dtsen_portal": ("dtsen_portal", "portal"),
}


def rows_for(headers: list[str]) -> list[list[str]]:
    return [[f"isi {row}.{column}" for column in range(len(headers))] for row in range(1, 4)]


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_is_what_it_is_and_complete(name, write_xlsx, recognised, layouts) -> None:
    headers = layouts[name]
    found = recognised(write_xlsx("f.xlsx", {"Lembar": (headers, rows_for(headers))}))
    assert (found.profile.name, found.sheets[0].part) == LAYOUTS[name]
    assert found.drift == ()
    assert found.confidence > 0.9
    assert found.why[0].startswith("Lembar Lembar:")


@pytest.mark.parametrize("name", LAYOUTS)
def test_order_and_case_of_columns_do_not_matter(name, write_csv, recognised, layouts) -> None:
    headers = [header.upper().replace("_", " ") for header in reversed(layouts[name])]
    found = recognised(write_csv("f.csv", headers, rows_for(headers)))
    assert found.profile.name == LAYOUTS[name][0]
    assert found.drift == ()


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_other_profile_comes_near(name, write_xlsx, recognised, layouts, profiles) -> None:
    headers = layouts[name]
    path = write_xlsx("f.xlsx", {"Lembar": (headers, rows_for(headers))})
    best = recognised(path)
    for other in (one for one in profiles if one.name != best.profile.name):
        with contextlib.suppress(SelarasError):  # refusing the file is the best answer
            rival = recognised(path, [other])
            assert rival.confidence < best.confidence - 0.05, other.name


def test_a_new_a_missing_and_a_renamed_column_are_reported_not_used(write_xlsx, recognised, layouts) -> None:
    headers = [header for header in layouts["dtks"] if header not in ("PEKERJAAN", "TEMPAT LAHIR")]
    headers = ["TANGGAL LAHIIR" if header == "TANGGAL LAHIR" else header for header in headers]
    headers.append("NOMOR REKENING")
    found = recognised(write_xlsx("f.xlsx", {"L": (headers, rows_for(headers))}))
    assert found.profile.name == "dtks_siksng"
    assert 0.6 < found.confidence < 1
    drift = {(d.kind, d.field or d.header) for d in found.drift}
    assert drift == {
        ("hilang", "pekerjaan"),
        ("hilang", "tempat_lahir"),
        ("berganti_nama", "tanggal_lahir"),
        ("baru", "NOMOR REKENING"),
    }
    converted = found.profile.convert(found, "2024")
    assert converted.persons["tanggal_lahir"].null_count() == 3, (
        "a similar header is a question, not an answer"
    )
    said = converted.findings.filter(pl.col("code").str.starts_with("kolom_")).select("field", "code").rows()
    assert set(said) == {
        (None, "kolom_baru"),
        ("pekerjaan", "kolom_hilang"),
        ("tanggal_lahir", "kolom_berganti_nama"),
        ("tempat_lahir", "kolom_hilang"),
    }


def test_a_sheet_without_its_key_columns_is_refused_with_what_it_lacks(
    write_xlsx, recognised, layouts
) -> None:
    headers = [
        header for header in layouts["p3ke_individu"] if header not in ("ID Keluarga P3KE", "NIK", "Nama")
    ]
    with pytest.raises(SelarasError) as caught:
        recognised(write_xlsx("f.xlsx", {"L": (headers, rows_for(headers))}))
    assert caught.value.code == "kenali_gagal"
    assert "ID Keluarga P3KE" in str(caught.value)


def test_a_named_kind_goes_before_the_list_of_any_office(write_xlsx, recognised, layouts) -> None:
    headers = layouts["dtks"]
    found = recognised(write_xlsx("f.xlsx", {"L": (headers, rows_for(headers))}))
    assert found.profile.source == "dtks"
    own = recognised(write_xlsx("g.xlsx", {"L": (["Nama", "NIK", "Alamat"], rows_for(["a", "b", "c"]))}))
    assert own.profile.source == "lokal"


def test_a_numbering_row_and_titles_are_not_data(write_xlsx, delivered, layouts) -> None:
    headers = layouts["dtks"]
    rows = [[f"({n})" for n in range(1, len(headers) + 1)], *rows_for(headers)]
    above = [["DATA TERPADU KESEJAHTERAAN SOSIAL"], ["KABUPATEN KUTAI KARTANEGARA TAHUN 2024"], []]
    converted = delivered(write_xlsx("f.xlsx", {"L": (headers, rows)}, above=above))
    assert converted.persons["row"].to_list() == [6, 7, 8]


def test_a_nik_column_of_number_cells_is_refused_as_damaged(tmp_path, delivered, layouts) -> None:
    path = tmp_path / "rusak.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("L")
        page.write_row(0, 0, layouts["dtks"])
        for row in range(1, 9):
            page.write_number(row, layouts["dtks"].index("NIK"), 6402021504789000 + row)
            page.write_string(row, layouts["dtks"].index("NAMA"), f"ORANG {row}")
            page.write_string(row, layouts["dtks"].index("ID DTKS"), f"ID{row}")
    converted = delivered(path)
    assert converted.persons["nik"].null_count() == 8
    assert set(converted.persons["nik_status"]) == {"damaged"}
    found = converted.findings.filter(code="kolom_nomor_rusak").select("row", "field", "severity").rows()
    assert found == [(None, "nik", "tolak")]
