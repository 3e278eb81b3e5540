"""Forms of meetings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selaras.apps.penetapan.rules import meetings as rules
from selaras.apps.penetapan.rules import scans
from selaras.apps.penetapan.services import meetings

_FURTHEST = dt.timedelta(days=366)


class Begin(forms.Form):
    """When, where, led by whom, about which campaign."""

    held_on = forms.DateField(
        label=_("Tanggal"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    place = forms.CharField(label=_("Tempat"), max_length=160)
    chair = forms.CharField(label=_("Pemimpin musyawarah"), max_length=120)
    campaign = forms.ChoiceField(
        label=_("Kampanye verval"), required=False,
        help_text=_("Keluarga yang sudah dikunjungi dalam kampanye ini menjadi bahan musyawarah."),
    )  # fmt: skip
    corrects = forms.ChoiceField(label=_("Memperbaiki berita acara"), required=False)
    number = forms.CharField(
        label=_("Nomor berita acara"), max_length=60, required=False,
        help_text=_("Kosongkan supaya dinomori waktu ditutup."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, campaigns: list[tuple[str, str]], earlier: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices, none in (
            ("campaign", campaigns, _("tanpa kampanye: usul dan sanggah saja")),
            ("corrects", earlier, _("tidak memperbaiki yang lain")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", none), *choices]

    def clean_held_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["held_on"]
        if abs(day - timezone.localdate()) > _FURTHEST:
            raise ValidationError(_("Tanggal ini lebih dari setahun dari hari ini."))
        return day

    def plan(self, kode_desa: str) -> meetings.Plan:
        """The meeting as the service takes it."""
        given = self.cleaned_data
        return meetings.Plan(
            kode_desa, given["held_on"], given["place"], given["chair"], given["campaign"], given["number"],
            given["corrects"],
        )  # fmt: skip


class Attend(forms.Form):
    """Somebody who is there."""

    name = forms.CharField(label=_("Nama"), max_length=120)
    capacity = forms.ChoiceField(label=_("Kedudukan"), choices=[("", _("pilih")), *rules.CAPACITIES.items()])
    signs = forms.BooleanField(label=_("Menandatangani berita acara"), required=False)


class Scan(forms.Form):
    """A signed paper."""

    file = forms.FileField(
        label=_("Berita acara bertanda tangan"), help_text=_("PDF, JPEG, atau PNG, paling besar 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )  # fmt: skip

    def contents(self) -> bytes:
        """What was sent, at most one byte more than what is taken."""
        read: bytes = self.cleaned_data["file"].read(scans.MOST_BYTES + 1)
        return read
