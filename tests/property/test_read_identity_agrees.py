"""The vectorised reading of a NIK column is the kernel's reading of each of its cells."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from selaras.engine.read import identity
from selaras.kernel import nik, nomor

SIGNS = st.text("0123456789OoIl|.-' \u00a0,E+#", max_size=22)
NUMBERS = st.integers(0, 10**16 - 1).map(lambda number: f"{number:016d}")
DECORATED = st.tuples(
    st.sampled_from(["", "'", " ", "\u00a0", "`"]),
    NUMBERS,
    st.sampled_from(["", ".0", ".00", ",0", " ", "\t"]),
).map("".join)
DUMMIES = st.sampled_from(
    [
        "0000000000000000",
        "1234567812345678",
        "1111222233334444",
        "9990000000999000",
        "-",
        "NULL",
        "0123456789012345",
    ]
)
DOTTED = NUMBERS.map(lambda text: ".".join((text[:4], text[4:8], text[8:12], text[12:])))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.none(), SIGNS, NUMBERS, DECORATED, DUMMIES, DOTTED), min_size=1, max_size=40))
def test_cell_by_cell(texts: list[str | None]) -> None:
    frame = identity._read(pl.Series(texts, dtype=pl.String), person=True)
    expected = [nik.read(text) for text in texts]
    assert frame["status"].to_list() == [reading.status for reading in expected]
    assert frame["value"].to_list() == [None if r.nik is None else r.nik.digits for r in expected]
    plain = identity._read(pl.Series(texts, dtype=pl.String), person=False)
    assert list(zip(plain["status"], plain["value"], strict=True)) == [nomor.read(text) for text in texts]
