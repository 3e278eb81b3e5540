"""Forms of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts import rules

_CODE = RegexValidator(
    r"^(\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?)?$",
    _("Tulis kode Kemendagri bertitik, misalnya 64.02 atau 64.02.06.2001. Kosong berarti seluruh wilayah."),
)


class AddAgency(forms.Form):
    """A new agency."""

    code = forms.SlugField(label=_("Kode pendek"), max_length=40)
    name = forms.CharField(label=_("Nama instansi"), max_length=120)
    kind = forms.ChoiceField(label=_("Jenis"))
    scope = forms.CharField(label=_("Wilayah"), max_length=13, required=False, validators=[_CODE])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(k.value, label) for k, label in rules.AGENCY_KINDS.items()]  # type: ignore[attr-defined]


class AddPerson(forms.Form):
    """A new person of an agency."""

    name = forms.CharField(label=_("Nama"), max_length=120)
    email = forms.EmailField(label=_("Surel"))
    agency = forms.ChoiceField(label=_("Instansi"))

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]


class GiveRole(forms.Form):
    """A role for a region."""

    role = forms.ChoiceField(
        label=_("Peran"), choices=[(role.code, role.name) for role in rules.ROLES.values()]
    )
    scope = forms.CharField(label=_("Wilayah"), max_length=13, required=False, validators=[_CODE])


class GiveToken(forms.Form):
    """A key to the API."""

    label = forms.CharField(label=_("Dipakai untuk"), max_length=80)
    purpose = forms.ChoiceField(label=_("Tujuan"), choices=list(rules.PURPOSES.items()))
    days = forms.IntegerField(label=_("Berlaku (hari)"), min_value=1, max_value=366, initial=90)


class ChoosePurpose(forms.Form):
    """What personal data are looked at for."""

    purpose = forms.ChoiceField(label=_("Tujuan"), choices=list(rules.PURPOSES.items()))
