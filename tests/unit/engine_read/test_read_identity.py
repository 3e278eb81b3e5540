"""NIK and KK columns, cell by cell and as a whole."""

from __future__ import annotations

import polars as pl
import pytest

from selaras.engine.read import identity
from selaras.engine.read.sheet import Kinds


def niks(count: int, last: int | None = None) -> pl.Series:
    """Different made-up NIKs; all with the same last digit where one is given."""
    found = []
    for n in range(count):
        digits = f"640202{1 + n % 28:02d}{1 + n % 12:02d}{50 + n % 49:02d}{9001 + n % 997:04d}"
        found.append(digits if last is None else f"{digits[:15]}{last}")
    return pl.Series(list(dict.fromkeys(found)), dtype=pl.String)


@pytest.mark.parametrize("text", [
    "6402021708789001", "'6402021708789001", " 6402 0217 0878 9001 ", "6402.0217.0878.9001", "6402-0217-0878-9001", "6402021708789001.0",
    "\u00a06402021708789001", "64O2O21708789OO1", "64020217087890Ol", "６４０２０２１７０８７８９００１",
])  # fmt: skip
def test_spellings_of_one_number(text: str) -> None:
    read = identity.nik(pl.Series([text]))
    assert (read.status[0], read.value[0]) == ("ok", "6402021708789001")


@pytest.mark.parametrize(("text", "status"), [
    (None, "empty"), ("", "empty"), ("  ", "empty"), ("-", "placeholder"), ("0", "placeholder"), ("0000000000000000", "placeholder"),
    ("9999999999999999", "placeholder"), ("1234567890123456", "placeholder"), ("6402021708780000", "placeholder"), ("6,40202E+15", "damaged"),
    ("6.40E+15", "damaged"), ("################", "damaged"), ("640202170878900", "malformed"), ("64020217087890011", "malformed"),
    ("SITI", "malformed"), ("0102021708789001", "malformed"),
])  # fmt: skip
def test_what_is_no_number(text: str | None, status: str) -> None:
    read = identity.nik(pl.Series([text, *niks(9)], dtype=pl.String))
    assert (read.status[0], read.value[0]) == (status, None)
    assert read.code is None


def test_a_kk_number_has_no_rule_on_provinces() -> None:
    assert identity.kk(pl.Series(["0102021708789001"])).status[0] == "ok"


def test_a_column_of_number_cells_is_refused_whatever_it_looks_like() -> None:
    texts = niks(40)
    read = identity.nik(texts, Kinds(number=40))
    assert read.damaged
    assert read.value.null_count() == 40
    assert set(read.status) == {"damaged"}
    assert not any(text in (read.detail or "") for text in texts)


def test_number_cells_among_text_cells_are_lost_alone() -> None:
    texts = niks(40)
    numbers = pl.Series([n < 3 for n in range(40)])
    read = identity.nik(texts, Kinds(text=37, number=3), numbers)
    assert read.code == identity.LOST_CELLS
    assert read.status.to_list() == ["damaged"] * 3 + ["ok"] * 37
    assert read.value.to_list()[3:] == texts.to_list()[3:]


def test_tails_of_zeros_condemn_a_text_column() -> None:
    read = identity.nik(niks(200, last=0), Kinds(text=200))
    assert read.damaged
    assert read.value.null_count() == len(read.value)


def test_half_a_column_of_zeros_is_enough() -> None:
    mixed = pl.concat([niks(60, last=0), niks(60)])
    assert identity.nik(mixed, Kinds(text=120)).damaged


@pytest.mark.parametrize("count", [1, 2])
def test_very_small_columns_cannot_be_judged(count: int) -> None:
    read = identity.nik(niks(count, last=0))
    assert (read.code, set(read.status)) == (None, {"ok"})


@pytest.mark.parametrize("count", [3, 4])
def test_small_columns_raise_a_doubt(count: int) -> None:
    read = identity.nik(niks(count, last=0))
    assert (read.code, set(read.status)) == (identity.DOUBTFUL_TAILS, {"ok"})


def test_repeated_numbers_count_once() -> None:
    """One family whose head's NIK was copied to all members is not a damaged column."""
    repeated = pl.concat([pl.Series(["6402021708789010"] * 50), niks(5)])
    assert identity.nik(repeated).code is None


@pytest.mark.parametrize("count", [30, 500, 5000])
def test_an_ordinary_column_is_left_alone(count: int) -> None:
    assert identity.nik(niks(count), Kinds(text=count)).code is None


def test_chance_is_a_bound() -> None:
    assert identity.tail_chance(0, 0) == 1.0
    assert identity.tail_chance(100, 10) == 1.0
    assert identity.tail_chance(6, 6) == pytest.approx(1e-6)
    assert identity.tail_chance(100, 60) < identity.tail_chance(100, 40) < 1e-5
