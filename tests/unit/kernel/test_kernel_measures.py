"""Wilson's interval against published values, and where it must not run off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.kernel import measures


def test_published_values():
    # Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29, 95 %, score method without correction.
    for count, of, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        found = measures.share(count, of)
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_of_nobody_nothing_is_said():
    assert measures.share(0, 0) is None


@pytest.mark.parametrize(("count", "of"), [(-1, 3), (4, 3), (1, 0), (0, -1)])
def test_what_is_no_part_is_refused(count, of):
    with pytest.raises(ValueError, match="no part"):
        measures.share(count, of)


@given(st.integers(1, 10**7).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_share_lies_in_its_interval(pair):
    found = measures.share(*pair)
    assert 0.0 <= found.low <= found.share <= found.high <= 1.0
    assert found.low < found.high
