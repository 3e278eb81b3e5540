"""The programmes the house brings along: each rule can be read, means something, and answers made-up families as it should."""

import dataclasses
import datetime as dt

import pytest

from selaras.apps.programmes.rules import catalogue, fields, judging, words
from selaras.engine.eligibility import judging as doubting
from selaras.engine.eligibility import programme as engine
from selaras.engine.eligibility import syntax
from selaras.engine.eligibility.answering import Case, Outcome
from selaras.kernel import errors

ON = dt.date(2026, 6, 1)
LISTED = {entry["code"]: entry for entry in catalogue.listed()}
FAMILY = catalogue.SUBJECTS[engine.Unit.KELUARGA]
NOBODY = dict.fromkeys(fields.CATALOGUE.keluarga)
MEMBER = dict.fromkeys(fields.CATALOGUE.anggota)


def ready(code: str) -> tuple[engine.Ready, ...]:
    entry = LISTED[code]
    rule = catalogue.rule(code, "1", entry["clauses"], entry["figures"], entry["unit"])
    return engine.ready(rule, catalogue.SUBJECTS[rule.unit], ON)


def said(code: str, own: dict, *members: dict, hidden: frozenset = frozenset()) -> judging.Judged:
    """What a rule says of a keluarga with these members; of one about persons what it says of the nearest of them."""
    own, told = {**NOBODY, **own}, [{**MEMBER, **each} for each in members]
    unit = engine.Unit(LISTED[code]["unit"])
    if unit is engine.Unit.PERSON:
        subject = catalogue.SUBJECTS[unit]
        each = [judging.judge(ready(code), Case(one, None, own), hidden, subject) for one in told]
        return judging.best(each)
    if unit is engine.Unit.DESA:
        return judging.judge(ready(code), Case({}), hidden, catalogue.SUBJECTS[unit])
    return judging.judge(ready(code), Case(own, told or None), hidden)


@pytest.mark.parametrize("code", LISTED)
def test_every_rule_checks_and_nothing_in_it_is_doubtful(code):
    assert doubting.doubts(ready(code), catalogue.SUBJECTS[engine.Unit(LISTED[code]["unit"])]) == []


@pytest.mark.parametrize("code", LISTED)
def test_every_clause_and_figure_has_a_basis_or_says_that_it_is_an_assumption(code):
    entry = LISTED[code]
    assert [
        each
        for each in entry["clauses"] + entry["figures"]
        if not (each.get("basis") or each.get("assumption"))
    ] == []


@pytest.mark.parametrize("code", LISTED)
def test_every_entry_uses_the_closed_lists(code):
    entry = LISTED[code]
    words.Owner(entry["owner_kind"]), words.Strategy(entry["strategy"]), words.Benefit(entry["benefit"])
    assert engine.Unit(entry["unit"])
    assert {each["code"] for each in entry.get("excludes", ())} <= set(LISTED)


@pytest.mark.parametrize("code", LISTED)
def test_nothing_known_is_never_a_yes(code):
    assert said(code, {}).outcome is not Outcome.LAYAK


@pytest.mark.parametrize("code", LISTED)
def test_no_rule_asks_for_the_presence_of_a_sensitive_answer(code):
    asked = {n.item.name for each in ready(code) for n in syntax.walk(each.node) if isinstance(n, syntax.Has)}
    assert not asked & fields.SENSITIVE


def test_seventeen_programmes_of_the_regency():
    assert sum(entry["owner_kind"] == words.Owner.OPD for entry in LISTED.values()) == 17


def test_a_poor_family_with_a_pupil_gets_pkh_and_one_above_the_line_is_told_why_not():
    pupil = {"umur": 10, "bersekolah": True}
    assert said("pkh", {"desil": 2}, pupil).outcome is Outcome.LAYAK
    refused = said("pkh", {"desil": 7}, pupil)
    assert refused.outcome is Outcome.TIDAK_LAYAK
    assert "Desil resmi 7, paling tinggi 4" in refused.shown[0].line


def test_a_missing_decile_is_named():
    found = said("pip", {}, {"umur": 10, "bersekolah": True})
    assert found.outcome is Outcome.BELUM_TAHU
    assert found.shown[0].missing == ("Desil resmi",)


def test_what_a_reader_may_not_see_is_neither_yes_nor_no_nor_missing():
    own = {"desil": 2, "kode_kabupaten": "64.02"}
    found = said("disabilitas", own, {"umur": 40}, hidden=fields.SENSITIVE)
    assert found.outcome is Outcome.BELUM_TAHU
    assert found.hidden == ("Penyandang disabilitas",)
    assert all("Penyandang disabilitas" not in reason.missing for reason in found.shown)


@pytest.mark.parametrize("policy", list(engine.Missing))
@pytest.mark.parametrize(
    "text", ["anggota.exists(o, o.disabilitas)", "anggota.all(o, not has(o.disabilitas))"]
)
def test_no_policy_turns_a_hidden_answer_into_a_decision(policy, text):
    clause = engine.Clause("x", text, "Tentang disabilitas.", policy)
    rule = engine.Programme("uji", "1", engine.Unit.KELUARGA, (clause,))
    asked = engine.ready(rule, FAMILY, ON)
    found = judging.judge(asked, Case(NOBODY, [MEMBER]), fields.SENSITIVE)
    assert found.outcome is Outcome.BELUM_TAHU


def test_a_wider_word_than_a_rule_knows_is_no_answer():
    roof = fields.CATALOGUE.keluarga["atap"]
    assert fields.value(roof, "seng_atau_asbes") is None
    assert fields.value(roof, "seng") == "seng"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [("desil", "4", 4), ("desil", "11", None), ("daya", "-1", None), ("luas_lantai", "36.5", 36.5), ("luas_lantai", "nan", None),
     ("terima_pkh", "1", True), ("terima_pkh", "0", False), ("terima_pkh", "ya", None), ("daya", "", None)],
)  # fmt: skip
def test_a_kept_text_becomes_a_value_or_nothing(name, text, value):
    assert fields.value(fields.CATALOGUE.keluarga[name], text) == value


def test_age_is_whole_years_and_impossible_days_are_unknown():
    assert fields.age(dt.date(2020, 6, 2), ON) == 5
    assert fields.age(dt.date(2020, 6, 1), ON) == 6
    assert fields.age(dt.date(2027, 1, 1), ON) is None
    assert fields.age(dt.date(1800, 1, 1), ON) is None
    assert fields.age(None, ON) is None


def test_the_code_of_a_village_tells_desa_from_kelurahan():
    assert fields.of_place("64.02.06.1001") == {
        "kode_kabupaten": "64.02", "kode_kecamatan": "64.02.06", "kelurahan": True
    }  # fmt: skip
    assert fields.of_place("64.02.06.2001")["kelurahan"] is False
    assert fields.of_place(None) == {"kode_kabupaten": None, "kode_kecamatan": None, "kelurahan": None}


def test_a_figure_that_ended_is_not_used():
    entry = LISTED["pkh"]
    rule = catalogue.rule("pkh", "1", entry["clauses"], entry["figures"])
    ended = [dataclasses.replace(f, ends=dt.date(2026, 1, 31)) for f in rule.figures]
    with pytest.raises(errors.SelarasError, match="tidak punya nilai pada hari itu"):
        engine.ready(dataclasses.replace(rule, figures=tuple(ended)), FAMILY, ON)
