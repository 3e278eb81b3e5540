"""Errors of targeting and days to delivery, from what was counted."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.apps.programmes.rules import measuring

DAY = dt.date(2026, 3, 1)


def test_each_error_has_its_own_group():
    found = measuring.errors(
        [("layak", True)] * 6 + [("layak", False)] * 4 + [("tidak_layak", True)] * 2 + [("tidak_layak", False)] * 8
        + [("pindah", True)] + [("menolak", True)] * 5 + [("meninggal_ahli_waris", False)] * 3
    )  # fmt: skip
    assert (found.visited, found.should, found.served) == (21, 10, 9)
    assert (found.exclusion.count, found.exclusion.of) == (4, 10)
    assert (found.inclusion.count, found.inclusion.of) == (3, 9)
    assert found.exclusion.low < 0.4 < found.exclusion.high


def test_where_nobody_should_or_nobody_is_served_nothing_is_said():
    found = measuring.errors([("tidak_layak", False), ("menolak", True)])
    assert (found.visited, found.exclusion, found.inclusion) == (1, None, None)


@given(st.lists(st.tuples(st.sampled_from(sorted(measuring.labels.OUTCOMES)), st.booleans())))
def test_counts_stay_within_their_groups(found):
    made = measuring.errors(found)
    assert made.should <= made.visited
    assert made.served <= made.visited
    assert made.visited <= len(found)


@pytest.mark.parametrize(
    ("took", "told"),
    [([5], (1, 5, 5, 5)), ([1, 2, 3, 4, 5, 6, 7, 8, 9, 100], (10, 5, 9, 100)), ([3, -4], (2, 0, 3, 3))],
)
def test_days_say_half_nine_of_ten_and_the_longest(took, told):
    found = measuring.days((DAY, DAY + dt.timedelta(days=each)) for each in took)
    assert (found.n, found.median, found.most, found.longest) == told


def test_of_nothing_delivered_there_are_no_days():
    assert measuring.days([]) is None
