"""What is asked before a list is brought or an agreement is made."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.catalogue import Programme


class Day(forms.DateInput):
    """A date with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Bring(forms.Form):
    """The list of who has a programme."""

    programme = forms.ChoiceField(label=_("Program"))
    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("CSV, XLSX, XLS, atau ODS dengan kolom NIK atau nomor KK. Berkasnya tidak disimpan."),
    )
    since = forms.DateField(label=_("Menerima sejak"), widget=Day, required=False)

    def __init__(self, *args: Any, programmes: list[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [(each.code, each.name) for each in programmes]  # type: ignore[attr-defined]


class Propose(forms.Form):
    """Two lists to compare, and why."""

    mine = forms.ChoiceField(label=_("Program instansi Anda"))
    other = forms.ChoiceField(label=_("Dengan program"))
    purpose = forms.ChoiceField(
        label=_("Tujuan"), choices=[("", _("Pilih tujuan")), *access.PURPOSES.items()]
    )
    basis = forms.CharField(
        label=_("Dasar"), min_length=5, max_length=200,
        help_text=_("Nomor perjanjian kerja sama atau surat permintaan. Terbaca oleh kedua instansi."),
    )  # fmt: skip
    until = forms.DateField(label=_("Berlaku sampai"), widget=Day)

    def __init__(self, *args: Any, mine: list[Programme], others: list[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mine"].choices = [(each.code, each.name) for each in mine]  # type: ignore[attr-defined]
        self.fields["other"].choices = [(each.code, f"{each.name} ({each.owner_name})") for each in others]  # type: ignore[attr-defined]
        self.fields["until"].initial = timezone.localdate() + dt.timedelta(days=90)
