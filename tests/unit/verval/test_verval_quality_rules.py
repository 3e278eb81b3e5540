"""Marks of visits and agreement with back-checks, on plain values."""

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.apps.verval.rules import comparing, quality
from selaras.apps.verval.rules.agreement import agreement
from selaras.apps.verval.rules.comparing import Photo, Visit

ZONE = dt.timezone(dt.timedelta(hours=8))
NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=ZONE)
# About 1.1 km square on the equator, with a hole of about 220 m in the middle.
SQUARE = [[(117.0, 0.0), (117.01, 0.0), (117.01, 0.01), (117.0, 0.01), (117.0, 0.0)]]
HOLED = [[*SQUARE, [(117.004, 0.004), (117.006, 0.004), (117.006, 0.006), (117.004, 0.006)]]]


def _at(lat: float, lon: float, accuracy: float = 5.0) -> quality.Visit:
    return quality.Visit(NOON, NOON, NOON, NOON, lat, lon, accuracy)


def _flags(visit: quality.Visit) -> dict[str, float]:
    return quality.flags_of(visit, [SQUARE], ZONE)


def test_a_position_outside_the_village_is_told_in_metres():
    assert _flags(_at(0.005, 117.005)) == {}
    away = _flags(_at(0.005, 117.015))[quality.OUTSIDE]
    assert away == pytest.approx(556, abs=3)  # 0.005 degrees of longitude on the equator


def test_near_the_border_accuracy_and_the_simplified_outline_are_forgiven():
    assert _flags(_at(0.005, 117.0112)) == {}  # 133 m
    assert _flags(_at(0.005, 117.0122, accuracy=100)) == {}  # 245 m, known within 100 m
    assert quality.OUTSIDE in _flags(_at(0.005, 117.0122))


def test_a_rough_position_says_nothing_of_the_border():
    assert _flags(_at(0.005, 117.2, accuracy=900)) == {quality.ROUGH: 900}


def test_a_hole_in_a_village_is_outside_it_and_no_outline_says_nothing():
    assert quality.metres_outside(0.005, 117.005, HOLED) == pytest.approx(111, abs=2)
    assert quality.metres_outside(0.005, 117.005, []) == 0


def test_night_is_judged_by_the_clock_put_right():
    late = NOON.replace(hour=22, minute=30)
    assert quality.flags_of(quality.Visit(late, late, late, late), [], ZONE) == {quality.NIGHT: 22.5}
    ahead = dt.timedelta(hours=10)
    wrong = quality.Visit(NOON + ahead, NOON + ahead, NOON + ahead, NOON)
    assert quality.flags_of(wrong, [], ZONE) == {quality.CLOCK: 10.0}


def test_a_clock_three_days_off_is_told_and_a_late_sending_is_not():
    behind = quality.Visit(received=NOON, sent=NOON - dt.timedelta(days=3))
    assert quality.flags_of(behind, [], ZONE) == {quality.CLOCK: -72.0}
    offline = quality.Visit(NOON - dt.timedelta(days=6), NOON - dt.timedelta(days=6), None, NOON)
    assert quality.flags_of(offline, [], ZONE) == {}
    future = quality.Visit(NOON, NOON + dt.timedelta(hours=5), None, NOON)
    assert quality.flags_of(future, [], ZONE) == {quality.CLOCK: 5.0}


def _visit(number: int, **more) -> Visit:
    given = {"user": 1, "outcome": "layak", "at": NOON + dt.timedelta(minutes=30 * number), **more}
    return Visit(f"k{number:03d}", family=f"f{number}", **given)


def _codes(visits: list[Visit]) -> dict[str, set[str]]:
    return {key: {mark.code for mark in found} for key, found in comparing.marks(visits).items()}


def test_a_visit_far_below_the_own_median_stands_out_and_ordinary_spread_does_not():
    usual = [_visit(n, minutes=20 + n % 5) for n in range(10)]
    assert _codes(usual) == {}
    assert _codes([*usual, _visit(99, minutes=3.0)]) == {"k099": {comparing.FAST}}


def test_an_officer_who_is_always_fast_stands_out_among_all():
    others = [_visit(n, minutes=20 + n % 7) for n in range(30)]
    quick = [_visit(100 + n, user=2, minutes=4 + n % 2) for n in range(9)]
    assert set(_codes([*others, *quick])) == {each.key for each in quick}


def test_few_visits_and_short_outcomes_are_not_judged_by_speed():
    few = [_visit(n, minutes=m) for n, m in enumerate((20, 21, 22, 1))]
    assert _codes(few) == {}
    gone = [_visit(n, minutes=20) for n in range(10)] + [_visit(50, minutes=1, outcome="tidak_ditemukan")]
    assert _codes(gone) == {}


