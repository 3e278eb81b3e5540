"""The form for an office's own boundaries."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def _not_tomorrow(day: dt.date) -> None:
    if day > dt.date.today():  # noqa: DTZ011  a date as the office writes it
        raise ValidationError(_("Tanggal ini belum tiba."))


class Boundaries(forms.Form):
    """A GeoJSON file, where it is from and of which day."""

    file = forms.FileField(
        label=_("Berkas GeoJSON"),
        help_text=_('Tiap bidang memuat isian "kode" (kode Kemendagri bertitik) dan "nama".'),
    )
    origin = forms.CharField(
        label=_("Asal batas"), max_length=200, help_text=_("Misalnya: Bappeda, Perbup 12 Tahun 2025.")
    )
    as_of = forms.DateField(
        label=_("Per tanggal"), widget=forms.DateInput(attrs={"type": "date"}), validators=[_not_tomorrow]
    )
