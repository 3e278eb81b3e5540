"""What cannot be shared out is refused, and by how much is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from selaras.engine.allocate import comparing, explaining, solving
from selaras.engine.allocate.problem import Offer, Problem
from selaras.kernel import errors

VILLAGE = np.array([0, 0, 1, 1])
VALUE = np.array([[4, 2], [3, 0], [2, 2], [1, 1]], np.float32)
PLAIN = Problem(VALUE, (Offer("pkh", 10, quota=2), Offer("rtlh", 100, budget=150)), VILLAGE, VILLAGE)


@pytest.mark.parametrize(
    ("change", "code", "short"),
    [
        ({"offers": (Offer("a", 10), Offer("b", 1, quota=1))}, "alokasi_tanpa_batas", None),
        ({"offers": (Offer("a", -1, quota=1), Offer("b", 1, quota=1))}, "alokasi_angka", None),
        ({"offers": (Offer("a", 1.5, quota=1), Offer("b", 1, quota=1))}, "alokasi_angka", None),
        ({"floors": {0: 3}}, "alokasi_lantai_mustahil", 1),
        ({"floors": {0: 2, 1: 2}}, "alokasi_lantai_melebihi_kuota", 1),
        ({"floors": {1: 2}, "offers": (Offer("a", 1, quota=4, by_region={1: 1}), Offer("b", 1, quota=4, by_region={1: 0}))}, "alokasi_lantai_wilayah", 1),
        ({"given": ((0, 0), (0, 1)), "exclusive": ((0, 1),)}, "alokasi_putusan_bertentangan", None),
        ({"given": ((0, 0),), "barred": ((0, 0),)}, "alokasi_putusan_bertentangan", None),
        ({"given": ((0, 1), (2, 1))}, "alokasi_putusan_melebihi", None),
    ],
)  # fmt: skip
def test_an_impossible_problem_is_named(change, code, short) -> None:
    with pytest.raises(errors.SelarasError) as found:
        solving.propose(replace(PLAIN, **change))
    assert found.value.code == code
    assert short is None or found.value.params["kurang"] == short


def test_who_is_not_served_learns_score_cut_and_place_in_the_queue() -> None:
    proposal = solving.propose(
        replace(PLAIN, offers=(Offer("pkh", 10, quota=2), Offer("rtlh", 100, quota=0)))
    )
    book = explaining.Book(proposal)
    assert [book.reason(family, 0).place for family in range(4)] == [0, 0, 1, 2]
    found = book.reason(3, 0)
    assert (found.why, found.more) == (explaining.Why.QUEUE, 2)
    assert found.cut >= 1
    assert found.line.startswith("jatah habis: nilai 1,0, batas ")
    assert found.line.endswith("urutan ke-2; terlayani bila kuota +2")
    assert explaining.gaps(proposal.problem, proposal.chosen).tolist() == [2, 3]


def test_one_share_more_brings_what_its_price_says() -> None:
    rng = np.random.default_rng(3)
    problem = Problem(
        (10 * rng.random((400, 1))).astype(np.float32), (Offer("a", 1, quota=100),), np.zeros(400, np.int64), np.zeros(400, np.int64)
    )  # fmt: skip
    proposal = solving.propose(problem)
    [limit] = explaining.limits(proposal)
    more = solving.propose(replace(problem, offers=(Offer("a", 1, quota=101),)))
    assert more.value - proposal.value == pytest.approx(limit.price, abs=0.1)


def test_cost_by_family_is_paid_to_the_rupiah() -> None:
    costs = np.array([900_000, 3_000_000, 2_400_000, 900_000])
    offers = (Offer("pkh", 0, budget=4_200_000, costs=costs), Offer("rtlh", 100, quota=0))
    proposal = solving.propose(replace(PLAIN, offers=offers))
    assert proposal.spent == int(costs[proposal.chosen[:, 0]].sum()) <= 4_200_000
    assert proposal.value == 7


def test_the_first_tier_goes_first_and_what_that_costs_is_seen_by_decile() -> None:
    tier = np.array([2, 2, 1, 1])
    problem = replace(PLAIN, offers=(Offer("pkh", 10, quota=2), Offer("rtlh", 100, quota=0)))
    plain, ordered = solving.propose(problem), solving.propose_in_order(problem, tier)
    assert ordered.chosen[:, 0].tolist() == [False, False, True, True]
    told = comparing.compare(plain, ordered, tier)
    assert told.value == -4
    assert told.by_decile.select("desil", "naik", "turun").rows() == [(1, 2, 0), (2, 0, 2)]


def test_every_village_gets_its_part() -> None:
    proposal = solving.propose_by_village(
        replace(PLAIN, offers=(Offer("pkh", 10, quota=2), Offer("rtlh", 1, quota=0)))
    )
    assert proposal.chosen[:, 0].tolist() == [True, False, True, False]
