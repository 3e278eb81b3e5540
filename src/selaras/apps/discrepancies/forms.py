"""What is asked before a list is kept or leaves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts import rules as access

PURPOSES = [("", _("Pilih tujuan")), *access.PURPOSES.items()]


class Purpose(forms.Form):
    """What for, and as which kind of file."""

    purpose = forms.ChoiceField(label=_("Tujuan"), choices=PURPOSES)
    form = forms.ChoiceField(label=_("Bentuk berkas"), choices=[("xlsx", "XLSX"), ("csv", "CSV")])


class Padan(Purpose):
    """The list for Dukcapil carries full numbers: it needs a reason."""

    reason = forms.CharField(
        label=_("Alasan"), min_length=10, max_length=200, help_text=_("Tersimpan dan dapat dibaca auditor.")
    )


class Worklist(forms.Form):
    """A title and a purpose."""

    title = forms.CharField(label=_("Judul"), max_length=120)
    purpose = forms.ChoiceField(label=_("Tujuan"), choices=PURPOSES)
