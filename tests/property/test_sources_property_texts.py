"""The fast readers of free text and the plain ones give the same; codes never invent a word."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from selaras.engine.read import values
from selaras.engine.read.deliver import codes, texts
from selaras.sources.regsosek import codes as regsosek

CELLS = st.one_of(
    st.none(),
    st.text(max_size=14),
    st.text(alphabet=" \t\n\u00a0\u2009\u200b\ufeff'-.abAB1/,", max_size=10),
    st.sampled_from(
        [*values.NOTHING, " null ", "'0123", "BUDI  SANTOSO", "jl. poros\u00a0km 12", "Ya", "ß", "ﬁ"]
    ),
)


@given(st.lists(CELLS, max_size=30))
def test_the_fast_reader_of_words_agrees_with_the_plain_one(cells: list[str | None]) -> None:
    column = pl.Series("x", cells, dtype=pl.String)
    assert texts.words(column).to_list() == values.words(column).to_list()
    assert texts.as_written(column).to_list() == values.as_written(column).to_list()


@given(st.lists(CELLS, max_size=20))
def test_a_closed_list_answers_with_its_own_words_or_not_at_all(cells: list[str | None]) -> None:
    reading = codes.read(pl.Series("x", cells, dtype=pl.String), regsosek.ATAP)
    allowed = {*regsosek.ATAP.codes.values(), None}
    assert set(reading.value.to_list()) <= allowed
    silent = [cell for cell, fault in zip(cells, reading.fault, strict=True) if fault is None and cell]
    read = codes.read(pl.Series("x", silent, dtype=pl.String), regsosek.ATAP)
    unanswered = [cell for cell, value in zip(silent, read.value, strict=True) if value is None]
    # Quotes alone are what spreadsheets put before a text: they say nothing either.
    said = [cell for cell in unanswered if values.words(pl.Series([cell]))[0] is not None]
    assert [cell for cell in said if cell.strip().strip("'")] == []


@given(st.integers(-5, 200))
def test_a_sum_is_read_only_where_its_answers_make_it(number: int) -> None:
    for asked in (
        regsosek.IDENTITAS,
        regsosek.INTERNET_USAHA,
        regsosek.JAMINAN_KESEHATAN,
        regsosek.JAMINAN_KERJA,
    ):
        found = asked.decode(number)
        possible = number in asked.single or 0 <= number <= sum(asked.bits)
        assert (found is not None) == possible
