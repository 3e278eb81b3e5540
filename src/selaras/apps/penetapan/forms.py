"""Forms of penetapan."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts import rules as access
from selaras.apps.penetapan.rules import layouts
from selaras.apps.verval.rules import labels


class Decree(forms.Form):
    """Number and day of the SK, as they stand in the register of the office."""

    nomor = forms.CharField(label=_("Nomor SK"), max_length=80)
    tanggal = forms.DateField(
        label=_("Tanggal SK"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class Row(forms.Form):
    """What is proposed for a keluarga, and why."""

    hasil = forms.ChoiceField(label=_("Hasil"), choices=list(labels.OUTCOMES.items()))
    alasan = forms.CharField(label=_("Alasan"), max_length=300, required=False)


class Proposal(forms.Form):
    """A file with full numbers: in which layout, for what, and why."""

    bentuk = forms.ChoiceField(
        label=_("Bentuk berkas"), choices=[(each.code, each.title) for each in layouts.layouts().values()]
    )
    tujuan = forms.ChoiceField(label=_("Tujuan"), choices=list(access.PURPOSES.items()))
    alasan = forms.CharField(label=_("Alasan"), min_length=layouts.LEAST_REASON, max_length=200)
