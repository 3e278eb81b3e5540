"""The filter of the auditor."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.shell import trail


class Filter(forms.Form):
    """Who, what, when, to what; all of it optional."""

    user = forms.CharField(label=_("Siapa"), required=False, max_length=120)
    action = forms.CharField(label=_("Perbuatan"), required=False, max_length=60)
    object_kind = forms.CharField(label=_("Jenis benda"), required=False, max_length=40)
    object_id = forms.CharField(label=_("Tanda benda"), required=False, max_length=80)
    outcome = forms.ChoiceField(
        label=_("Hasil"),
        required=False,
        choices=[("", _("Semua")), (trail.DONE, _("Selesai")), (trail.REFUSED, _("Ditolak"))],
    )
    since = forms.DateField(label=_("Sejak"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Sampai"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
