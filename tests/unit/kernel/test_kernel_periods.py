"""Which issue of a list a file is."""

from datetime import date

import pytest

from selaras.kernel import periods


@pytest.mark.parametrize(
    ("text", "label", "end"),
    [
        ("2024-10", "2024-10", date(2024, 10, 31)),
        ("202410", "2024-10", date(2024, 10, 31)),
        ("DTSEN_KUKAR_2024-10.xlsx", "2024-10", date(2024, 10, 31)),
        ("dtks_202402_final.csv", "2024-02", date(2024, 2, 29)),
        ("Oktober 2024", "2024-10", date(2024, 10, 31)),
        ("Data DTKS bulan Okt-2024", "2024-10", date(2024, 10, 31)),
        ("BNBA_FEB2025.xlsx", "2025-02", date(2025, 2, 28)),
        ("Maret 2025", "2025-03", date(2025, 3, 31)),
        ("2025 Maret", "2025-03", date(2025, 3, 31)),
        ("10-2024", "2024-10", date(2024, 10, 31)),
        ("semester 1 2024", "2024-06-S1", date(2024, 6, 30)),
        ("Semester II Tahun 2024", "2024-12-S2", date(2024, 12, 31)),
        ("dukcapil_smt2_2024", "2024-12-S2", date(2024, 12, 31)),
        ("2024-S1", "2024-06-S1", date(2024, 6, 30)),
        ("TW II 2025", "2025-06-TW2", date(2025, 6, 30)),
        ("DTSEN Triwulan 3 Tahun 2025", "2025-09-TW3", date(2025, 9, 30)),
        ("DTSEN TW.III/2025", "2025-09-TW3", date(2025, 9, 30)),
        ("2025Q4", "2025-12-TW4", date(2025, 12, 31)),
        ("P3KE 2023", "2023", date(2023, 12, 31)),
        ("data_20241015.xlsx", "2024-10-15", date(2024, 10, 15)),
        ("per 15 Oktober 2024", "2024-10-15", date(2024, 10, 15)),
        ("31-12-2024", "2024-12-31", date(2024, 12, 31)),
    ],
)
def test_parse(text: str, label: str, end: date) -> None:
    found = periods.parse(text)
    assert found is not None
    assert (found.label, found.end) == (label, end)
    assert found.start <= found.end
    assert periods.from_label(label) == found


@pytest.mark.parametrize(
    "text", [None, "", "data kukar", "64.02.02.2003", "6402022003", "lampiran 12", "1899", "20241", "RT 003"]
)
def test_no_period(text: str | None) -> None:
    assert periods.parse(text) is None


def test_titles() -> None:
    found = [
        periods.parse(text) for text in ("2024-10-15", "2024-10", "TW II 2025", "semester 1 2024", "2023")
    ]
    assert [period.title for period in found if period] == [
        "15 Oktober 2024",
        "Oktober 2024",
        "Triwulan II 2025",
        "Semester 1 2024",
        "2023",
    ]


def test_sorts_by_end() -> None:
    texts = ["TW II 2025", "2024-10", "semester 1 2024", "Maret 2025"]
    found = sorted(period for period in map(periods.parse, texts) if period)
    assert [period.label for period in found] == ["2024-06-S1", "2024-10", "2025-03", "2025-06-TW2"]
    assert sorted(period.label for period in found) == [period.label for period in found]


@pytest.mark.parametrize(
    "label", ["", "2024-13", "2024-06-S2", "2024-05-TW2", "2024-6", "Oktober 2024", "2024-02-30"]
)
def test_labels_of_another_maker(label: str) -> None:
    assert periods.from_label(label) is None


def test_vintage_says_what_is_known_when() -> None:
    vintage = periods.Vintage(date(2024, 10, 31), "dtks", "2024-10")
    assert str(vintage) == "DTKS edisi 2024-10 (per 31 Oktober 2024, sementara)"
    assert (
        str(periods.Vintage(date(2024, 10, 31), "dtks", "2024-10", provisional=False))
        == "DTKS edisi 2024-10 (per 31 Oktober 2024)"
    )
    assert vintage < periods.Vintage(date(2025, 3, 31), "dtks", "2025-03")
