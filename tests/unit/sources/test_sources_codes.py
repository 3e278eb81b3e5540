"""Code lists: numbers, words and both; traps between the lists of different offices; nothing guessed."""

from __future__ import annotations

import polars as pl
import pytest

from selaras.engine import tables
from selaras.engine.read.deliver import bps_form, codes, words
from selaras.sources.dtks import codes as dtks
from selaras.sources.dtsen import codes as dtsen
from selaras.sources.dukcapil import codes as dukcapil
from selaras.sources.p3ke import codes as p3ke
from selaras.sources.regsosek import codes as regsosek


def answer(code_list: codes.CodeList, text: str) -> tuple[object, str | None]:
    found = code_list.vocabulary().answer(text)
    return found.value, found.finding


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", ("kayu", None)),
        ("05", ("kayu", None)),
        ("5.0", ("kayu", None)),
        ("5. Kayu/sirap", ("kayu", None)),
        ("5 - KAYU / SIRAP", ("kayu", None)),
        ("kayu/Sirap", ("kayu", None)),
        ("-", (None, None)),
        ("NULL", (None, None)),
        ("5. Bambu", ("bambu", codes.CLASH)),
        ("Asbes/Seng", ("seng_atau_asbes", codes.BROAD)),
        ("9", (None, codes.UNKNOWN)),
        ("-5", (None, codes.UNKNOWN)),
        ("5. Plastik", (None, codes.UNKNOWN)),
        ("Plastik", (None, codes.UNKNOWN)),
    ],
)
def test_roof_of_regsosek(text: str, expected: tuple[object, str | None]) -> None:
    assert answer(regsosek.ATAP, text) == expected


def test_roof_five_and_six_are_swapped_between_dtsen_and_regsosek() -> None:
    assert [answer(dtsen.ATAP, code)[0] for code in "56"] == ["bambu", "kayu"]
    assert [answer(regsosek.ATAP, code)[0] for code in "56"] == ["kayu", "bambu"]
    assert all(answer(dtsen.ATAP, str(n)) == answer(regsosek.ATAP, str(n)) for n in (1, 2, 3, 4, 7, 8))


def test_does_not_cook_is_nought_in_dtsen_and_twelve_in_regsosek() -> None:
    assert answer(dtsen.BAHAN_BAKAR, "0") == ("tidak_memasak", None)
    assert answer(regsosek.BAHAN_BAKAR, "12") == ("tidak_memasak", None)
    assert answer(dtsen.BAHAN_BAKAR, "12") == (None, codes.UNKNOWN)
    assert answer(regsosek.BAHAN_BAKAR, "0") == (None, codes.UNKNOWN)


def test_relation_three_is_wife_in_siak_and_child_on_bps_forms() -> None:
    assert [answer(dukcapil.HUBUNGAN, str(n))[0] for n in range(1, 12)] == [
        "kepala", "suami", "istri", "anak", "menantu", "cucu", "orangtua", "mertua", "famili", "pembantu", "lainnya",
    ]  # fmt: skip
    assert [answer(bps_form.HUBUNGAN, str(n))[0] for n in (1, 2, 3)] == ["kepala", words.ISTRI_SUAMI, "anak"]
    assert answer(bps_form.HUBUNGAN, "9") == (None, codes.UNKNOWN)


def test_bdt_counts_its_floors_and_roofs_in_its_own_way() -> None:
    assert answer(dtks.BDT_LANTAI, "8")[0] == "kayu"
    assert answer(dtks.BDT_LANTAI, "9")[0] == "tanah"
    assert answer(bps_form.LANTAI, "8")[0] == "tanah"
    assert [answer(dtks.BDT_ATAP, n)[0] for n in ("5", "6")] == ["asbes", "seng"]
    assert [answer(dtks.BDT_ASET, n)[0] for n in "1234"] == [True, False, True, False]


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, {"tidak_memiliki"}), (1, {"pbi"}), (3, {"pbi", "mandiri"}), (9, {"pbi", "lainnya"}), (99, set())],
)
def test_health_insurance_is_a_sum(number: int, expected: set[str]) -> None:
    assert regsosek.JAMINAN_KESEHATAN.decode(number) == expected


@pytest.mark.parametrize(
    ("asked", "largest"),
    [
        (regsosek.IDENTITAS, 7),
        (regsosek.INTERNET_USAHA, 63),
        (regsosek.JAMINAN_KESEHATAN, 15),
        (regsosek.JAMINAN_KERJA, 31),
    ],
    ids=["411", "426", "431a", "431f"],
)
def test_sums_decode_back_to_their_bits(asked: codes.Sum, largest: int) -> None:
    for number in range(1, largest + 1):
        bits = {bit for bit, word in asked.bits.items() if word in (asked.decode(number) or ())}
        assert sum(bits) == number
    assert asked.decode(largest + 1) is None
    assert asked.decode(-1) is None


def test_an_impossible_sum_is_reported_and_not_read() -> None:
    reading = codes.read_sum(pl.Series(["1", "6", "16", "99", None]), regsosek.JAMINAN_KESEHATAN, "pbi")
    assert reading.value.to_list() == [True, False, None, None, None]
    assert reading.fault.to_list() == [None, None, codes.IMPOSSIBLE, None, None]


def test_an_open_list_keeps_an_unknown_word_and_says_so() -> None:
    reading = codes.read(pl.Series(["SD", "Pesantren  Salaf"]), p3ke.PENDIDIKAN)
    assert reading.value.to_list() == ["sd", "PESANTREN SALAF"]
    assert reading.fault.to_list() == [None, codes.UNKNOWN]


def test_power_is_read_from_codes_and_from_watts() -> None:
    reading = codes.read(
        pl.Series(["1", "5", "900 watt", "1.300 VA", "> 2.200 watt", "1. 450watt", "450"]), bps_form.DAYA
    )
    assert reading.value.to_list() == [450, 2201, 900, 1300, 2201, 450, 450]
    assert reading.fault.null_count() == 7


def test_reading_gives_the_same_type_for_an_empty_column() -> None:
    assert codes.read(pl.Series([None, None], dtype=pl.String), bps_form.DAYA).value.dtype == pl.Int64
    assert codes.read(pl.Series([None], dtype=pl.String), bps_form.YA_TIDAK).value.dtype == pl.Boolean


MODULES = (dtks, dtsen, dukcapil, p3ke, regsosek, bps_form)
CLOSED = {
    "atap": words.ATAP_BROAD,
    "lantai": words.LANTAI_BROAD,
    "dinding": {},
    "air_minum": words.AIR_BROAD,
    "penerangan": words.PENERANGAN_BROAD,
    "bahan_bakar": words.BAHAN_BAKAR_BROAD,
    "bab": words.BAB_BROAD,
    "kloset": words.KLOSET_BROAD,
    "tinja": {},
    "status_rumah": {},
}


@pytest.mark.parametrize("column", CLOSED)
def test_every_list_gives_only_words_of_the_contract(column: str) -> None:
    allowed = {*tables.KELUARGA_RECORDS.column(column).meaning.split(), None}
    joint = set(CLOSED[column].values())
    checked = 0
    for module in MODULES:
        for name, found in vars(module).items():
            if isinstance(found, codes.CodeList) and name.removeprefix("BDT_") == column.upper():
                assert set(found.words.values()) <= allowed, module.__name__
                assert set(found.codes.values()) <= allowed | joint, module.__name__
                assert set(found.broad.values()) <= joint, module.__name__
                checked += 1
    assert checked >= 2
