"""The form of the house: compiles, keeps what officers need, and takes a campaign's questions or says why not."""

import io
import re

import openpyxl
import pytest

from selaras.apps.verval.rules import forms, instruments, words
from selaras.apps.verval.services.instruments import compiled, own_id
from selaras.kernel import errors

STANDARD = instruments.standard()
ASKED = {each["name"]: each for each in instruments.questions(STANDARD)}


def test_the_standard_form_compiles_into_what_it_says():
    made = compiled(STANDARD)
    assert f'<data id="{STANDARD.form_id}" version="{STANDARD.version}">' in made.xform
    assert "jr://file-csv/keluarga.csv" in made.xform
    book = openpyxl.load_workbook(io.BytesIO(made.xlsx))
    assert book.sheetnames == ["survey", "choices", "settings"]
    assert [row[1].value for row in book["survey"].iter_rows(min_row=2)] == [
        row["name"] or None for row in STANDARD.survey
    ]


def test_every_outcome_can_be_found_and_no_other():
    reached = {code for name in ("keadaan", "kelayakan") for code, _ in ASKED[name]["choices"]} - {"ada"} | {
        "menolak"
    }
    assert reached == set(words.Outcome)
    assert {code for code, _ in ASKED["pindah_ke"]["choices"]} == set(words.Move)
    assert set(forms.DETAILS) <= set(ASKED)
    assert {forms.TARGET, forms.CAMPAIGN, forms.OUTCOME, forms.PLACE, forms.CONSENT} <= set(ASKED)


def test_what_settles_the_visit_soonest_is_asked_first():
    order = list(ASKED)
    wanted = ["sasaran", "keadaan", "persetujuan", "punya_tempat", "kepala_bekerja", "lantai", "kelayakan"]
    assert sorted(wanted, key=order.index) == wanted


def test_every_question_has_words_and_choices_are_told_apart():
    for each in ASKED.values():
        if each["kind"] not in {"start", "end", "today", "deviceid", "audit", "calculate", "csv-external"}:
            assert each["label"]
        codes = [code for code, _ in each["choices"]]
        assert len(codes) == len(set(codes))
    constrained = [row for row in STANDARD.survey if row["constraint"]]
    assert all(row["constraint_message"] for row in constrained)


def test_no_name_is_used_twice_whatever_group_it_stands_in():
    names = [row["name"] for row in STANDARD.survey if row["name"] and not row["type"].startswith("end")]
    assert len(names) == len(set(names))


ADDED = [
    {"type": "select_one", "name": "punya_perahu", "label": "Punya perahu?", "choices": "ya=Ya|tidak=Tidak"},
    {"type": "integer", "name": "jumlah_perahu", "label": "Berapa?", "relevant": "${punya_perahu} = 'ya'"},
]


def test_a_campaign_adds_questions_before_the_conclusion():
    form = instruments.with_added(STANDARD, ADDED, "2", own_id(ADDED))
    order = [row["name"] for row in form.survey]
    assert order.index("g_perbaikan") < order.index("punya_perahu") < order.index("g_penutup")
    assert re.search(r'<data id="verval_[0-9a-f]{8}" version="2">', compiled(form).xform)
    assert own_id(ADDED) != own_id(ADDED[:1])


WRONG = {
    "taken": {"type": "text", "name": "hasil", "label": "Hasil?"},
    "twice": ADDED[0],
    "no name": {"type": "text", "name": "Nama Baru", "label": "Apa?"},
    "no words": {"type": "text", "name": "kosong", "label": " "},
    "kind": {"type": "calculate", "name": "hitung", "label": "Apa?"},
    "quotes another answer": {"type": "note", "name": "intip", "label": "${nik_benar}"},
    "one choice": {"type": "select_one", "name": "satu", "label": "Apa?", "choices": "a=A"},
    "choices twice": {"type": "select_one", "name": "dua", "label": "Apa?", "choices": "a=A|a=B"},
    "no choices": {"type": "select_multiple", "name": "tanpa", "label": "Apa?"},
}


@pytest.mark.parametrize("why", WRONG)
def test_a_question_that_cannot_be_taken_is_named(why):
    with pytest.raises(errors.SelarasError) as refusal:
        instruments.with_added(STANDARD, [ADDED[0], WRONG[why]], "2")
    assert refusal.value.code == "formulir_tambahan_salah"
    assert refusal.value.params["baris"] in {WRONG[why]["name"], "?"}


def test_what_pyxform_cannot_compile_is_said():
    broken = {"type": "integer", "name": "rusak", "label": "Apa?", "relevant": "${tidak_ada_di_sini} = 1"}
    with pytest.raises(errors.SelarasError) as refusal:
        compiled(instruments.with_added(STANDARD, [broken], "2"))
    assert refusal.value.code == "formulir_tidak_jadi"
