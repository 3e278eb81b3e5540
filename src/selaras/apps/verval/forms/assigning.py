"""What is asked when officers are chosen and visits change hands."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.apps.verval.forms.campaigns import Day


class Add(forms.Form):
    """Who, where, how many a day. `rts`: numbers of RTs, none for all."""

    user = forms.TypedChoiceField(label=_("Petugas"), coerce=int)
    kode_desa = forms.ChoiceField(label=_("Wilayah kerja"))
    rts = forms.CharField(
        label=_("Hanya RT"),
        required=False,
        max_length=200,
        help_text=_("Misalnya 001, 002. Kosong berarti semua RT."),
    )
    per_day = forms.IntegerField(label=_("Keluarga sehari"), min_value=1, max_value=60, initial=8)


class Absent(forms.Form):
    """From which day, and why."""

    day = forms.DateField(label=_("Berhalangan sejak"), widget=Day)
    why = forms.CharField(label=_("Alasan"), max_length=200)


class Move(forms.Form):
    """Which RT goes to whom, and why."""

    kode_desa = forms.ChoiceField(label=_("Desa atau kelurahan"))
    rt = forms.CharField(
        label=_("RT"), required=False, max_length=7, help_text=_("Kosong berarti seluruh desa.")
    )
    user = forms.TypedChoiceField(label=_("Diberikan kepada"), coerce=int)
    why = forms.CharField(label=_("Alasan"), required=False, max_length=200)


class Nearby(forms.Form):
    """Where a family on no list lives."""

    campaign = forms.ChoiceField(label=_("Kampanye"))
    kode_desa = forms.ChoiceField(label=_("Desa atau kelurahan"))
    rt = forms.CharField(label=_("RT"), required=False, max_length=7)
