"""What an official writes: read as meant, or refused with a sentence that says what to do."""

from __future__ import annotations

import datetime as dt

import pytest

from selaras.engine.eligibility import answering, checking, parsing, programme, wording
from selaras.engine.eligibility.fields import Catalogue, Field, Kind
from selaras.kernel import errors

DAY = dt.date(2026, 11, 22)
FIELDS = Catalogue.of(
    [
        Field("desil", Kind.NUMBER, "desil", 1, 10), Field("pkh", Kind.TRUTH, "menerima PKH"),
        Field("mobil", Kind.TRUTH, "punya mobil"), Field("lantai", Kind.TEXT, "lantai"),
    ],
    [Field("umur", Kind.NUMBER, "umur", 0, 120)],
)  # fmt: skip
SUBJECT = checking.Subject(FIELDS)
KELUARGA = programme.Unit.KELUARGA


def ready(*clauses, figures=(), subject=SUBJECT):
    held = [
        each if isinstance(each, programme.Clause) else programme.Clause(f"k{n}", each, "")
        for n, each in enumerate(clauses)
    ]
    return programme.ready(programme.Programme("uji", "1", KELUARGA, tuple(held), tuple(figures)), subject, DAY)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("!desil == 4", "klausul_jenis"),
        ('lantai == "tanah', "klausul_kutip"),
        ("desil = 4", "klausul_sama_dengan"),
        ("desil <= 1.500", "klausul_angka_ribuan"),
        ("desil <= 1.500.000", "klausul_angka_ribuan"),
        ("desil <= " + "9" * 400, "klausul_angka_besar"),
        ("1 < desil < 5", "klausul_tak_terduga"),
        ("(" * 60 + "pkh" + ")" * 60, "klausul_dalam"),
        ("0 < " + "+".join(["desil"] * 200), "klausul_dalam"),
        ("desi <= 4", "klausul_isian_tak_dikenal"),
        ("anggota.filter(o, o.umur < 7).size() == anggota.filter(o, o.umur < 8).size()", "klausul_hitungan"),
        ("anggota.exists(o, o.umur < 7", "klausul_belum_selesai"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(text, code) -> None:
    with pytest.raises(errors.SelarasError) as found:
        ready(text)
    assert (found.value.code, found.value.params["klausul"]) == (code, "k0")


def test_the_sign_binds_as_in_cel_and_the_word_as_it_is_spoken() -> None:
    [sign] = ready("!pkh == mobil")
    [word] = ready("not pkh == mobil")
    [doubled] = ready("!!pkh")
    both = {"pkh": True, "mobil": False}
    assert answering.truth(sign.node, answering.Case(both)) is True
    assert answering.truth(word.node, answering.Case({"pkh": False, "mobil": False})) is False
    assert answering.truth(doubled.node, answering.Case(both)) is True


def test_either_quote_may_stand_in_either_text() -> None:
    assert parsing.parse(r'lantai == "it\'s \"x\""').right.value == 'it\'s "x"'


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ([("batas", 4), ("batas", 5)], "parameter_ganda"),
        ([("batas", ())], "parameter_nilai"),
        ([("batas", (1, "a"))], "parameter_nilai"),
        ([("batas", float("nan"))], "parameter_nilai"),
        ([("batas", True)], "parameter_nilai"),
    ],
)
def test_a_figure_has_one_sound_value_a_day(figures, code) -> None:
    with pytest.raises(errors.SelarasError) as found:
        ready("desil <= p.batas", figures=[programme.Figure(*each) for each in figures])
    assert found.value.code == code


def test_figures_and_clauses_follow_one_another_by_date() -> None:
    year = dt.date(2026, 1, 1)
    old = programme.Figure("batas", "empat", ends=dt.date(2025, 12, 31))
    [clause] = ready("desil <= p.batas", figures=[programme.Figure("batas", 4, begins=year), old])
    assert clause.node.right.value == 4
    ended = programme.Clause("a", "pkh", "", ends=dt.date(2025, 12, 31))
    assert len(ready(ended, programme.Clause("a", "mobil", "", begins=year))) == 1
    with pytest.raises(errors.SelarasError, match="dua syarat"):
        ready(programme.Clause("a", "pkh", ""), programme.Clause("a", "mobil", ""))
    with pytest.raises(errors.SelarasError, match="sebelum mulai"):
        ready(programme.Clause("a", "pkh", "", begins=DAY, ends=year))


def test_a_field_of_the_keluarga_is_its_own_in_a_rule_about_a_keluarga() -> None:
    [clause] = ready("keluarga.desil <= 4")
    assert answering.truth(clause.node, answering.Case({"desil": 3})) is True


def test_a_reason_says_value_source_threshold_and_basis() -> None:
    figure = programme.Figure("batas_desil", 4, "Perbup 1/2026", dt.date(2026, 1, 1))
    clauses = ready(
        programme.Clause("d", "desil <= p.batas_desil", "desil rendah", basis="Pasal 3"), figures=[figure]
    )
    origin = {("", "desil"): answering.Origin("DTSEN 2026-10", dt.date(2026, 10, 1))}
    [finding] = answering.judge(clauses, answering.Case({"desil": 6}, origins=origin)).findings
    assert wording.reason(finding, SUBJECT).line == (
        "desil 6 (DTSEN 2026-10, 1 Oktober 2026), paling tinggi 4 (p.batas_desil, Perbup 1/2026, sejak 1 Januari 2026; Pasal 3)"
    )
    [open_] = answering.judge(clauses, answering.Case({})).findings
    assert wording.reason(open_, SUBJECT).line.startswith("belum ada jawaban: desil, paling tinggi 4")


def test_a_catalogue_takes_no_name_a_clause_could_not_write() -> None:
    for fields in (
        [Field("p", Kind.TRUTH, "p")],
        [Field("a b", Kind.TRUTH, "x")],
        [Field("x", Kind.TRUTH, "x")] * 2,
    ):
        with pytest.raises(ValueError, match="field"):
            Catalogue.of(fields, [])
