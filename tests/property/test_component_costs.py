"""What a keluarga gets by components: the most its bounds allow, in whole rupiah, whoever is named first."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.apps.programmes.rules import components as rules
from selaras.apps.programmes.rules.components import Component, Table

_KINDS = 4


def _table(amounts, bounds, most):
    some = [
        Component(f"k{n}", f"jenis {n}", "umur >= 0", each, bound)
        for n, (each, bound) in enumerate(zip(amounts, bounds, strict=True))
    ]
    return Table(most, tuple(sorted(some, key=lambda each: (-each.each, each.code))))


TABLES = st.builds(
    _table,
    st.lists(st.integers(1, 3_000_000), min_size=_KINDS, max_size=_KINDS),
    st.lists(st.integers(1, 3), min_size=_KINDS, max_size=_KINDS),
    st.integers(1, 4),
)
FAMILIES = st.lists(st.integers(0, 2**_KINDS - 1), max_size=5)


def _best(members, held):
    """By trying every way."""
    ways = [[None, *(k for k in range(_KINDS) if fits >> k & 1)] for fits in members]
    best = 0
    for way in itertools.product(*ways):
        counts = [way.count(k) for k in range(_KINDS)]
        if sum(counts) <= held.most and all(n <= held.components[k].most for k, n in enumerate(counts)):
            best = max(best, sum(n * held.components[k].each for k, n in enumerate(counts)))
    return best


@given(FAMILIES, TABLES)
def test_no_choice_gives_a_family_more_and_none_that_breaks_a_bound_is_taken(members, held):
    counts = rules.counted(tuple(members), held)
    assert sum(counts) <= min(held.most, sum(fits != 0 for fits in members))
    assert all(n <= each.most for n, each in zip(counts, held.components, strict=True))
    assert rules.cost(members, held) == _best(members, held)


@given(FAMILIES, TABLES, st.randoms())
def test_the_order_of_the_members_means_nothing(members, held, random):
    other = list(members)
    random.shuffle(other)
    assert rules.cost(other, held) == rules.cost(members, held)


@given(FAMILIES, st.integers(0, 2**_KINDS - 1), TABLES)
def test_one_more_member_never_costs_a_family_anything_and_no_family_passes_the_highest(members, more, held):
    alone = rules.cost(members, held)
    assert alone <= rules.cost([*members, more], held) <= rules.highest(held)


@given(FAMILIES, TABLES)
def test_the_parts_add_up_to_the_amount_to_the_rupiah_and_say_so(members, held):
    counts = rules.counted(tuple(sorted(members)), held)
    some = rules.parts(counts, held)
    assert sum(each.rupiah for each in some) == rules.cost(members, held)
    assert rules.said(some).count(" x ") == len(some)


@pytest.mark.parametrize("amounts", [(225_000, 225_000, 225_000, 225_000)])
def test_equal_amounts_are_counted_once_a_person(amounts):
    held = _table(amounts, (1, 1, 1, 1), 4)
    assert rules.cost([15, 15], held) == 450_000
