"""A rule as long as may be is looked at with bounded work: who types it holds up nobody else."""

import datetime as dt

import pytest

from selaras.apps.programmes.rules import catalogue
from selaras.engine.eligibility import answering, judging
from selaras.engine.eligibility import programme as engine
from selaras.engine.eligibility.programme import Unit

DAY = dt.date(2026, 11, 22)
FIELDS = (
    "desil hadir luas_lantai daya jumlah_sapi jumlah_kerbau jumlah_kuda jumlah_babi jumlah_kambing".split()
)
SUBJECT = catalogue.SUBJECTS[Unit.KELUARGA]
LONG = " or ".join(f"({FIELDS[n % 9]} <= {n} and {FIELDS[(n + 1) % 9]} >= {n})" for n in range(1, 42))


def ready(texts):
    clauses = [
        {"id": f"uji.{number}", "text": text, "sentence": "Uji.", "basis": "Uji"}
        for number, text in enumerate(texts)
    ]
    return engine.ready(catalogue.rule("uji", "1", clauses, []), SUBJECT, DAY)


@pytest.fixture
def asked(monkeypatch):
    """How often a clause was asked of a case."""
    count, plain = [0], answering.truth

    def counted(*told):
        count[0] += 1
        return plain(*told)

    monkeypatch.setattr(judging.answering, "truth", counted)
    return count


def test_sixty_clauses_as_long_as_may_be_are_asked_so_often_and_no_oftener(asked):
    clauses = ready([LONG] * 60)
    judging.doubts(clauses, SUBJECT)
    # A clause here has some three hundred parts: each asking costs that much of the work there is.
    assert asked[0] < judging.MOST_WORK / 100


def test_an_ordinary_rule_of_many_clauses_is_judged_to_its_last_pair(asked):
    texts = [f"{name} >= {number}" for number, name in enumerate(FIELDS, 1)] * 3
    found = judging.doubts(ready([*texts, "desil <= 3", "desil >= 5", "hadir >= 2"]), SUBJECT)
    assert ("uji.27", "uji.28") in [each.clauses for each in found if each.code == "bertentangan"]


def test_of_many_strange_words_some_are_told():
    words = ", ".join(f"'kata{number}'" for number in range(90))
    found = judging.doubts(ready([f"atap in [{words}]"]), SUBJECT)
    assert len([each for each in found if each.code == "pilihan_asing"]) == judging.MOST_STRANGE
