"""Whatever is changed by hand, budgets, quotas, shares of regions and exclusions hold; nobody ever decides a plan they made."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from selaras.apps.programmes.rules import plan_overrides, plan_settings, plans
from selaras.apps.programmes.rules.words import PlanState
from selaras.kernel import errors

CODES = ("a", "b", "c", "d")
PLACES = ("64.02.06.1001", "64.02.06.1002", "64.02.07.2001", "64.02.08.2001")
FAMILIES = [(f"K{n}", PLACES[n % len(PLACES)]) for n in range(8)]


@st.composite
def asked(draw):
    """Settings of four programmes with small limits, and what excludes what."""
    shares = []
    for code in CODES:
        cost = draw(st.integers(0, 5))
        budget = draw(st.none() | st.integers(0, 20)) if cost else None
        quota = draw(st.none() | st.integers(0, 6)) if budget is not None else draw(st.integers(0, 6))
        regions = draw(
            st.dictionaries(st.sampled_from(["64.02.06", "64.02.07"]), st.integers(0, 3), max_size=2)
        )
        shares.append(plan_settings.Share(code, f"Program {code}", cost, budget, quota, regions))
    pairs = draw(st.sets(st.sampled_from([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")])))
    against = {code: {o for pair in pairs if code in pair for o in pair if o != code} for code in CODES}
    percent = draw(st.sampled_from([50, 100, 110]))
    settings = plan_settings.Settings(
        tuple(shares), plan_settings.standard(), seed=1, most=draw(st.integers(1, 3)), percent=percent
    )
    settings.check("64.02")
    return settings, against


MOVES = st.lists(st.tuples(st.booleans(), st.sampled_from(FAMILIES), st.sampled_from(CODES)), max_size=60)


def standing(share, held):
    mine = [where for (_who, where, what) in held if what == share.code]
    regions = {code: sum(where.startswith(f"{code}.") for where in mine) for code in share.by_region}
    return plan_overrides.Standing(share, len(mine), regions)


@given(asked(), MOVES)
def test_no_order_of_changes_by_hand_breaks_a_limit(case, moves):
    settings, against = case
    shares = {each.code: each for each in settings.scaled}
    held: set[tuple[str, str, str]] = set()
    for give, (who, where), what in moves:
        if not give:
            held.discard((who, where, what))
            continue
        if (who, where, what) in held:
            continue
        has = [code for other, _where, code in held if other == who]
        try:
            plan_overrides.may_add(standing(shares[what], held), where, has, against[what], settings, {})
        except errors.SelarasError:
            more = {*held, (who, where, what)}
            rows = [plan_overrides.Given(*each) for each in more]
            assert plan_overrides.broken(rows, settings, against, "64.02")
            continue
        held.add((who, where, what))
        rows = [plan_overrides.Given(*each) for each in held]
        assert plan_overrides.broken(rows, settings, against, "64.02") == []


PEOPLE = st.integers(1, 4)
STEPS = st.lists(st.tuples(st.sampled_from(sorted(plans.Act)), PEOPLE), max_size=40)


@given(PEOPLE, STEPS)
def test_nobody_reviews_approves_or_rejects_what_they_took_part_in_making(maker, steps):
    state, history = PlanState.DRAFT, [plans.Made(plans.Act.MADE, maker)]
    made_by = {maker}
    for act, who in steps:
        if act in (plans.Act.RECKONED, plans.Act.ADDED, plans.Act.REMOVED, plans.Act.MADE):
            if state is PlanState.DRAFT:
                history.append(plans.Made(act, who))
                made_by.add(who)
            continue
        to = plans.target(state, act)
        if to is None or plans.obstacle(who, act, maker, history):
            continue
        if act is plans.Act.PROPOSE:
            made_by.add(who)
        else:
            assert who not in made_by
        history.append(plans.Made(act, who))
        state = to
    if state is PlanState.APPROVED:
        acts = [each.act for each in history]
        assert acts.index(plans.Act.PROPOSE) < len(acts) - 1 - acts[::-1].index(plans.Act.APPROVE)
        assert plans.target(state, plans.Act.RETURN) is None


@given(
    st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(["K1", "K2", "K3"]), st.just("")), unique=True)
)
def test_the_digest_is_of_the_recipients_in_any_order_and_of_nothing_else(rows):
    first = plans.digest("x", rows)
    assert plans.digest("x", rows[::-1]) == first
    assert plans.digest("y", rows) != first
    assert plans.digest("x", [*rows, ("a", "K9", "")]) != first


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.none() | st.integers(0, 99), st.none() | st.integers(0, 9)),
        min_size=1,
        max_size=4,
    )
)
def test_several_lines_of_money_together_never_promise_more_than_each_gives(lines):
    shares = [
        plan_settings.Share("a", "A", cost, budget if cost else None, quota) for cost, budget, quota in lines
    ]
    whole = plan_settings.together(shares)
    most = [each.most for each in shares]
    if None not in most:
        assert whole.most is not None
        assert whole.most <= sum(most)
    if all(each.budget is not None for each in shares):
        assert whole.budget == sum(each.budget for each in shares)


@given(asked())
def test_settings_come_back_as_they_were_kept(case):
    settings, _against = case
    assert plan_settings.of_kept(settings.kept()) == settings
    assert dataclasses.replace(settings, percent=100).scaled == settings.shares
