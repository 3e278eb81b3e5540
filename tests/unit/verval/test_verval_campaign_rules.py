"""Rules of campaigns: places, urgency, estimates, samples, pace, states."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.apps.verval.rules import choosing, estimate, places, progress, ranking, states
from selaras.apps.verval.rules.words import CampaignState, TargetState
from selaras.kernel import errors

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))
FRIDAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("rt", "rw", "unit"),
    [
        ("3", None, "003"),
        ("RT.003", "-", "003"),
        ("12", "1", "012/001"),
        ("", "2", ""),
        ("0", "0", ""),
        (None, None, ""),
    ],
)
def test_the_unit_of_a_village(rt, rw, unit):
    assert places.rt(rt, rw) == unit


def test_houses_stand_in_the_order_somebody_walks():
    told = [
        "Jl. Melati No. 10",
        "Jl. Poros No. 2",
        "JALAN MELATI NO 9",
        "Jl Melati",
        "Gg. Aren 3 No. 1",
        "Gg. Aren 12",
    ]
    assert sorted(told, key=places.natural) == [
        "Gg. Aren 3 No. 1", "Gg. Aren 12", "Jl Melati", "JALAN MELATI NO 9", "Jl. Melati No. 10", "Jl. Poros No. 2",
    ]  # fmt: skip


def test_rts_stand_by_rw_then_number_and_the_unknown_last():
    told = ["", "010", "002", "001/002", "003/001"]
    assert sorted(told, key=places.rt_key) == ["002", "010", "003/001", "001/002", ""]


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_addresses_can_be_compared(one, other):
    assert sorted([one, other], key=places.natural)


def _one(n, **more):
    return ranking.Candidate(f"K{n:012d}", "64.02.06.1001", **more)


def test_decile_one_then_disagreement_then_age():
    told = [
        _one(1, desil=2, differing=9, months=60), _one(2, desil=1, months=2), _one(3, desil=1, differing=3),
        _one(4, desil=1, months=30), _one(5, desil=1, differing=3, apart=4), _one(6, months=1),
    ]  # fmt: skip
    order = [int(each.candidate.keluarga[1:]) for each in ranking.ranked(told)]
    assert order == [5, 3, 4, 2, 1, 6]


@given(st.lists(st.integers(1, 30), max_size=40))
def test_each_keluarga_has_one_place_whatever_the_order(numbers):
    found = ranking.ranked(_one(n, desil=n % 4, differing=n % 3) for n in numbers)
    assert [each.rank for each in found] == list(range(1, len(set(numbers)) + 1))
    assert sorted(each.way for each in found) == [each.rank for each in found]
    assert found == ranking.ranked(_one(n, desil=n % 4, differing=n % 3) for n in reversed(numbers))


@given(DAYS, st.integers(1, 400))
def test_the_last_of_so_many_working_days(begins, days):
    last = estimate.after(begins, days)
    assert estimate.working_days(begins, last) == days
    assert estimate.is_working(last)


def test_what_a_campaign_takes():
    homes = [("a", "001")] * 30 + [("b", "")] * 11
    found = estimate.estimate(
        homes,
        per_day=8,
        officers=2,
        day_rate=150_000,
        begins=dt.date(2026, 11, 23),
        ends=dt.date(2026, 11, 24),
    )
    assert (found.families, found.officer_days, found.days, found.cost) == (41, 6, 3, 900_000)
    assert found.last_day == dt.date(2026, 11, 25)
    assert (found.in_time, found.needed) == (False, 3)


def test_a_sample_is_drawn_again_by_anybody_who_knows_the_seed():
    visited = [(f"t{n}", n % 3) for n in range(60)]
    drawn = choosing.sample(visited, 0.1, "rapat 5 Desember")
    assert drawn == choosing.sample(list(reversed(visited)), 0.1, "rapat 5 Desember")
    assert drawn != choosing.sample(visited, 0.1, "rapat lain")
    by_officer = [sum(int(each[1:]) % 3 == officer for each in drawn) for officer in range(3)]
    assert by_officer == [2, 2, 2]


def test_an_officer_with_few_visits_is_checked_too():
    assert len(choosing.sample([("a", 1), ("b", 1), ("c", 2)], 0.05, "x")) == 2


@pytest.mark.parametrize(
    ("values", "inside"), [(("4", "5"), True), (("1", "9"), True), (("5", "9"), False), ((None, "N•"), False)]
)
def test_lists_on_both_sides_of_a_border(values, inside):
    assert choosing.grey(values, 4) is inside


def test_a_choice_comes_back_as_it_was_kept():
    wanted = choosing.Wanted("usulan", "64.02", references=("K000000000001",), share=0.05)
    assert choosing.from_kept({**wanted.kept(), "per_day": 8}) == wanted


def test_the_pace_says_how_long_it_takes():
    by_day = {FRIDAY - dt.timedelta(days=n): 10 for n in range(4)}
    found = progress.pace(by_day, 45, FRIDAY, FRIDAY - dt.timedelta(days=30), dt.date(2026, 11, 30))
    assert (found.visits, found.days, found.days_left) == (40, 6, 7)
    assert found.until == dt.date(2026, 11, 28)
    assert found.in_time


def test_without_a_visit_lately_nobody_knows():
    found = progress.pace({}, 10, FRIDAY, FRIDAY, FRIDAY)
    assert (found.days_left, found.until, found.in_time) == (None, None, None)


def test_the_public_reads_no_small_figure():
    told = progress.Tally("a", 23, 4, 12, 7).public()
    assert (told.total, told.visited, told.assigned, told.waiting) == (25, None, 10, None)
    assert told.share is None
    assert told.open is None


def test_nothing_leads_back_from_an_end():
    assert not any(states.CAMPAIGN[state] for state in (CampaignState.ENDED, CampaignState.CANCELLED))
    with pytest.raises(errors.SelarasError) as caught:
        states.follow(states.TARGET, TargetState.WITHDRAWN, TargetState.ASSIGNED)
    assert caught.value.code == "verval_keadaan"


def test_references_are_found_in_a_text_as_the_registry_writes_them():
    told = choosing.references_in(
        "keluarga K0EECHAVRP4QE, lalu k000000000001; sekali lagi K0EECHAVRP4QE dan K12"
    )
    assert told == ("K0EECHAVRP4QE", "K000000000001")
