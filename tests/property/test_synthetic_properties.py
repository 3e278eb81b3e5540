"""What holds for every number and every name that the fault model touches."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from selaras.synthetic import calendar, columns, damage_numbers, misspell, numbers, region

DAYS = st.integers(calendar.day("1925-01-01"), calendar.day("2026-06-30"))
NAMES = st.lists(
    st.sampled_from(
        ["MUHAMMAD", "SITI", "AISYAH", "NGATIMIN", "JUM'AT", "DAENG", "YOHANIS", "H.", "SYAMSUDDIN", "ABDUL"]
    ),
    min_size=2,
    max_size=4,
    unique=True,
).map(" ".join)


@given(
    st.lists(
        st.tuples(st.sampled_from([640201, 640219, 350315]), DAYS, st.booleans()), min_size=1, max_size=200
    )
)
def test_numbers_are_unique_and_read_back(people: list[tuple[int, int, bool]]) -> None:
    kec = np.array([p[0] for p in people], np.int64)
    days = np.array([p[1] for p in people], np.int64)
    female = np.array([p[2] for p in people], np.int64)
    made = numbers.numbers(kec, days, female)
    assert len(set(made.tolist())) == len(people)
    year, month, dom = calendar.parts(days)
    assert (made // 10**10 == kec).all()
    assert (made // 10**8 % 100 == dom + 40 * female).all()
    assert (made // 10**6 % 100 == month).all()
    assert (made // 10**4 % 100 == year % 100).all()
    assert ((made % 10**4 >= 9000) & (made % 10**4 <= 9999)).all()


@given(st.lists(st.integers(0, 999), min_size=1, max_size=50), st.integers(0, 2**32 - 1))
def test_a_wrong_digit_is_one_digit_and_never_leaves_the_made_up_thousand(
    tails: list[int], seed: int
) -> None:
    true = np.array([6402034107900000 + 9000 + tail for tail in tails], np.int64)
    wrong = damage_numbers.mistyped(true, np.random.default_rng(seed))
    for before, after in zip(map(str, true.tolist()), map(str, wrong.tolist()), strict=True):
        assert len(after) == 16
        assert sum(a != b for a, b in zip(before, after, strict=True)) == 1
        assert after[12] == "9"


@given(st.lists(st.integers(0, 999), min_size=1, max_size=50), st.integers(0, 2**32 - 1))
def test_transposing_keeps_the_digits_and_the_made_up_thousand(tails: list[int], seed: int) -> None:
    true = np.array([7308192502909000 + tail for tail in tails], np.int64)
    wrong = damage_numbers.transposed(true, np.random.default_rng(seed))
    for before, after in zip(map(str, true.tolist()), map(str, wrong.tolist()), strict=True):
        assert Counter(before) == Counter(after)
        assert after[12] == "9"


@given(NAMES, st.integers(0, 2**32 - 1))
def test_a_misspelt_name_is_still_a_name_and_near(name: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    for change in (misspell.typo, misspell.respell, misspell.old_spelling, misspell.join, misspell.initials):
        wrong = change(name, rng)
        assert wrong.strip() == wrong
        assert wrong
    assert abs(len(misspell.typo(name, rng)) - len(name)) <= 1
    assert Counter(misspell.swap(name, rng).split()) == Counter(name.split())
    assert set(misspell.drop(name, rng).split()) <= set(name.split())


@given(st.lists(st.integers(0, 5), max_size=60))
def test_ranks_count_up_within_each_group(group: list[int]) -> None:
    ranks = columns.rank_in_group(np.array(group, np.int64))
    seen: Counter[int] = Counter()
    for number, rank in zip(group, ranks.tolist(), strict=True):
        assert rank == seen[number]
        seen[number] += 1


@given(st.lists(DAYS, min_size=1, max_size=40))
def test_dates_come_apart_and_together_again(days: list[int]) -> None:
    array = np.array(days, np.int64)
    assert (calendar.from_parts(*calendar.parts(array)) == array).all()


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_villages_are_drawn_by_their_weight(seed: int) -> None:
    weight = region.load("53.71").weight
    drawn = columns.weighted(np.random.default_rng(seed), weight, 20_000)
    found = np.bincount(drawn, minlength=len(weight)) / 20_000
    assert np.abs(found - weight).max() < 6 * np.sqrt(weight.max() / 20_000)


@given(st.sampled_from(["SITI ", " SITI", "A ", "SITI"]), st.integers(0, 50))
def test_a_word_with_a_blank_at_its_end_stays_one_word(name, seed):
    rng = np.random.default_rng(seed)
    for change in (misspell.swap, misspell.drop, misspell.initials, misspell.join):
        assert change(name, rng).split() == name.split()
