"""The filter of the auditor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.apps.audit import words
from selaras.shell import trail


class Filter(forms.Form):
    """Who, what, when, to what; all of it optional."""

    user = forms.CharField(label=_("Siapa"), required=False, max_length=120)
    action = forms.ChoiceField(label=_("Perbuatan"), required=False)
    object_kind = forms.ChoiceField(
        label=_("Jenis benda"), required=False, choices=[("", _("Semua")), *words.OBJECTS.items()]
    )
    object_id = forms.CharField(label=_("Tanda benda"), required=False, max_length=80)
    outcome = forms.ChoiceField(
        label=_("Hasil"),
        required=False,
        choices=[("", _("Semua")), (trail.DONE, _("Selesai")), (trail.REFUSED, _("Ditolak"))],
    )
    since = forms.DateField(label=_("Sejak"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Sampai"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, actions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(
            ((code, words.ACTIONS[code]) for code in actions if code in words.ACTIONS), key=_in_words
        )
        self.fields["action"].choices = [("", _("Semua")), *named]  # type: ignore[attr-defined]


def _in_words(choice: tuple[str, words.Text]) -> str:
    return str(choice[1])
