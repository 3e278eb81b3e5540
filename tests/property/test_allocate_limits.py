"""Whatever the problem: no limit is broken, the bound holds, the draw depends on nothing but seed and reference."""

from __future__ import annotations

import contextlib
import itertools

import numpy as np
from allocate_cases import problems
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from selaras.engine.allocate import (
    auditing,
    checking,
    choosing,
    comparing,
    explaining,
    feasibility,
    overriding,
    prices,
    solving,
)  # fmt: skip
from selaras.engine.allocate.problem import Problem
from selaras.kernel import errors

few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def sensible(problem):
    try:
        return problem.checked()
    except errors.SelarasError:
        assume(False)


@few
@given(problems(decided=True))
def test_no_limit_is_broken_and_a_floor_that_is_not_held_is_named(problem) -> None:
    proposal = solving.propose(sensible(problem))
    found = checking.broken(problem, proposal.chosen)
    assert found == ({"lantai": sum(proposal.lacking.values())} if proposal.lacking else {})
    assert all(isinstance(spent, int) for spent in proposal.spent_by)
    assert proposal.value <= proposal.bound + 1e-3


@few
@given(problems(most_families=10, most_programmes=4, decided=True))
def test_the_best_there_is_lies_between_the_proposal_and_every_bound(problem) -> None:
    proposal, best = solving.propose(sensible(problem)), auditing.optimum(problem)
    linear = auditing.bound(problem)
    if best is None:
        assert proposal.lacking
        return
    assert best <= proposal.bound + 1e-3
    assert linear is not None
    assert best <= linear + 1e-6
    if not proposal.lacking:
        assert proposal.value <= best + 1e-6


@few
@given(problems(floors=False))
def test_left_over_is_only_what_nobody_can_use(problem) -> None:
    chosen = solving.propose(sensible(problem)).chosen
    for family, programme in zip(*np.nonzero(problem.eligible & ~chosen), strict=True):
        more = chosen.copy()
        more[family, programme] = True
        assert checking.broken(problem, more)


@few
@given(problems(decided=True), st.randoms(use_true_random=False))
def test_the_order_of_the_families_changes_nothing(problem, chance) -> None:
    kin = sensible(problem).kin
    families = list(range(kin.families))
    chance.shuffle(families)
    order = np.concatenate([np.flatnonzero(kin.of == family) for family in families])
    first, again = solving.propose(problem), solving.propose(problem.of(order))
    assert (first.chosen[order] == again.chosen).all()
    assert (solving.propose(problem).chosen == first.chosen).all()


@few
@given(problems(floors=False), st.data())
def test_what_a_person_decided_is_held_and_its_price_told(problem, data) -> None:
    pair = (
        data.draw(st.integers(0, problem.families - 1)),
        data.draw(st.integers(0, len(problem.offers) - 1)),
    )
    decided = Problem(**{**vars(problem), data.draw(st.sampled_from(["given", "barred"])): (pair,)})
    proposal = solving.propose(sensible(decided))
    assert not checking.broken(decided, proposal.chosen)
    assert overriding.costs(proposal)[pair] >= 0
    assert explaining.Book(proposal).reason(*pair).why is explaining.Why.DECIDED


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_family_takes_the_best_of_all_sets(data) -> None:
    programmes = data.draw(st.integers(1, 7))
    pairs = list(itertools.combinations(range(programmes), 2))
    exclusive = tuple(data.draw(st.lists(st.sampled_from(pairs), unique=True))) if pairs else ()
    most = data.draw(st.integers(1, 4))
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    surplus = rng.integers(-4, 6, (8, programmes)).astype(np.float32)
    surplus[rng.random(surplus.shape) < 0.2] = -np.inf
    served = rng.integers(0, 5, 8).astype(np.float32)
    chosen, worth = choosing.best(surplus, choosing.Groups.of(programmes, exclusive, most), served)
    sets = [
        members
        for size in range(most + 1)
        for members in itertools.combinations(range(programmes), size)
        if not any(one in members and other in members for one, other in exclusive)
    ]
    for row in range(8):
        best = max(surplus[row, list(members)].sum() + (served[row] if members else 0) for members in sets)
        taken = tuple(np.flatnonzero(chosen[row]))
        assert taken in sets
        assert worth[row] == best == surplus[row, list(taken)].sum() + (served[row] if taken else 0)


@few
@given(problems())
def test_reasons_fit_what_was_given(problem) -> None:
    proposal = solving.propose(sensible(problem))
    book = explaining.Book(proposal)
    why = explaining.Why
    for family, programme in np.ndindex(*proposal.chosen.shape):
        found = book.reason(family, programme)
        assert (found.why is why.GIVEN) == proposal.chosen[family, programme]
        assert (found.why is why.NOT_ELIGIBLE) == (not problem.eligible[family, programme])
        if found.why is why.EXCLUDED:
            assert found.instead
    for limit in explaining.limits(proposal):
        if limit.kind != "lantai":
            assert 0 <= limit.used <= limit.most
    hungry = problem.kin.of[explaining.gaps(problem, proposal.chosen)]
    assert not problem.kin.held(proposal.chosen)[hungry].any()
    assert problem.kin.held(problem.eligible)[hungry].any(axis=1).all()


@few
@given(problems(most_families=9, most_programmes=3))
def test_floors_called_impossible_are_and_the_others_are_not(problem) -> None:
    short = feasibility.shortfall(problem)
    lower = Problem(
        **{**vars(problem), "floors": {v: f - short.get(v, 0) for v, f in problem.floors.items()}}
    )
    varies = any(offer.varies for offer in problem.offers)
    if short:
        assert auditing.optimum(problem) is None
    if not varies:
        assert auditing.optimum(lower) is not None


@few
@given(problems(decided=True), st.integers(0, 2**32 - 1))
def test_other_ways_of_sharing_hold_the_same_limits(problem, chance) -> None:
    tier = np.random.default_rng(chance).integers(1, 4, sensible(problem).families)[problem.kin.of]
    plain = solving.propose(problem)
    for other in (solving.propose_in_order(problem, tier), solving.propose_by_village(problem)):
        assert checking.broken(problem, other.chosen) == (
            {"lantai": sum(other.lacking.values())} if other.lacking else {}
        )
        assert other.value <= other.bound + 1e-3
        told = comparing.compare(plain, other, tier)
        assert told.value == np.float64(other.value - plain.value)
        assert abs(told.by_family.sum() - told.value) < 1e-3
        assert told.by_village["rupiah"].sum() == told.rupiah == other.spent - plain.spent
        assert told.by_decile["keluarga"].sum() == problem.kin.families


@given(problems())
def test_a_problem_is_refused_in_words_or_solved(problem) -> None:
    with contextlib.suppress(errors.SelarasError):
        assert prices.market(problem.checked()).value.shape == problem.value.shape
