"""Persons and villages: both ways of answering say the same, and no answer that is missing makes anybody layak."""

from __future__ import annotations

import polars as pl
import pytest
from eligibility_cases import ANGGOTA, DAY, FAMILY, MISSING, masks, questions, registry, rule
from hypothesis import given, settings
from hypothesis import strategies as st

from selaras.apps.programmes.rules import catalogue, villages
from selaras.engine.eligibility import answering, deciding, programme
from selaras.engine.eligibility.answering import Outcome
from selaras.kernel import errors

PERSON, DESA = programme.Unit.PERSON, programme.Unit.DESA
PLAIN = questions(ANGGOTA).filter(lambda text: "has(" not in text)


def blank(data, row):
    gone = data.draw(st.sets(st.sampled_from(sorted(row)), max_size=len(row)))
    return {name: None if name in gone else value for name, value in row.items()}


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.tuples(questions(ANGGOTA), MISSING), min_size=1, max_size=3),
    st.lists(FAMILY, min_size=1, max_size=4),
)
def test_a_family_is_to_a_rule_about_persons_what_its_best_member_is(texts, families) -> None:
    told = registry(families)
    [found] = deciding.decide(told, [rule(texts, PERSON)], DAY)
    lifted = found.lifted(told.members[deciding.BELONGS], len(families))
    order, row = [Outcome.LAYAK, Outcome.BELUM_TAHU, Outcome.TIDAK_LAYAK], 0
    for number, (own, members) in enumerate(families):
        said = []
        for one in members:
            verdict = answering.judge(found.clauses, answering.Case(one, None, own))
            assert masks(verdict) == (found.fail[row], found.unknown[row])
            said.append(order.index(verdict.outcome))
            row += 1
        assert lifted[number] == (min(said) if said else deciding.UNKNOWN)


@settings(max_examples=120, deadline=None)
@given(st.lists(PLAIN, min_size=1, max_size=3), st.lists(FAMILY, min_size=1, max_size=4), st.data())
def test_no_missing_answer_makes_a_person_or_their_family_layak(texts, families, data) -> None:
    asked = rule([(text, programme.Missing.ASK) for text in texts], PERSON)
    hidden = [(blank(data, own), [blank(data, one) for one in members]) for own, members in families]
    whole, part = registry(families), registry(hidden)
    [full], [found] = (deciding.decide(each, [asked], DAY) for each in (whole, part))
    for before, after in zip(full.outcome, found.outcome, strict=True):
        assert after in (before, Outcome.BELUM_TAHU)
    belongs, count = whole.members[deciding.BELONGS], len(families)
    before, after = full.lifted(belongs, count), found.lifted(belongs, count)
    assert not ((after == deciding.YES) & (before != deciding.YES)).any()


FIELDS = [name for name, field in villages.CATALOGUE.keluarga.items() if field.kind is programme.Kind.NUMBER]
CLAUSES = st.lists(
    st.builds(
        "{} {} {}".format, st.sampled_from(FIELDS), st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.integers(0, 100)
    ),
    min_size=1, max_size=3,
)  # fmt: skip
ANSWERS = {
    "desil": st.integers(1, 10), "air_minum": st.sampled_from(["leding", "permukaan", "sumur_tak_terlindung"]),
    "bab": st.sampled_from(["sendiri", "tidak_ada"]), "penerangan": st.sampled_from(["pln_meteran", "bukan_listrik"]),
    "lantai": st.sampled_from(["tanah", "semen"]),
}  # fmt: skip
HOMES = st.lists(st.fixed_dictionaries(ANSWERS), min_size=1, max_size=12)
KINDS = {
    "desil": pl.Int64,
    **dict.fromkeys(("air_minum", "bab", "penerangan", "lantai", "kode_desa"), pl.String),
}


def village(rows) -> pl.DataFrame:
    return villages.laid(
        pl.DataFrame([{**each, "kode_desa": "64.02.06.2001"} for each in rows], schema=KINDS)
    )


def asked_of(table: pl.DataFrame, texts: list[str]) -> tuple[deciding.Decided, answering.Verdict]:
    clauses = tuple(programme.Clause(f"k{n}", text, "") for n, text in enumerate(texts))
    asked = programme.Programme("uji", "1", DESA, clauses)
    nobody = pl.DataFrame(schema={deciding.BELONGS: pl.UInt32})
    [found] = deciding.decide(deciding.Registry(table, nobody, villages.CATALOGUE), [asked], DAY)
    return found, answering.judge(found.clauses, answering.Case(table.row(0, named=True)))


@settings(max_examples=150, deadline=None)
@given(CLAUSES, HOMES, st.data())
def test_what_a_village_is_told_stands_whatever_the_missing_answers_are(texts, homes, data) -> None:
    some = village([blank(data, each) for each in homes])
    found, verdict = asked_of(some, texts)
    assert masks(verdict) == (found.fail[0], found.unknown[0])
    full, _ = asked_of(village(homes), texts)
    # How many families there are and how many have no decile is always known; shares only get narrower.
    if not any(villages.NO_DECILE in text for text in texts):
        assert found.outcome[0] in (full.outcome[0], Outcome.BELUM_TAHU)
    whole = village(homes)
    for name in FIELDS:
        if f"{name}.least" in some.columns:
            share = whole[f"{name}.least"][0]
            assert whole[f"{name}.most"][0] == share
            assert some[f"{name}.least"][0] <= share + 1e-9 <= some[f"{name}.most"][0] + 2e-9


@pytest.mark.parametrize(
    "text",
    [
        "persen_desil_1 + 1 > 2",
        "persen_desil_1 in [1, 2]",
        "persen_desil_1 > persen_tanpa_jamban",
        "20 <= persen_desil_1 - 3",
    ],
)
def test_a_share_stands_beside_a_figure_and_nowhere_else(text) -> None:
    asked = programme.Programme("uji", "1", DESA, (programme.Clause("a", text, ""),))
    with pytest.raises(errors.SelarasError) as found:
        programme.ready(asked, catalogue.SUBJECTS[DESA], DAY)
    assert found.value.code == "klausul_rentang"
