"""What is asked before a campaign for missing answers is planned."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.apps.programmes.services import wanted
from selaras.apps.verval.forms.campaigns import Plan


class Ask(Plan):
    """As verval asks, and how many families."""

    count = forms.IntegerField(
        label=_("Berapa keluarga"), min_value=1, max_value=wanted.MOST,
        help_text=_("Diambil dari atas: yang jawabannya menentukan putusan terbanyak."),
    )  # fmt: skip
    field_order = ("title", "count")
