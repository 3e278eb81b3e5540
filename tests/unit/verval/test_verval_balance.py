"""Sharing out visits: rules that hold for any targets and officers."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from selaras.apps.verval.rules.balance import Visit, Walker, propose

DESA = ("64.02.06.1001", "64.02.06.1002", "64.02.06.2003", "64.02.07.2001")
AREAS = (*DESA, "64.02.06", "64.02")

_visit = st.tuples(
    st.sampled_from(DESA), st.sampled_from(("001", "002", "003", "")), st.frozensets(st.integers(1, 3))
)
_walker = st.tuples(
    st.sets(st.sampled_from(AREAS), min_size=1, max_size=2),
    st.booleans(),
    st.integers(0, 30),
    st.integers(0, 5),
)


@st.composite
def problems(draw):
    visits = [
        Visit(n, desa, rt, n * 7 % 11, banned if n % 5 == 0 else frozenset())
        for n, (desa, rt, banned) in enumerate(draw(st.lists(_visit, max_size=60)), start=1)
    ]
    walkers = [
        Walker(
            n,
            tuple((code, frozenset({"001"}) if only else frozenset()) for code in sorted(codes)),
            capacity,
            held,
        )
        for n, (codes, only, capacity, held) in enumerate(draw(st.lists(_walker, max_size=5)), start=1)
    ]
    return visits, walkers


@given(problems())
@settings(max_examples=400)
def test_every_target_once_and_only_where_it_may_be(problem):
    visits, walkers = problem
    found = propose(visits, walkers)
    by_user = {walker.user: walker for walker in walkers}
    assert sorted([*found.holders, *found.nobody]) == [visit.target for visit in visits]
    for visit in visits:
        who = found.holders.get(visit.target)
        assert (who is None) == (not any(walker.may(visit) for walker in walkers))
        assert who is None or by_user[who].may(visit)
    given_out = Counter(found.holders.values())
    assert found.loads == {walker.user: walker.held + given_out[walker.user] for walker in walkers}


def _reachable(visits, walkers, limit):
    """Whether every visit finds an officer within their limits: bipartite matching, visit by visit."""
    seats = [walker for walker in walkers for _ in range(max(limit[walker.user], 0))]
    taken = {}

    def seat(visit, tried):
        for at, walker in enumerate(seats):
            if at in tried or not walker.may(visit):
                continue
            tried.add(at)
            if at not in taken or seat(taken[at], tried):
                taken[at] = visit
                return True
        return False

    return all(seat(visit, set()) for visit in visits)


@given(problems())
@settings(max_examples=200)
def test_nobody_above_what_they_can_do_when_there_is_a_way(problem):
    visits, walkers = problem
    found = propose(visits, walkers)
    wanted = [visit for visit in visits if visit.target in found.holders]
    limits = {walker.user: walker.capacity - walker.held for walker in walkers}
    if _reachable(wanted, walkers, limits):
        assert found.over == {}


@given(problems())
@settings(max_examples=200)
def test_a_split_rt_fits_nobody_whole(problem):
    visits, walkers = problem
    found = propose(visits, walkers)
    for desa, rt in found.split:
        inside = [
            visit
            for visit in visits
            if (visit.desa, visit.rt) == (desa, rt) and visit.target in found.holders
        ]
        if len({visit.not_by for visit in inside}) > 1:
            continue
        for walker in walkers:
            own = sum(found.holders[visit.target] == walker.user for visit in inside)
            if walker.may(inside[0]):
                assert found.loads[walker.user] - own + len(inside) > walker.capacity


@given(problems(), st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_the_order_in_which_things_are_told_changes_nothing(problem, random):
    visits, walkers = problem
    shuffled, others = visits[:], walkers[:]
    random.shuffle(shuffled)
    random.shuffle(others)
    one, other = propose(visits, walkers), propose(shuffled, others)
    assert one.holders == other.holders
    assert one.nobody == other.nobody


def test_equal_officers_get_equal_shares_in_stretches_of_the_way():
    visits = [Visit(n, DESA[0], f"{1 + (n - 1) // 10:03d}", n) for n in range(1, 41)]
    walkers = [Walker(user, ((DESA[0], frozenset()),), 60) for user in (1, 2)]
    found = propose(visits, walkers)
    assert found.loads == {1: 20, 2: 20}
    assert found.split == ()
    assert {found.holders[n] for n in range(1, 21)} == {1}


def test_a_heavy_village_is_helped_by_who_may_go_there():
    visits = [Visit(n, DESA[0], "001", n) for n in range(1, 11)] + [
        Visit(n, DESA[1], "001", n) for n in range(11, 15)
    ]
    walkers = [
        Walker(1, ((DESA[0], frozenset()),), 6),
        Walker(2, (("64.02.06", frozenset()),), 5),
        Walker(3, ((DESA[1], frozenset()),), 4),
    ]
    found = propose(visits, walkers)
    assert found.over == {}
    assert found.loads == {1: 6, 2: 4, 3: 4} or found.loads[1] <= 6


def test_where_it_cannot_be_done_in_time_all_share_the_burden():
    visits = [Visit(n, DESA[0], f"{n:03d}", n) for n in range(1, 41)]
    walkers = [Walker(1, ((DESA[0], frozenset()),), 10), Walker(2, ((DESA[0], frozenset()),), 10)]
    found = propose(visits, walkers)
    assert found.loads == {1: 20, 2: 20}
    assert found.over == {1: 10, 2: 10}
