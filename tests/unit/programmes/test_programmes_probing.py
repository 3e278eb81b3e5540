"""Somebody who may not see health writes rules about one family and reads the numbers of their dry runs: what can they learn?"""

import hashlib
import math

import pytest

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.rules import probing
from selaras.apps.programmes.rules.probing import Sight

OWNER = (access.Grant("pemilik_program", "64.02"),)
STEWARD = (access.Grant("wali_data", "64.02"),)


def actor(grants, kind=access.AgencyKind.OPD):
    return access.Actor(7, "Uji", "uji", kind, grants)


def run(number, *, sick, aimed=True):
    """The counts of a rule that `number` others fit, and one family where it is sick; of whom all answers are known otherwise."""
    fits = number + (1 if sick and aimed else 0)
    return {"sebelum": 400, "sesudah": 300 + fits, "masuk": fits, "keluar": 100, "belum_tahu": 20}


def key(trial, query):
    return hashlib.sha256(f"{trial}|{query}".encode()).digest()


def shifts(trial, query, **asked):
    return probing.told(run(**asked), Sight.SHIFTED, key(trial, query), compared=True)


def likelihood(told, true):
    """log P(told | true) of one number: the mass of Laplace's distribution between the ends that round to it."""

    def below(edge):
        gap = (edge - true) / probing.SCALE
        return 0.5 * math.exp(gap) if gap < 0 else 1 - 0.5 * math.exp(-gap)

    low = 0.0 if told == 0 else below(told - probing.STEP / 2)
    return math.log(below(told + probing.STEP / 2) - low)


def guess(answers):
    """The best guess there is: which of the two worlds makes all answers likelier. `answers`: (told, padding)."""
    odds = sum(likelihood(told, number + 1) - likelihood(told, number) for told, number in answers)
    return odds


def test_rounding_alone_gives_a_family_away_with_one_question():
    """Filled up to the edge of a ten, the number tips over where the family is sick: why numbers are moved by chance."""
    told = [
        probing.told(run(14, sick=sick), Sight.ROUNDED, b"", compared=True)["masuk"] for sick in (True, False)
    ]
    assert told == [20, 10]


def test_all_runs_of_a_month_hardly_help_the_best_guess_about_one_family():
    """A year of attackers, each with all the runs of a month, padding as they like, knowing everything but one answer."""
    right, most = 0, 0.0
    trials = 600
    for trial in range(trials):
        sick = trial % 2 == 0
        answers = [
            (shifts(trial, query, number=number, sick=sick)["masuk"], number)
            for query, number in enumerate(range(90, 90 + probing.RUNS_A_MONTH))
        ]
        odds = guess(answers)
        most = max(most, abs(odds))
        right += (odds > 0) == sick
    # Epsilon of all runs together is 1: nobody's odds move by more than e, whatever comes out.
    assert most <= 1
    # Which of two worlds it is, is guessed right with at most e / (1 + e) = 0.731; here a third of that epsilon is in one number.
    assert 0.4 < right / trials < 0.66


@pytest.mark.parametrize("query", range(8))
def test_the_same_question_is_answered_alike_and_the_numbers_agree(query):
    first, again = (shifts(0, query, number=52, sick=True) for _ in range(2))
    assert first == again
    assert all(number >= 0 and number % probing.STEP == 0 for number in first.values())
    assert first["sesudah"] - first["sebelum"] == first["masuk"] - first["keluar"]


def test_another_rule_is_answered_with_other_chance():
    told = {tuple(shifts(0, query, number=500, sick=False).values()) for query in range(20)}
    assert len(told) > 15


def test_numbers_stay_good_enough_to_plan_with():
    off = [abs(shifts(0, query, number=3000, sick=False)["masuk"] - 3000) for query in range(400)]
    assert sorted(off)[len(off) // 2] <= probing.SCALE
    assert sorted(off)[int(0.95 * len(off))] < 4 * probing.SCALE


def test_without_a_rule_before_nobody_is_said_to_leave():
    counts = {"sebelum": 0, "sesudah": 70, "masuk": 70, "keluar": 0, "belum_tahu": 3}
    told = probing.told(counts, Sight.SHIFTED, b"x", compared=False)
    assert (told["sebelum"], told["keluar"]) == (0, 0)


@pytest.mark.parametrize(
    ("grants", "kind", "secret", "region", "sight"),
    [
        (STEWARD, access.AgencyKind.OPD, True, "64.02", Sight.EXACT),
        (STEWARD, access.AgencyKind.OPD, True, "", Sight.SHIFTED),
        (STEWARD, access.AgencyKind.PROVINCE, True, "64.02", Sight.SHIFTED),
        (STEWARD, access.AgencyKind.OUTSIDE, True, "64.02", Sight.SHIFTED),
        (OWNER, access.AgencyKind.OPD, True, "64.02", Sight.SHIFTED),
        (OWNER, access.AgencyKind.OPD, False, "64.02", Sight.EXACT),
        (OWNER, access.AgencyKind.OPD, False, "64.02.01", Sight.EXACT),
        (OWNER, access.AgencyKind.OPD, False, "64.03", Sight.ROUNDED),
        ((access.Grant("wali_data", "64.02.01"),), access.AgencyKind.OPD, True, "64.02", Sight.SHIFTED),
        ((access.Grant("pelihat", "64.02"),), access.AgencyKind.OPD, False, "64.02", Sight.ROUNDED),
    ],
)
def test_who_reads_what(grants, kind, secret, region, sight):
    assert probing.sight(actor(grants, kind), region, secret=secret) is sight


@pytest.mark.parametrize("highest", [900_000, 12_000_000])
def test_rupiah_are_moved_by_what_one_family_may_get_and_hardly_by_more(highest):
    needed = 50_000 * 3_000_000
    told = [probing.money(needed, highest, Sight.SHIFTED, key(trial, "uang")) for trial in range(400)]
    assert all(each % (probing.STEP * highest) == 0 for each in told)
    off = sorted(abs(each - needed) / highest for each in told)
    assert probing.SCALE_PRICED / 3 < off[len(off) // 2] <= probing.SCALE_PRICED
    assert off[int(0.95 * len(off))] < 4 * probing.SCALE_PRICED
    assert probing.money(needed, highest, Sight.EXACT, b"") == needed
    assert abs(probing.money(needed, highest, Sight.ROUNDED, b"") - needed) <= probing.STEP / 2 * highest


def test_with_rupiah_beside_them_all_runs_of_a_month_still_share_an_epsilon_of_one():
    """Each of the numbers one family changes by one at most costs the inverse of the scale."""
    spent = [probing.TOUCHES / probing.SCALE, (probing.TOUCHES + 1) / probing.SCALE_PRICED]
    assert [probing.RUNS_A_MONTH * each for each in spent] == pytest.approx([1, 1])


def test_counts_beside_rupiah_are_moved_further():
    counts, seed = run(5000, sick=True), key(1, "berdua")
    plain = probing.told(counts, Sight.SHIFTED, seed, compared=True)["masuk"] - counts["masuk"]
    wide = probing.told(counts, Sight.SHIFTED, seed, compared=True, scale=probing.SCALE_PRICED)["masuk"]
    assert (wide - counts["masuk"]) == pytest.approx(plain * 4 / 3, abs=probing.STEP)
