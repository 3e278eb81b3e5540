"""The rules of a password are told in the language of the page, before and after."""

import pytest
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils import translation

from selaras.apps.accounts.models import User

RULES = 4


def _said(password: str) -> list[str]:
    person = User(email="rahmawati@uji.selaras", name="Rahmawati Uji")
    with pytest.raises(ValidationError) as refused:
        password_validation.validate_password(password, person)
    return refused.value.messages


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("padi", "sekurangnya 12 karakter"),
        ("password1234", "pertama kali dicoba penebak"),
        ("640206123456", "Hanya angka"),
        ("rahmawati@uji", "mirip dengan nama atau surel"),
    ],
)
def test_what_is_wrong_is_said_in_indonesian_and_english(password, word):
    assert any(word in each for each in _said(password))
    with translation.override("en"):
        english = _said(password)
        assert english
        assert not any(word in each for each in english)


def test_the_rules_are_told_before_a_password_is_chosen():
    told = password_validation.password_validators_help_texts()
    assert len(told) == RULES
    assert told[0].startswith("Sekurangnya 12 karakter.")
    with translation.override("en"):
        assert password_validation.password_validators_help_texts()[0].startswith("At least 12 characters.")


def test_a_few_words_are_enough():
    password_validation.validate_password("padi menguning di sawah", User(email="a@uji.selaras", name="Uji"))
