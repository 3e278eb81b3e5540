"""The way of a package as a state machine: no decree without every signature, nothing locked changes."""

import dataclasses

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from selaras.apps.penetapan.rules import packages as rules

ACTS = st.sampled_from(list(rules.Act))
PEOPLE = st.integers(1, 6)
LEVELS = [rules.State.DESA, rules.State.KECAMATAN, rules.State.DINSOS, rules.State.HEAD]


class Way(RuleBasedStateMachine):
    """Anybody tries anything; what the rules allow happens."""

    def __init__(self):
        super().__init__()
        self.state, self.steps = rules.State.DESA, []
        self.rows = {key: rules.Row(key, f"K{key}", "layak") for key in (1, 2, 3)}
        self.author, self.first_locked = 1, {}

    @rule(act=ACTS, by=PEOPLE, marked=st.sets(st.integers(1, 3)))
    def somebody_acts(self, act, by, marked):
        to = rules.target(self.state, act)
        if to is None or rules.obstacle(by, authors=[self.author], steps=self.steps):
            return
        if act is rules.Act.ROWS and not marked:
            return
        if act in rules.SIGNED:
            self.rows = {k: dataclasses.replace(r, returned="") for k, r in self.rows.items()}
        elif act is rules.Act.ROWS:
            for key in marked:
                self.rows[key] = dataclasses.replace(self.rows[key], returned="perlu dilihat lagi")
        now = rules.digest("x", self.rows.values())
        self.steps.append(rules.Made(act, self.state, to, by, now))
        self.state = to
        self.first_locked = {k: (r.outcome, r.reason) for k, r in self.rows.items()}

    @precondition(lambda self: self.state is not rules.State.SK)
    @rule(key=st.integers(1, 3), outcome=st.sampled_from(["layak", "pindah"]))
    def somebody_changes_a_row(self, key, outcome):
        if key in rules.open_rows(self.state, self.rows.values(), self.steps):
            self.rows[key] = dataclasses.replace(self.rows[key], outcome=outcome)

    @invariant()
    def a_decree_has_four_signatures_of_four_people(self):
        if self.state is rules.State.SK:
            held = rules.round_of(self.steps)
            assert [step.came_from for step in held] == LEVELS
            assert len({step.by for step in held}) == len(LEVELS)
            assert self.author not in {step.by for step in held}

    @invariant()
    def signatures_stand_for_every_level_below(self):
        held = [step.came_from for step in rules.round_of(self.steps)]
        assert held == LEVELS[: rules.WAY.index(self.state)]

    @invariant()
    def nothing_locked_changes(self):
        if self.state is not rules.State.DESA:
            assert {k: (r.outcome, r.reason) for k, r in self.rows.items()} == self.first_locked
            assert rules.open_rows(self.state, self.rows.values(), self.steps) == set()
        assert rules.sound(self.steps, rules.digest("x", self.rows.values()))

    @invariant()
    def rows_not_sent_back_stay_when_only_rows_came_back(self):
        if self.state is rules.State.DESA and self.steps and self.steps[-1].act == rules.Act.ROWS:
            opened = rules.open_rows(self.state, self.rows.values(), self.steps)
            for key, row in self.rows.items():
                if key not in opened:
                    assert (row.outcome, row.reason) == self.first_locked[key]


Way.TestCase.settings = settings(max_examples=300, stateful_step_count=25, deadline=None)
TestWay = Way.TestCase


def test_the_digest_hears_every_change_and_no_order():
    one, two = rules.Row(1, "K1", "layak", "a"), rules.Row(2, "K2", "pindah")
    base = rules.digest("x", [one, two])
    assert base == rules.digest("x", [two, one])
    changed = [
        rules.digest("y", [one, two]),
        rules.digest("x", [one]),
        rules.digest("x", [dataclasses.replace(one, outcome="ganda"), two]),
        rules.digest("x", [dataclasses.replace(one, reason="b"), two]),
        rules.digest("x", [dataclasses.replace(one, keluarga="K3"), two]),
    ]
    assert base not in changed
    assert len(set(changed)) == len(changed)
