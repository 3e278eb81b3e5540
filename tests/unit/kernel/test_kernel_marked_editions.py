"""Editions of one day that are set apart by a mark."""

import datetime as dt

import pytest

from selaras.kernel import periods
from selaras.pipeline import words

MARKED = "2026-11-20.kampanye-12"


def test_a_mark_sets_apart_and_the_day_stays():
    assert periods.apart(MARKED) == ("2026-11-20", "kampanye-12")
    found = periods.from_label(MARKED)
    assert found is not None
    assert (found.end, found.kind) == (dt.date(2026, 11, 20), "hari")
    assert words.edition(MARKED) == "20 November 2026 (kampanye 12)"
    assert words.edition("2026-11-20") == "20 November 2026"


@pytest.mark.parametrize(
    "label", ["2026-11-20", "2026-11", "2026-11.kampanye-1", "2026-11-20.", "2026-11-20.K-1", "v1.2"]
)
def test_other_labels_have_none(label):
    assert periods.apart(label) == (label, "")


def test_a_marked_label_sorts_with_its_day():
    ordered = ["2026-11-19", "2026-11-20", MARKED, "2026-11-21"]
    assert sorted(ordered) == ordered
