"""An answer that is not there never makes anybody layak."""

from __future__ import annotations

from eligibility_cases import ANGGOTA, DAY, KELUARGA, masks, questions, registry, rule
from hypothesis import given, settings
from hypothesis import strategies as st

from selaras.engine.eligibility import answering, deciding, explaining, programme
from selaras.engine.eligibility.answering import Outcome

KELUARGA_UNIT = programme.Unit.KELUARGA


def whole(fields):
    """Families of whom everything is known."""
    kinds = {
        "angka": st.sampled_from([0.0, 1.0, 4.0, 4.5, 450.0]),
        "teks": st.sampled_from(["tanah", "semen", "anak"]),
    }
    return st.fixed_dictionaries({f.name: kinds.get(f.kind.value, st.booleans()) for f in fields})


FULL = st.tuples(whole(KELUARGA), st.lists(whole(ANGGOTA), min_size=1, max_size=3))
PLAIN = questions(KELUARGA).filter(lambda text: "has(" not in text)


@settings(max_examples=200)
@given(st.lists(PLAIN, min_size=1, max_size=4), st.lists(FULL, min_size=1, max_size=4), st.data())
def test_who_is_layak_with_answers_missing_is_layak_with_all_of_them(texts, families, data) -> None:
    asked = rule([(text, programme.Missing.ASK) for text in texts], KELUARGA_UNIT)
    [full] = deciding.decide(registry(families), [asked], DAY)
    hidden = [
        (hide(data, own), data.draw(st.sampled_from([[hide(data, one) for one in members], []])))
        for own, members in families
    ]
    [found] = deciding.decide(registry(hidden), [asked], DAY)
    for before, after in zip(full.outcome, found.outcome, strict=True):
        assert after in (before, Outcome.BELUM_TAHU)


@settings(max_examples=150)
@given(st.lists(PLAIN, min_size=1, max_size=3), FULL, st.data())
def test_only_a_clause_that_lets_the_missing_pass_says_layak_and_it_is_marked(texts, family, data) -> None:
    policies = [data.draw(st.sampled_from(list(programme.Missing))) for _ in texts]
    asked = rule(list(zip(texts, policies, strict=True)), KELUARGA_UNIT)
    own, members = family
    there = registry([(hide(data, own), [hide(data, one) for one in members])])
    [found] = deciding.decide(there, [asked], DAY)
    [told] = explaining.of_keluarga(there, [found], [0])[0]
    assert masks(told.verdict) == (found.fail[0], found.unknown[0])
    [full] = deciding.decide(registry([family]), [asked], DAY)
    if told.verdict.outcome is Outcome.LAYAK and full.outcome[0] != Outcome.LAYAK:
        assert any(reason.assumed and reason.holds for reason in told.reasons)
    assert [reason.assumed for reason in told.reasons] == [
        bool(finding.missing) and finding.holds is not None for finding in told.verdict.findings
    ]


def hide(data, row):
    gone = data.draw(st.sets(st.sampled_from(sorted(row)), max_size=len(row)))
    return {name: None if name in gone else value for name, value in row.items()}


@given(st.lists(questions(ANGGOTA), min_size=1, max_size=2))
def test_a_person_of_whose_keluarga_nothing_is_known_does_not_stand_in_for_it(texts) -> None:
    asked = rule([("keluarga.desil <= 4", programme.Missing.ASK), *((t, programme.Missing.ASK) for t in texts)], programme.Unit.PERSON)  # fmt: skip
    own = {field.name: None for field in KELUARGA}
    [found] = deciding.decide(registry([(own, [{field.name: None for field in ANGGOTA}])]), [asked], DAY)
    case = answering.Case({"umur": 5.0, "desil": 1.0}, None, {})
    assert answering.judge(found.clauses, case).findings[0].holds is None
