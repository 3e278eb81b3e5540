"""A campaign's own questions, a row each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.apps.verval.rules import adding
from selaras.apps.verval.rules.instruments import Row

_SPARE = 6
_MOST = 40


def _box(label: Any, **more: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "form-control", "aria-label": label, **more})


class Question(forms.Form):
    """A question; a row without a name and without words is left out."""

    name = forms.CharField(required=False, max_length=40, widget=_box(_("Nama singkat")))
    kind = forms.ChoiceField(
        required=False, choices=adding.KINDS,
        widget=forms.Select(attrs={"class": "form-select", "aria-label": _("Jenis")}),
    )  # fmt: skip
    label = forms.CharField(required=False, max_length=200, widget=_box(_("Pertanyaan")))
    choices = forms.CharField(required=False, max_length=600, widget=_box(_("Pilihan")))


Questions = forms.formset_factory(Question, extra=_SPARE, max_num=_MOST, absolute_max=_MOST)


def rows(formset: Any) -> list[Row]:
    """What was typed, as rows of an XLSForm, in its order."""
    given = [each.cleaned_data for each in formset if each.cleaned_data]
    return [
        adding.row_of(each["name"], each["kind"], each["label"], each["choices"])
        for each in given
        if each["name"].strip() or each["label"].strip()
    ]
