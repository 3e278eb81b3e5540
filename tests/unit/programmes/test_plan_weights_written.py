"""Weights of a plan are written with a comma, and read as people write them."""

import pytest
from django.utils import translation

from selaras.apps.programmes import plan_forms


def test_weights_are_shown_with_a_comma_and_without_needless_decimals():
    with translation.override("id"):
        page = str(plan_forms.Weights(initial=plan_forms.first_weights()))
    assert 'value="4,5"' in page
    assert 'value="10"' in page
    assert 'type="number"' not in page
    assert 'value="10.0"' not in page


def test_in_english_they_are_shown_with_a_point():
    with translation.override("en"):
        assert 'value="4.5"' in str(plan_forms.Weights(initial=plan_forms.first_weights()))


@pytest.mark.parametrize(
    ("text", "value"), [("4,5", 4.5), ("4.5", 4.5), ("10", 10.0), ("0", 0.0), (" 0,25 ", 0.25)]
)
def test_what_people_write_is_read(text, value):
    assert plan_forms.Weight().clean(text) == value


@pytest.mark.parametrize("text", ["", "-1", "satu", "1,2,3", "1e9", "99999999", "NaN"])
def test_what_is_no_weight_is_refused(text):
    with pytest.raises(plan_forms.ValidationError):
        plan_forms.Weight().clean(text)
