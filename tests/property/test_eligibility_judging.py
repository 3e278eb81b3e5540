"""What is called always, never or contradicting is so for every family there can be; and where every family can be tried, nothing
that is so goes unseen."""

from __future__ import annotations

import itertools

import pytest
from eligibility_cases import DAY
from hypothesis import given, settings
from hypothesis import strategies as st

from selaras.engine.eligibility import answering, checking, judging, programme
from selaras.engine.eligibility.fields import Catalogue, Field, Kind

FIELDS = Catalogue.of(
    [
        Field("desil", Kind.NUMBER, "desil", 1, 10), Field("anak", Kind.NUMBER, "anak", 0, 4),
        Field("luas", Kind.NUMBER, "luas", 0, 3, whole=False), Field("lantai", Kind.TEXT, "lantai", choices=("tanah", "semen", "kayu")),
        Field("pkh", Kind.TRUTH, "PKH"),
    ],
    [Field("umur", Kind.NUMBER, "umur", 0, 6), Field("sekolah", Kind.TRUTH, "sekolah")],
)  # fmt: skip
SUBJECT = checking.Subject(FIELDS)
# Everything a family can be, as far as clauses with the figures below can tell.
WORLD = [
    dict(zip(("desil", "anak", "luas", "lantai", "pkh"), row, strict=True))
    for row in itertools.product(
        range(1, 11), range(5), [each / 4 for each in range(13)], ("tanah", "semen", "kayu"), (True, False)
    )
]
MEMBERS = [{"umur": umur, "sekolah": sekolah} for umur in range(7) for sekolah in (True, False)]
SIGNS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
WORDS = st.sampled_from(["tanah", "semen", "kayu", "marmer"]).map('"{}"'.format)
ATOMS = st.one_of(
    st.builds("{} {} {}".format, st.sampled_from(["desil", "anak"]), SIGNS, st.integers(0, 11)),
    st.builds("{} {} luas".format, st.sampled_from(["0", "0.5", "1", "2.5", "3"]), SIGNS),
    st.builds("lantai {} {}".format, st.sampled_from(["==", "!="]), WORDS),
    st.builds("lantai in [{}]".format, st.lists(WORDS, min_size=1, max_size=4).map(", ".join)),
    st.builds("desil in [{}]".format, st.lists(st.integers(0, 11).map(str), min_size=1, max_size=10).map(", ".join)),
    st.sampled_from(["pkh", "!pkh", "(desil <= 4) == true"]),
)  # fmt: skip
CLAUSES = st.recursive(
    ATOMS,
    lambda part: st.builds("({} {} {})".format, part, st.sampled_from(["and", "or"]), part) | st.builds("not {}".format, part.map("({})".format)),
    max_leaves=3,
)  # fmt: skip


def clauses(texts):
    held = tuple(programme.Clause(f"k{number}", text, "") for number, text in enumerate(texts))
    return programme.ready(programme.Programme("uji", "1", programme.Unit.KELUARGA, held), SUBJECT, DAY)


def answers(ready, world):
    return {all(answering.truth(each.node, answering.Case(own)) for each in ready) for own in world}


@settings(max_examples=60, deadline=None)
@given(st.lists(CLAUSES, min_size=1, max_size=3))
def test_doubts_are_exactly_what_trying_every_family_shows(texts) -> None:
    ready = clauses(texts)
    world = relevant(ready)
    found = {
        (each.code, each.clauses) for each in judging.doubts(ready, SUBJECT) if each.code != "pilihan_asing"
    }
    alone = {each.clause.id: answers([each], world) for each in ready}
    for name, seen in alone.items():
        assert ((("selalu", (name,)) in found), (("tidak_pernah", (name,)) in found)) == (
            seen == {True},
            seen == {False},
        )
    able = [each for each in ready if alone[each.clause.id] != {False}]
    pairs = {
        (one.clause.id, other.clause.id)
        for one, other in itertools.combinations(able, 2)
        if answers([one, other], world) == {False}
    }
    told = {each[1] for each in found if each[0] == "bertentangan"}
    assert {each for each in told if len(each) == 2} == pairs
    if not pairs and len(able) == 3:
        assert bool(told) == (answers(able, world) == {False})


