"""The layout of findings: every word it writes is read, and no number is taken for a word."""

import polars as pl
import pytest

from selaras.apps.verval.rules import edition
from selaras.engine.read import profile, workbook
from selaras.sources.verval import book, columns
from selaras.sources.verval.profile import PROFILES


def _read(tmp_path, keluarga, anggota=()):
    path = tmp_path / "verval_2026-11-20.xlsx"
    path.write_bytes(book.written([columns.TITLE, "per 2026-11-20"], keluarga, list(anggota)))
    found = profile.recognise(workbook.read(path), PROFILES)
    return found.profile.convert(found, "2026-11-20")


def _words():
    """Every answer a visit can give about a house, question by question."""
    return [
        (question, column, str(number), word)
        for question, (column, codes) in edition._HOUSE.items()
        for number, word in codes.codes.items()
        if word is not None
    ]


@pytest.mark.parametrize("column", [column for column, _ in edition._HOUSE.values()])
def test_every_answer_of_the_form_arrives_as_the_word_of_the_registry(tmp_path, column):
    asked = [each for each in _words() if each[1] == column]
    rows = [
        {"id_keluarga": f"K{number:012}", "hasil": "layak", **edition.house({question: code})}
        for number, (question, _, code, _) in enumerate(asked)
    ]
    made = _read(tmp_path, rows)
    assert made.keluarga[column].to_list() == [word for *_, word in asked]
    assert made.findings.filter(pl.col("field") == column, pl.col("row").is_not_null()).is_empty()


def test_a_bare_number_is_no_word(tmp_path):
    rows = [{"id_keluarga": "K000000000001", "hasil": "layak", "atap": "5", "lantai": "8"}]
    made = _read(tmp_path, rows)
    assert made.keluarga.select("atap", "lantai").row(0) == (None, None)
    assert set(made.findings.filter(pl.col("row").is_not_null())["field"]) >= {"atap", "lantai"}


def test_a_decile_is_not_taken(tmp_path):
    made = _read(tmp_path, [{"id_keluarga": "K000000000001", "hasil": "layak", "desil": "1"}])
    assert made.keluarga["desil"].to_list() == [None]


def test_what_looks_like_a_formula_is_text(tmp_path):
    row = {"id_keluarga": "K000000000001", "hasil": "layak", "alamat": "=1+1"}
    assert _read(tmp_path, [row]).keluarga["alamat"].to_list() == ["=1+1"]


def test_the_same_findings_are_the_same_bytes():
    rows = [{"id_keluarga": "K000000000001", "hasil": "layak"}]
    assert book.written(["a"], rows, []) == book.written(["a"], rows, [])
