"""Histories of offline work by several officers: whatever arrives when, the state is the same and nothing vanishes."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from selaras.apps.verval.rules import findings
from selaras.apps.verval.rules.findings import (
    PICK,
    RELEASE,
    SET_ASIDE,
    Decided,
    Gone,
    Observed,
    Open,
    Settled,
)

FIELDS, VALUES, OFFICERS = ("hasil", "lantai", "daya"), ("a", "b", "c"), (1, 2, 3)
ANSWERS = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(VALUES), min_size=1)


class Field(RuleBasedStateMachine):
    """Three phones that are offline, a server that takes what comes, a supervisor who decides on what the server has."""

    def __init__(self) -> None:
        super().__init__()
        self.made: dict[str, Observed] = {}
        self.outbox: list[str] = []
        self.arrived: list[Observed] = []
        self.decisions: list[Decided] = []
        self.chance = random.Random(0)

    def _write(self, user: int, values: dict[str, str], replaces: str, held: bool) -> None:
        key = f"uuid:{len(self.made):03d}"
        self.made[key] = Observed(key, user, values, replaces, held)
        self.outbox.append(key)

    @rule(user=st.sampled_from(OFFICERS), values=ANSWERS, held=st.booleans())
    def visit(self, user, values, held):
        """An officer fills in a new form, also a second time for the same family without saying so."""
        self._write(user, values, "", held and user == 3)

    @rule(data=st.data(), values=ANSWERS)
    def correct(self, data, values):
        """An officer corrects an own answer, sent or not."""
        if self.made:
            old = self.made[data.draw(st.sampled_from(sorted(self.made)))]
            self._write(old.user, values, old.key, old.held)

    @rule(data=st.data(), user=st.sampled_from(OFFICERS), values=ANSWERS)
    def claim(self, data, user, values):
        """Somebody says to correct what may be another's, or what does not exist."""
        known = [*sorted(self.made), "uuid:nobody"]
        self._write(user, values, data.draw(st.sampled_from(known)), held=False)

    @rule(data=st.data())
    def send(self, data):
        """Something leaves a phone, in any order; the reply may be lost, and then it is sent again."""
        if self.outbox:
            key = data.draw(st.sampled_from(self.outbox))
            self.arrived.append(self.made[key])
            if data.draw(st.booleans()):
                self.outbox.remove(key)

    @rule(data=st.data())
    def decide(self, data):
        """The supervisor chooses one of the answers that are there."""
        state = self.state()
        if state.open:
            name = data.draw(st.sampled_from(state.open))
            key = data.draw(st.sampled_from([k for voice in state.fields[name].voices for k in voice.keys]))
            seen = frozenset(each.key for each in self.arrived)
            self.decisions.append(Decided(len(self.decisions), PICK, key, name, seen))
            assert self.state().fields[name].how == findings.DECIDED

    @rule(data=st.data(), what=st.sampled_from((RELEASE, SET_ASIDE)))
    def judge(self, data, what):
        """A submission is released or set aside."""
        if self.arrived:
            key = data.draw(st.sampled_from(sorted({each.key for each in self.arrived})))
            self.decisions.append(Decided(len(self.decisions), what, key))

    def state(self) -> findings.Finding:
        return findings.merge(self.arrived, self.decisions)

    @invariant()
    def order_and_repetition_say_nothing(self):
        again = [*self.arrived, *self.arrived[::2]]
        self.chance.shuffle(again)
        other = [*reversed(self.decisions), *self.decisions[:1]]
        assert findings.merge(again, other) == self.state()

    @invariant()
    def nothing_vanishes(self):
        state = self.state()
        kept = {*state.counting, *state.corrected, *state.held, *state.set_aside, *state.measuring}
        assert kept == {each.key for each in self.arrived}
        for each in self.arrived:
            if each.key in (*state.counting, *state.corrected):
                for name, value in each.values.items():
                    assert (value, each.key) in set(_said(state.fields[name])), (
                        "a value was overwritten silently"
                    )

    @invariant()
    def officers_who_differ_are_left_to_a_person(self):
        state = self.state()
        counting = {each.key: each for each in self.arrived if each.key in state.counting}
        for name, found in state.fields.items():
            values = {each.values[name] for each in counting.values() if name in each.values}
            if isinstance(found, Settled) and found.how != findings.DECIDED:
                assert values == {found.value}
            elif isinstance(found, Open):
                assert {voice.value for voice in found.voices} == values
                assert len(values) > 1
            elif isinstance(found, Gone):
                assert not values

    @invariant()
    def nobody_corrects_another(self):
        state = self.state()
        for key in state.corrected:
            old = self.made[key]
            assert any(self.made[other].user == old.user and other != key for other in state.counting)

    def teardown(self):
        """Everything is delivered at last: in the order it was written and in any other it is the same state."""
        complete = [*self.arrived, *(self.made[key] for key in self.outbox)]
        expected = findings.merge(sorted(complete, key=lambda each: each.key), self.decisions)
        for seed in range(3):
            random.Random(seed).shuffle(complete)
            assert findings.merge(complete, self.decisions) == expected


def _said(state: findings.State) -> Iterator[tuple[str, str]]:
    """(value, key) of everything a field shows."""
    if isinstance(state, Settled):
        yield from ((state.value, key) for key in state.keys)
    voices = (*state.voices, *state.lost) if isinstance(state, Open) else state.lost
    for voice in voices:
        yield from ((voice.value, key) for key in voice.keys)


def _run(histories: int) -> None:
    given = settings(
        max_examples=histories, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Field, settings=given)


def test_histories_end_in_one_state():
    _run(250)


@pytest.mark.slow
def test_thousands_of_histories_end_in_one_state():
    _run(2500)