def test_the_same_photo_for_two_families_is_found_within_and_across_officers():
    photo = Photo("a" * 64, 0x0F0F0F0F0F0F0F0F)
    found = comparing.marks([_visit(1, photos=(photo,)), _visit(2, user=2, photos=(photo,))])
    assert found == {
        "k001": [comparing.Mark(comparing.PHOTO_SAME, 1, ("k002",))],
        "k002": [comparing.Mark(comparing.PHOTO_SAME, 1, ("k001",))],
    }


@given(st.sets(st.integers(0, 63), max_size=9))
def test_photos_that_differ_in_few_bits_are_alike_and_others_are_not(changed):
    first, other = 0x0F0F0F0F0F0F0F0F, 0x0F0F0F0F0F0F0F0F
    for bit in changed:
        other ^= 1 << bit
    signed = other - (1 << 64) if other >> 63 else other
    found = _codes([_visit(1, photos=(Photo("a", first),)), _visit(2, photos=(Photo("b", signed),))])
    assert (found != {}) == (len(changed) <= comparing.ALIKE_BITS)


def test_a_dark_photo_and_two_of_one_family_say_nothing():
    dark = [_visit(n, photos=(Photo(str(n), 0),)) for n in range(2)]
    assert _codes(dark) == {}
    twice = [_visit(n, photos=(Photo("a", 0x0F0F0F0F),)) for n in range(2)]
    assert _codes([Visit(each.key, 1, "one", photos=each.photos) for each in twice]) == {}


def test_identical_interviews_count_only_in_a_row_of_one_officer():
    row = [_visit(n, sameness="s") for n in range(3)]
    assert _codes(row) == {each.key: {comparing.ANSWERS} for each in row}
    assert _codes([*row[:2], _visit(5, sameness="t"), _visit(6, sameness="s")]) == {}
    assert _codes([*row[:2], _visit(2, sameness="s", user=2)]) == {}


def test_four_families_at_one_spot_are_told_and_three_or_rough_ones_are_not():
    near = [_visit(n, lat=-0.4 + n * 1e-5, lon=117.0, accuracy=5.0) for n in range(4)]
    assert _codes(near) == {each.key: {comparing.SPOT} for each in near}
    assert _codes(near[:3]) == {}
    assert _codes([_visit(n, lat=-0.4, lon=117.0, accuracy=200.0) for n in range(4)]) == {}


def test_the_order_of_visits_says_nothing():
    photo = Photo("a" * 64, 0x0F0F0F0F0F0F0F0F)
    visits = [
        _visit(n, user=n % 2, minutes=1.0 if n == 7 else 20.0 + n % 3, sameness="s" if n > 20 else str(n),
               lat=-0.4, lon=117.0 + n // 5, accuracy=5.0, photos=(photo,) if n % 9 == 0 else ())
        for n in range(30)
    ]  # fmt: skip
    shuffled = visits[:]
    random.Random(5).shuffle(shuffled)
    assert comparing.marks(shuffled) == comparing.marks(visits) != {}


def _table(a: int, b: int, c: int, d: int) -> list[tuple[str, str]]:
    return [("y", "y")] * a + [("y", "n")] * b + [("n", "y")] * c + [("n", "n")] * d


def test_kappa_is_that_of_a_worked_example():
    # p_o 0.70, p_e 0.50: kappa 0.40 (Cohen's kappa, 20-5-10-15 of 50).
    found = agreement(_table(20, 5, 10, 15))
    assert found.kappa == pytest.approx(0.4)
    assert (found.n, found.same) == (50, 35)


def test_the_interval_is_near_that_of_a_bootstrap():
    chance = random.Random(7)
    pairs = [
        (a, a if chance.random() < 0.8 else chance.choice("abc")) for a in chance.choices("abbbc", k=300)
    ]
    kappas = sorted(agreement(chance.choices(pairs, k=300)).kappa or 0.0 for _ in range(600))
    found = agreement(pairs)
    assert found.low == pytest.approx(kappas[15], abs=0.03)
    assert found.high == pytest.approx(kappas[585], abs=0.03)


def test_under_ten_pairs_there_is_no_kappa_but_n():
    found = agreement(_table(5, 1, 1, 2))
    assert (found.n, found.same, found.kappa) == (9, 7, None)


def test_kappa_that_falls_because_nearly_all_answers_are_equal_is_told():
    assert agreement(_table(90, 5, 5, 0)).paradox
    assert agreement(_table(50, 0, 0, 0)).paradox
    assert not agreement(_table(45, 2, 3, 50)).paradox
    assert not agreement(_table(20, 20, 30, 30)).paradox
