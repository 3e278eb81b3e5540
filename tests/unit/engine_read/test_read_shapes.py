"""The shapes in which lists arrive: header, data rows and left-out rows of every fixture, by their row numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from selaras.engine.read import dates, figures, headings, identity, sheet, values, workbook

SHAPES = Path(__file__).parents[2] / "fixtures" / "shapes"


@dataclass(frozen=True)
class Expected:
    header: tuple[int, ...]
    first: int
    last: int
    rows: int
    columns: int
    dropped: dict[str, tuple[int, ...]] = field(default_factory=dict)


EXPECTED = {
    "bps_kemiskinan_tahun.xlsx": Expected((3, 4), 5, 8, 4, 7, {sheet.FOOTER: (9, 10)}),
    "dinsos_libreoffice.ods": Expected((3,), 4, 12, 9, 9, {sheet.SUBTOTAL: (13,)}),
    "dtks_kelompok_desa.xlsx": Expected((2,), 4, 16, 12, 22, {sheet.SECTION: (3, 10)}),
    "dtks_koma_cp1252.csv": Expected((1,), 2, 13, 12, 24),
    "dtks_portal_html.xls": Expected((2, 3), 4, 15, 12, 24),
    "dtks_titik_koma_bom.csv": Expected((1,), 2, 13, 12, 24),
    "dtks_unicode.txt": Expected((1,), 2, 13, 12, 24),
    "dtsen_anggota_nik_angka.xlsx": Expected((1,), 2, 13, 12, 17),
    "dtsen_anggota_nik_eksponen.csv": Expected((1,), 2, 13, 12, 17),
    "dtsen_keluarga_koma.csv": Expected((1,), 2, 5, 4, 34),
    "dukcapil_padan_lama.xls": Expected((3,), 4, 15, 12, 11),
    "p3ke_individu_subtotal_tanda_tangan.xlsx": Expected(
        (3, 4, 5),
        6,
        23,
        12,
        32,
        {
            sheet.SUBTOTAL: (9, 13, 20, 24, 25),
            sheet.REPEATED_HEADER: (14, 15, 16),
            sheet.FOOTER: (27, 28, 29, 32, 33),
        },
    ),
    "p3ke_keluarga_judul_gabung.xlsx": Expected((4, 5), 7, 18, 12, 31, {sheet.NUMBERING: (6,)}),
    "p3ke_keluarga_tanggal_serial.xlsx": Expected((1,), 2, 13, 12, 31),
    "p3ke_musdes_baris_13.xlsx": Expected((4,), 13, 21, 9, 13, {sheet.NOTE: (7, 8, 9)}),
}


def one(name: str) -> sheet.Sheet:
    (found,) = workbook.read(SHAPES / name)
    return found


def column(found: sheet.Sheet, name: str) -> sheet.Header:
    return next(h for h in found.headers if headings.normalise(name) in headings.names_of(h))


@pytest.mark.parametrize("name", EXPECTED)
def test_header_data_and_left_out_rows_are_found(name: str) -> None:
    found, expected = one(name), EXPECTED[name]
    assert found.header_rows == expected.header
    assert (found.data["row"][0], found.data["row"][-1]) == (expected.first, expected.last)
    assert (found.data.height, len(found.headers)) == (expected.rows, expected.columns)
    dropped = {entry.reason: entry.rows for entry in found.dropped if entry.reason != sheet.BLANK}
    assert dropped == expected.dropped
    assert not found.unnamed


def test_every_fixture_is_expected() -> None:
    several = {"dtks_lembar_per_kecamatan.xlsx", "regsosek_2022k.xlsx"}
    assert {path.name for path in SHAPES.iterdir()} == set(EXPECTED) | several


def test_one_sheet_per_kecamatan_with_hidden_copy_and_cover() -> None:
    found = workbook.read(SHAPES / "dtks_lembar_per_kecamatan.xlsx")
    assert [s.sheet for s in found] == ["Loa Kulu", "Tenggarong", "Sanga-Sanga", "Lama"]
    assert [s.hidden for s in found] == [False, False, False, True]
    assert found[0].titles == ("KECAMATAN LOA KULU",)
    assert [h.letter for h in found[0].headers if h.hidden] == ["C", "D"]
    assert found[0].data["row"].to_list() == [4, 5, 6, 7, 8, 9]


def test_question_numbers_are_headers() -> None:
    found = {s.sheet: s for s in workbook.read(SHAPES / "regsosek_2022k.xlsx")}
    assert [s.header_rows for s in found.values()] == [(2,), (3,), (3,), (4,)]
    assert [h.text for h in found["3.keterangan perumahan"].headers][:4] == [
        "no kartu keluarga",
        "301a",
        "301b",
        "302",
    ]


@pytest.mark.parametrize(
    "name",
    [name for name in EXPECTED if name.startswith(("dtks_", "p3ke_", "dinsos", "dukcapil"))],
)
def test_every_nik_is_read(name: str) -> None:
    found = one(name)
    header = column(found, "NIK")
    read = identity.nik(
        found.texts(header.index), found.kinds_of(header.index), found.numbers.get(header.index)
    )
    assert read.status.to_list() == ["ok"] * found.data.height
    assert read.value.str.contains(r"^6402\d{8}9\d{3}$").all()


def test_number_cells_condemn_nik_and_kk() -> None:
    found = one("dtsen_anggota_nik_angka.xlsx")
    for name in ("nik", "no_kk"):
        index = column(found, name).index
        read = identity.kk(found.texts(index), found.kinds_of(index), found.numbers.get(index))
        assert read.code == identity.DAMAGED_COLUMN
        assert read.value.null_count() == found.data.height
        assert set(read.status) == {"damaged"}


def test_powers_of_ten_condemn_a_column_and_few_tails_raise_a_doubt() -> None:
    found = one("dtsen_anggota_nik_eksponen.csv")
    nik = identity.nik(found.texts(0), found.kinds_of(0))
    assert (nik.code, set(nik.status)) == (identity.DAMAGED_COLUMN, {"damaged"})
    kk = identity.kk(found.texts(1), found.kinds_of(1))
    assert kk.code == identity.DOUBTFUL_TAILS
    assert kk.detail == "4 dari 4 nomor yang berbeda berakhir dengan 0."


def test_merged_headers_are_read_from_top_to_bottom() -> None:
    found = one("p3ke_keluarga_judul_gabung.xlsx")
    assert found.titles == ("DATA P3KE KABUPATEN KUTAI KARTANEGARA", "Tahun 2023")
    by_letter = {h.letter: h for h in found.headers}
    assert by_letter["Y"].parts == ("Penerima", "BNPT")
    assert by_letter["A"].parts == ("ID Keluarga P3KE",)
    assert found.header(by_letter["Y"].index).column == "c25"


def test_dates_in_every_spelling_are_the_same_people() -> None:
    expected = dates.read(one("dtks_titik_koma_bom.csv").texts(13), latest_year=2024).value.to_list()
    for name, title in (
        ("dtks_unicode.txt", "TANGGAL LAHIR"),
        ("p3ke_keluarga_tanggal_serial.xlsx", "Tanggal Lahir"),
        ("p3ke_individu_subtotal_tanda_tangan.xlsx", "Tanggal Lahir"),
        ("dukcapil_padan_lama.xls", "TGL LHR"),
        ("dtsen_anggota_nik_angka.xlsx", "tanggal_lahir"),
    ):
        found = one(name)
        read = dates.read(found.texts(column(found, title).index), latest_year=2024)
        assert read.value.to_list() == expected, name
        assert read.fault.null_count() == len(expected)


def test_cells_keep_their_text() -> None:
    odd = one("dtks_koma_cp1252.csv").texts(6)
    assert 'Jl. "Café René" No. 5½,\nsamping masjid' in odd.to_list()
    assert one("dtsen_keluarga_koma.csv").texts(33)[0] == "0.123457"
    figures_ = one("bps_kemiskinan_tahun.xlsx")
    assert figures.decimal(figures_.texts(3), figures_.kinds_of(3)).value.to_list() == [
        26.5,
        1059.1,
        None,
        221.34,
    ]


def test_group_lines_name_the_rows_below_them() -> None:
    found = one("dtks_kelompok_desa.xlsx")
    assert found.sections
    assert found.data["section"].to_list() == ["DESA JEMBAYAN"] * 6 + ["DESA LOH SUMBER"] * 6


def test_rt_rw_and_marks_of_an_office_list() -> None:
    found = one("dinsos_libreoffice.ods")
    rt, rw = figures.rt_rw(found.texts(column(found, "RT/RW").index))
    assert rt.value.to_list() == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert rw.value.to_list() == [1, 2, 3] * 3
    assert values.yes_no(found.texts(8)).value.to_list() == [True, False, False, False] * 2 + [True]
    place, born = dates.place_and_date(found.texts(4), latest_year=2024)
    assert set(place) == {"TENGGARONG"}
    assert born.value.null_count() == 0
