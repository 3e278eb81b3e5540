"""One family answered plainly and a whole table answered at once say the same, clause for clause, whatever is missing."""

from __future__ import annotations

import contextlib

from eligibility_cases import (
    ANGGOTA,
    DAY,
    FAMILY,
    FIELDS,
    KELUARGA,
    MISSING,
    NUMBER,
    filled,
    masks,
    questions,
    registry,
    rule,
)  # fmt: skip
from hypothesis import given, settings
from hypothesis import strategies as st

from selaras.engine.eligibility import answering, checking, deciding, parsing, programme
from selaras.kernel import errors


@settings(max_examples=200)
@given(
    st.lists(st.tuples(questions(KELUARGA), MISSING), min_size=1, max_size=4),
    st.lists(FAMILY, min_size=1, max_size=4),
)
def test_a_table_of_families_is_answered_as_each_family_is(texts, families) -> None:
    asked = rule(texts, programme.Unit.KELUARGA)
    [found] = deciding.decide(registry(families), [asked], DAY)
    plain = [answering.judge(found.clauses, answering.Case(own, members)) for own, members in families]
    assert list(zip(found.fail, found.unknown, strict=True)) == [masks(each) for each in plain]
    assert list(found.outcome) == [each.outcome.value for each in plain]


@settings(max_examples=200)
@given(
    st.lists(st.tuples(questions(ANGGOTA), MISSING), min_size=1, max_size=3),
    st.lists(FAMILY, min_size=1, max_size=4),
)
def test_a_table_of_persons_is_answered_as_each_person_is(texts, families) -> None:
    asked = rule(texts, programme.Unit.PERSON)
    [found] = deciding.decide(registry(families), [asked], DAY)
    plain = [
        answering.judge(found.clauses, answering.Case(member, None, own))
        for own, members in families
        for member in members
    ]
    assert list(zip(found.fail, found.unknown, strict=True)) == [masks(each) for each in plain]


@settings(max_examples=300)
@given(questions(KELUARGA), FAMILY, st.data())
def test_an_answer_that_comes_later_never_overturns_what_was_sure(text, family, data) -> None:
    """Kleene's order: filling in what was missing turns unknown into yes or no, never yes into no or no into yes."""
    own, members = family
    subject = checking.Subject(FIELDS)
    [clause] = programme.ready(rule([(text, programme.Missing.ASK)], programme.Unit.KELUARGA), subject, DAY)
    if "has(" in text:
        return
    before = answering.truth(clause.node, answering.Case(own, members))
    later = [
        filled(data, each, fields) for each, fields in [(own, KELUARGA), *((m, ANGGOTA) for m in members)]
    ]
    after = answering.truth(clause.node, answering.Case(later[0], later[1:]))
    if before is not None:
        assert after == before


@given(st.text(max_size=60) | st.text(alphabet="desil<=4() andor.p,[]\"'+-*/!&|0", max_size=60))
def test_no_text_breaks_the_reader(text) -> None:
    with contextlib.suppress(errors.SelarasError):  # any other kind is the failure this test looks for
        checking.check(parsing.parse(text), checking.Subject(FIELDS), {"batas": NUMBER})
