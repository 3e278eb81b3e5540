"""Dates of lists are read day first, doubts are told, nothing is made up."""

from datetime import date

import pytest

from selaras.kernel import dates, findings

DAY = date(1978, 8, 17)


@pytest.mark.parametrize(
    "text",
    [
        "17/08/1978", "17-08-1978", "17.8.1978", "17 08 1978", "17/8/78", "17-08-78", "17 Agustus 1978", "17 agustus 1978", "17 Agt 1978",
        "17 Agt 78", "17-Agu-78", "17-Aug-1978", "17 AGS. 1978", "17Agustus1978", "1978-08-17", "1978/08/17", "1978-08-17 00:00:00",
        "1978-08-17T00:00:00.000Z", "17/08/1978 07.30", "19780817", "17081978", "'17/08/1978", "Samarinda, 17-08-1978", "Kamis, 17 Agustus 1978",
        " 17/08/1978\u00a0",
    ],
)  # fmt: skip
def test_ways_of_writing_one_day(text: str) -> None:
    assert dates.parse(text) == dates.Reading(DAY)


@pytest.mark.parametrize("text", ["28719", "28719.0", "28719,5"])
def test_serial_of_a_spreadsheet(text: str) -> None:
    assert dates.parse(text) == dates.Reading(DAY, (dates.NOMOR_SERI,))


@pytest.mark.parametrize(
    "text", [None, "", "  ", "-", "00/00/0000", "0000-00-00", "0000-00-00 00:00:00", "NULL", "0"]
)
def test_nothing_written(text: str | None) -> None:
    assert dates.parse(text) == dates.Reading(None, (dates.KOSONG,))


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("31/02/1980", dates.TAK_MUNGKIN),
        ("31 Februari 1980", dates.TAK_MUNGKIN),
        ("32/13/1980", dates.TAK_MUNGKIN),
        ("00/05/1980", dates.TAK_MUNGKIN),
        ("29/02/1979", dates.TAK_MUNGKIN),
        ("17/08/0202", dates.TAHUN_TAK_LAZIM),
        ("0202-08-17", dates.TAHUN_TAK_LAZIM),
        ("17/08/9999", dates.TAHUN_TAK_LAZIM),
        ("lupa", dates.TAK_TERBACA),
        ("17 Bulan 1978", dates.TAK_TERBACA),
        ("1978", dates.TAK_TERBACA),
        ("17/08", dates.TAK_TERBACA),
        ("17/08/1978/1", dates.TAK_TERBACA),
    ],
)
def test_no_date_is_made_up(text: str, note: str) -> None:
    assert dates.parse(text) == dates.Reading(None, (note,))


def test_day_comes_first_and_the_doubt_is_told() -> None:
    assert dates.parse("05/06/1978") == dates.Reading(date(1978, 6, 5), (dates.URUTAN_RANCU,))
    assert dates.parse("05/05/1978") == dates.Reading(date(1978, 5, 5))
    assert dates.parse("08/17/1978") == dates.Reading(DAY, (dates.URUTAN_RANCU,))


def test_two_digit_years() -> None:
    known = date(2026, 11, 22)
    assert dates.parse("17-08-26", as_known_on=known) == dates.Reading(date(2026, 8, 17), (dates.ABAD_RANCU,))
    assert dates.parse("17-12-26", as_known_on=known) == dates.Reading(date(1926, 12, 17))
    assert dates.parse("29/02/00", as_known_on=known) == dates.Reading(date(2000, 2, 29))
    # As spreadsheets do where nothing else is known.
    assert dates.parse("17-08-29").value == date(2029, 8, 17)
    assert dates.parse("17-08-30").value == date(1930, 8, 17)


def test_said_in_words() -> None:
    assert dates.long(date(2026, 11, 22)) == "22 November 2026"
    assert dates.long(date(1978, 8, 7)) == "7 Agustus 1978"


def test_months() -> None:
    assert [dates.month_number(word) for word in ("Pebruari", "MEI", "Nop.", "Okt", "Dec", "desa")] == [
        2,
        5,
        11,
        10,
        12,
        None,
    ]


def test_every_note_is_a_finding() -> None:
    for note in (dates.TAK_MUNGKIN, dates.TAHUN_TAK_LAZIM, dates.URUTAN_RANCU, dates.ABAD_RANCU):
        assert findings.kind(note).severity in findings.SEVERITIES
