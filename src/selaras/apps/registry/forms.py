"""What people fill in: a search, a reason, an export."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts import rules as accounts

_CODE = re.compile(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?")
OLDEST = 120


class Village(forms.Form):
    """A region and an age: what a list may be asked for by address."""

    wilayah = forms.CharField(label=_("Kode wilayah"), max_length=13, required=False)
    umur_dari = forms.IntegerField(label=_("Umur dari"), min_value=0, max_value=OLDEST, required=False)
    umur_sampai = forms.IntegerField(label=_("Umur sampai"), min_value=0, max_value=OLDEST, required=False)
    per = forms.DateField(
        label=_("Per tanggal"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    halaman = forms.IntegerField(min_value=1, max_value=1000, required=False, widget=forms.HiddenInput)

    def clean_wilayah(self) -> str:
        """A code with dots, or nothing."""
        code = str(self.cleaned_data["wilayah"]).strip()
        if code and not _CODE.fullmatch(code):
            raise forms.ValidationError(_("Tulis kode wilayah seperti 64.02.06 atau 64.02.06.2003."))
        return code


class Search(Village):
    """The same with a name, a NIK, a KK number or a reference. By POST only."""

    cari = forms.CharField(label=_("Nama, NIK, atau nomor KK"), max_length=120, required=False)


class TakeOut(forms.Form):
    """A list that leaves the portal."""

    tujuan = forms.ChoiceField(label=_("Tujuan"), choices=list(accounts.PURPOSES.items()))
    bentuk = forms.ChoiceField(label=_("Bentuk"), choices=[("xlsx", "XLSX"), ("csv", "CSV")])
    wilayah = forms.CharField(label=_("Kode wilayah"), max_length=13)
    umur_dari = forms.IntegerField(min_value=0, max_value=OLDEST, required=False)
    umur_sampai = forms.IntegerField(min_value=0, max_value=OLDEST, required=False)

    def clean(self) -> dict[str, Any]:
        """A region is named: nobody takes everything out by leaving a field empty."""
        cleaned = super().clean() or {}
        if not _CODE.fullmatch(str(cleaned.get("wilayah", ""))):
            self.add_error("wilayah", _("Tulis kode wilayah seperti 64.02.06 atau 64.02.06.2003."))
        return cleaned
