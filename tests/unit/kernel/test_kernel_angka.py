"""Whole numbers of addresses and forms."""

import pytest

from selaras.kernel import angka


@pytest.mark.parametrize(("text", "number"), [
    ("0", 0), ("007", 7), ("999999999999999", 999_999_999_999_999), ("", None), ("-1", None), ("1.0", None), (" 1", None),
    ("٣", None), ("²", None), ("1" * 16, None), ("9" * 5000, None),
])  # fmt: skip
def test_a_whole_number_has_few_digits(text, number):
    assert angka.whole(text) == number


def test_how_many_digits_is_said():
    assert (angka.whole("2026", 4), angka.whole("20260", 4)) == (2026, None)