def relevant(ready):
    """Families that differ in what the clauses look at."""
    looked = sorted({name for each in ready for _, name in judging.syntax.names(each.node)})
    return list({tuple(own[name] for name in looked): own for own in WORLD}.values())


@settings(max_examples=100)
@given(st.sampled_from(["exists", "all"]), st.builds("o.umur {} {}".format, SIGNS, st.integers(-1, 8)))
def test_what_one_member_can_never_do_no_keluarga_can(what, text) -> None:
    ready = clauses([f"anggota.{what}(o, {text})"])
    found = {each.code for each in judging.doubts(ready, SUBJECT)}
    seen = {
        answering.truth(ready[0].node, answering.Case({}, [one, other]))
        for one in MEMBERS
        for other in MEMBERS
    }
    assert found == {frozenset({True}): {"selalu"}, frozenset({False}): {"tidak_pernah"}}.get(
        frozenset(seen), set()
    )


ASKED = st.builds(
    "anggota.{}(o, o.umur {} {})".format, st.sampled_from(["exists", "all"]), SIGNS, st.integers(-1, 8)
)


@settings(max_examples=100, deadline=None)
@given(ASKED, ASKED)
def test_what_is_asked_of_all_members_contradicts_another_where_no_keluarga_can_do_both(one, other) -> None:
    ready = clauses([one, other])
    homes = [answering.Case({}, [first, second]) for first in MEMBERS for second in MEMBERS]
    told = [[answering.truth(each.node, home) for each in ready] for home in homes]
    able = all(any(each[place] for each in told) for place in (0, 1))
    found = [each.clauses for each in judging.doubts(ready, SUBJECT) if each.code == "bertentangan"]
    assert found == ([("k0", "k1")] if able and not any(all(each) for each in told) else [])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("anak / 0 < 4", True),
        ("desil <= 4 or luas / 0 < 1", True),
        ("anggota.exists(o, o.umur / 0 > 1)", True),
        ("anak / desil < 4", False),
        ("0 / desil < 4", False),
        ("anak * 0 < 4", False),
    ],
)
def test_what_is_divided_by_nothing_is_named(text, named) -> None:
    codes = [each.code for each in judging.doubts(clauses([text]), SUBJECT)]
    assert ("bagi_nol" in codes) is named


@given(st.data())
def test_seeded_clauses_that_nobody_or_everybody_meets_are_found(data) -> None:
    name, low, high = data.draw(st.sampled_from([("desil", 1, 10), ("anak", 0, 4), ("luas", 0, 3)]))
    far = data.draw(st.integers(1, 1000))
    never, always = data.draw(
        st.sampled_from([
            (f"{name} > {high}", f"{name} <= {high}"), (f"{name} < {low}", f"{name} >= {low}"),
            (f"{high + far} < {name}", f"{name} != {high + far}"), (f"{name} in [{high + far}]", f"not ({name} in [{high + far}])"),
        ])
    )  # fmt: skip
    found = judging.doubts(clauses([never, always]), SUBJECT)
    assert {judging.Doubt("tidak_pernah", ("k0",)), judging.Doubt("selalu", ("k1",))} <= set(found)


def test_three_clauses_that_only_together_contradict_are_named_and_no_fourth() -> None:
    ready = clauses(["desil <= 4 or anak == 0", "desil > 4 or anak == 0", "anak >= 1", "desil <= 9"])
    assert [each.clauses for each in judging.doubts(ready, SUBJECT)] == [("k0", "k1", "k2")]


def test_a_word_no_answer_can_be_is_named() -> None:
    [found] = judging.doubts(clauses(['lantai in ["tanah", "tnah"]']), SUBJECT)
    assert (found.code, found.detail) == ("pilihan_asing", "tnah")
