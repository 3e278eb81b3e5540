"""Cell texts to values: every spelling found in files, and a code where nothing can be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl
import pytest

from selaras.engine.read import dates, figures, values
from selaras.engine.read.sheet import Kinds
from selaras.kernel import findings


def series(*texts: str | None) -> pl.Series:
    return pl.Series("c1", texts, dtype=pl.String)


def value(reading: values.Reading) -> object:
    return reading.value.to_list()[0]


def fault(reading: values.Reading) -> object:
    return reading.fault.to_list()[0]


@pytest.mark.parametrize(
    "text", ["L", "l ", "LK", "Laki-laki", "LAKI LAKI", "Pria", "1", "1.0", "1. Laki-laki", "'L"]
)
def test_men(text: str) -> None:
    assert (value(values.sex(series(text))), fault(values.sex(series(text)))) == ("L", None)


@pytest.mark.parametrize("text", ["P", "Pr", "PR.", "Perempuan", "\u00a0WANITA", "2", "2 - Perempuan"])
def test_women(text: str) -> None:
    assert (value(values.sex(series(text))), fault(values.sex(series(text)))) == ("P", None)


@pytest.mark.parametrize("text", [None, "", " ", "-", "...", "NA", "NULL", "\u00a0"])
def test_nothing_written_is_no_fault(text: str | None) -> None:
    for parse in (values.sex, values.decile, figures.decimal, figures.integer, figures.rt):
        reading = parse(series(text))
        assert (value(reading), fault(reading)) == (None, None)


def test_what_cannot_be_read_has_a_code_and_no_value() -> None:
    for parse, text in (
        (values.sex, "X"),
        (values.yes_no, "mungkin"),
        (values.decile, "11"),
        (values.decile, "6-10"),
        (figures.decimal, "tiga"),
        (figures.integer, "2,5"),
        (figures.rt, "Mawar"),
    ):
        reading = parse(series(text, "-"))
        assert reading.unreadable.to_list() == [True, False]
        assert findings.kind(str(fault(reading))).severity == findings.PERLU_DITINJAU


@pytest.mark.parametrize(("text", "said"), [("Ya", True), ("YA ", True), ("1", True), ("V", True), ("√", True), ("Tidak", False), ("TDK", False), ("0", False), ("-", False), ("", None), (None, None)])  # fmt: skip
def test_yes_and_no(text: str | None, said: bool | None) -> None:
    assert value(values.yes_no(series(text))) is said


def test_codes_of_yes_and_no_depend_on_the_list() -> None:
    reading = values.yes_no(series("1", "2", "0", "-"), values.ONE_TWO, dash_is_no=False)
    assert reading.value.to_list() == [True, False, None, None]
    assert reading.fault.to_list() == [None, None, values.UNREADABLE, None]


@pytest.mark.parametrize("text", ["3", "3.0", "Desil 3", "DESIL-3", "d3", "desil_3"])
def test_deciles(text: str) -> None:
    reading = values.decile(series(text))
    assert reading.value.dtype == pl.Int8
    assert value(reading) == 3


def test_free_text() -> None:
    assert values.words(series("  siti\u00a0 aminah ", "-", "'Nu'man", None)).to_list() == [
        "SITI AMINAH",
        None,
        "NU'MAN",
        None,
    ]
    assert values.as_written(series(" Jl.  Mawar\n12 ", "...")).to_list() == ["Jl. Mawar 12", None]


@pytest.mark.parametrize("text", [
    "17/08/1978", "17-8-1978", "17.08.1978", "1978-08-17", "1978/8/17", "19780817", "17081978", "28719", "28719.0", "17 Agustus 1978",
    "17 Agt 1978", "17-Agst-1978", "17Agustus1978", "Kamis, 17 Agustus 1978", "17/08/1978 00:00:00", "1978-08-17T07:30:00", "'17/08/1978",
])  # fmt: skip
def test_the_same_day_in_every_spelling(text: str) -> None:
    reading = dates.read(series(text), latest_year=2024)
    assert (value(reading), fault(reading)) == (dt.date(1978, 8, 17), None)


@pytest.mark.parametrize(("text", "code"), [
    ("01/01/0202", dates.ODD_YEAR), ("17 Agustus 202", dates.ODD_YEAR), ("17/08/2031", dates.ODD_YEAR), ("1878-08-17", dates.ODD_YEAR),
    ("31/02/1978", dates.UNREADABLE), ("00/08/1978", dates.UNREADABLE), ("Agustus 1978", dates.UNREADABLE), ("1978", dates.UNREADABLE),
    ("abc", dates.UNREADABLE),
])  # fmt: skip
def test_impossible_dates_are_never_values(text: str, code: str) -> None:
    reading = dates.read(series(text), latest_year=2024)
    assert (value(reading), fault(reading)) == (None, code)


def test_two_digit_years_are_read_with_a_remark() -> None:
    reading = dates.read(series("17 Agt 78", "17-08-24", "17/08/25"), latest_year=2024)
    assert reading.value.to_list() == [dt.date(1978, 8, 17), dt.date(2024, 8, 17), dt.date(1925, 8, 17)]
    assert set(reading.fault) == {dates.GUESSED_CENTURY}
    assert not reading.unreadable.any()


def test_month_first_only_where_the_column_proves_it() -> None:
    american = dates.read(series("08/17/1978", "08/12/1978"), latest_year=2024)
    assert american.value.to_list() == [dt.date(1978, 8, 17), dt.date(1978, 8, 12)]
    assert set(american.fault) == {dates.SWAPPED}
    mixed = dates.read(series("08/17/1978", "08/12/1978", "17/08/1978"), latest_year=2024)
    assert mixed.value.to_list() == [dt.date(1978, 8, 17), dt.date(1978, 12, 8), dt.date(1978, 8, 17)]
    assert mixed.fault.to_list() == [dates.SWAPPED, None, None]


@pytest.mark.parametrize(("text", "number"), [
    ("1.234,5", 1234.5), ("7,61*", 7.61), ("1.234.567", 1234567.0), ("Rp 6.670.000,-", 6670000.0), ("12,3 %", 12.3), ("1,234.5", 1234.5),
    ("-3,5", -3.5), ("\u22123,5", -3.5), ("7,61 1)", 7.61), ("12", 12.0),
])  # fmt: skip
def test_figures_as_printed(text: str, number: float) -> None:
    assert value(figures.decimal(series(text), Kinds(text=1))) == number


def test_a_dot_means_what_the_kind_of_cell_says() -> None:
    assert value(figures.decimal(series("1.234"), Kinds(text=9))) == 1234.0
    assert value(figures.decimal(series("1.234"), Kinds(number=9))) == 1.234
    undecided = figures.decimal(series("1.234"), Kinds(text=5, number=4))
    assert (value(undecided), fault(undecided)) == (None, figures.AMBIGUOUS)


def test_whole_numbers() -> None:
    assert figures.integer(series("3", "3.0", "1.250", "4 orang", "-")).value.to_list() == [
        3,
        3,
        1250,
        4,
        None,
    ]


@pytest.mark.parametrize(("text", "rt", "rw"), [
    ("003/001", 3, 1), ("RT 03 RW 01", 3, 1), ("RT.3", 3, None), ("RT.003 RW -", 3, None), ("RT/RW 3/1", 3, 1), ("RT 003/RW 001", 3, 1),
    ("003", 3, None), ("RT03RW01", 3, 1), ("RW 02", None, 2), ("3-1", 3, 1), ("000/000", None, None), ("RT. - RW. -", None, None),
])  # fmt: skip
def test_rt_and_rw(text: str, rt: int | None, rw: int | None) -> None:
    found = figures.rt_rw(series(text))
    assert [value(reading) for reading in found] == [rt, rw]
    assert [fault(reading) for reading in found] == [None, None]


def test_rw_of_its_own_column() -> None:
    assert figures.rw(series("001", "RW 2", "3/4")).value.to_list() == [1, 2, 4]


@pytest.mark.parametrize(
    "read", [lambda texts: dates.read(texts, latest_year=2025), values.decile, figures.rt, figures.rw]
)
def test_digits_of_another_script_are_said_to_be_unreadable(
    read: Callable[[pl.Series], values.Reading],
) -> None:
    reading = read(pl.Series(["٣", "٣٠-١٢-١٩٩٩"]))
    assert reading.value.null_count() == 2
    assert reading.fault.is_not_null().all()
