"""The field named as the one to ask for settles exactly the decisions that are counted for it, whatever the answer."""

from __future__ import annotations

import dataclasses
import datetime as dt

from eligibility_cases import (
    ANGGOTA,
    DAY,
    FAMILY,
    FIELDS,
    KELUARGA,
    NUMBER,
    TEXT,
    TRUTH,
    questions,
    registry,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from selaras.engine.eligibility import answering, asking, deciding, programme
from selaras.engine.eligibility.answering import Outcome

ANSWERS = {NUMBER: [0.0, 4.0, 1e6], TEXT: ["tanah", "semen", "lain"], TRUTH: [True, False]}
POLICY = st.sampled_from([programme.Missing.ASK] * 3 + [programme.Missing.FAIL, programme.Missing.LET])
RULES = st.lists(
    st.lists(st.tuples(questions(KELUARGA), POLICY), min_size=1, max_size=3), min_size=1, max_size=3
)


def programmes(rules):
    return [
        programme.Programme(
            f"p{number}", "1", programme.Unit.KELUARGA,
            tuple(programme.Clause(f"k{bit}", text, "", missing) for bit, (text, missing) in enumerate(clauses)),
            (programme.Figure("batas", 4), programme.Figure("lantai_buruk", ("tanah", "kayu")), programme.Figure("daya_kecil", (450, 900))),
        )
        for number, clauses in enumerate(rules)
    ]  # fmt: skip


@settings(max_examples=300, deadline=dt.timedelta(seconds=5))
@given(RULES, st.lists(FAMILY, min_size=1, max_size=3))
def test_an_answer_settles_the_decisions_that_were_counted_for_it(rules, families) -> None:
    there, asked = registry(families), programmes(rules)
    found = deciding.decide(there, asked, DAY)
    for row, name, settles in asking.worklist(there, found).iter_rows():
        own, members = families[row]
        before = {each.programme.code for each in found if each.outcome[row] == Outcome.BELUM_TAHU}
        for answer in ANSWERS[FIELDS.keluarga[name].kind]:
            case = answering.Case({**own, name: answer}, members)
            still = {
                each.programme.code
                for each in found
                if each.programme.code in before
                and answering.judge(each.clauses, case).outcome is Outcome.BELUM_TAHU
            }
            assert len(before - still) >= settles


@settings(max_examples=200, deadline=dt.timedelta(seconds=5))
@given(st.lists(st.sampled_from(["desil <= 4", "pkh", "lantai == \"tanah\"", "desil > 1 and mobil", "daya in p.daya_kecil"]), min_size=1, max_size=4),
       st.lists(FAMILY, min_size=1, max_size=3))  # fmt: skip
def test_no_decision_that_waits_for_one_answer_is_left_out(texts, families) -> None:
    there = registry(families)
    [found] = deciding.decide(there, programmes([[(text, programme.Missing.ASK) for text in texts]]), DAY)
    listed = {(row, name) for row, name, _ in asking.worklist(there, [found]).iter_rows()}
    for row, (own, members) in enumerate(families):
        verdict = answering.judge(found.clauses, answering.Case(own, members))
        waits = {name for finding in verdict.unknown for _, name in finding.missing}
        if verdict.outcome is Outcome.BELUM_TAHU and len(waits) == 1:
            assert (row, waits.pop()) in listed


@settings(max_examples=200, deadline=dt.timedelta(seconds=5))
@given(
    st.lists(st.tuples(questions(ANGGOTA), POLICY), min_size=1, max_size=3), st.lists(FAMILY, min_size=1, max_size=3)
)  # fmt: skip
def test_an_answer_settles_as_many_persons_as_were_counted_for_it(clauses, families) -> None:
    there = registry(families)
    [asked] = programmes([clauses])
    found = deciding.decide(there, [dataclasses.replace(asked, unit=programme.Unit.PERSON)], DAY)[0]
    for row, name, settles in asking.worklist(there, [found]).iter_rows():
        own, members = families[row]
        bare = name.removeprefix("anggota.")
        fields = FIELDS.anggota if bare != name else FIELDS.keluarga
        for answer in ANSWERS[fields[bare].kind]:
            settled = 0
            for one in members:
                before = answering.judge(found.clauses, answering.Case(one, None, own)).outcome
                told = ({**one, bare: answer}, own) if bare != name else (one, {**own, bare: answer})
                after = answering.judge(found.clauses, answering.Case(told[0], None, told[1])).outcome
                settled += before is Outcome.BELUM_TAHU and after is not Outcome.BELUM_TAHU
            assert settled >= settles
