"""Every detail the engine writes beside a finding is said in English on an English page."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from selaras.apps.intake import details
from selaras.engine.check import rule

WRITTEN = re.compile(r'pl\.format\(\s*"([^"]+)"')
SENTENCES = sorted(
    {
        text
        for path in Path(rule.__file__).parent.glob("*.py")
        for text in WRITTEN.findall(path.read_text("utf-8"))
    }
)


def test_the_engine_writes_details():
    assert len(SENTENCES) > 15


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_detail_has_its_english(sentence):
    parts = sentence.split("{}")
    written = "".join(part + f"7{n}" for n, part in enumerate(parts[:-1])) + parts[-1]
    assert details.said(written) == written
    with translation.override("en"):
        told = details.said(written)
    bare = re.sub(r"\d+", "", told)
    assert bare != re.sub(r"\d+", "", written) or sentence == "desil {}"
    assert sorted(re.findall(r"7\d", told)) == sorted(re.findall(r"7\d", written)), "a value was lost"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("menurut NIK 12-01-82; hari dan bulan tertukar", "by the NIK 12-01-82; day and month swapped"),
        ("2 baris, dari baris 120 sampai baris 122", "2 rows, from row 120 to row 122"),
        ("Lembar orang: 24 dari 32 kolom dikenal sebagai individu; kolom khas: NIK, Nama dan 5 lainnya.",
         "Sheet orang: 24 of 32 columns are known as individu; telling columns: NIK, Nama and 5 more."),
        ("kalimat yang tidak dikenal", "kalimat yang tidak dikenal"),
    ],
)  # fmt: skip
def test_what_is_kept_is_said_in_english(written, told):
    with translation.override("en"):
        assert details.said(written) == told
