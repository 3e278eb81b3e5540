"""Forms of accounts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts import rules
from selaras.kernel.wilayah import tables
from selaras.shell import words

_CODE_HELP = _(
    "Tulis kode Kemendagri bertitik, misalnya 64.02 atau 64.02.06.2001. Kosong berarti seluruh wilayah."
)
_CODE = RegexValidator(r"^(\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?)?$", _CODE_HELP)
LONGEST = 366
_LIST = {"list": "wilayah-pilihan", "autocomplete": "off"}


def regions(scope: str) -> list[tuple[str, str]]:
    """Codes and names offered where a region is asked for: the nearer one stands, the deeper they go."""
    deepest = {0: 5, 2: 8}.get(len(scope), 13)
    return [
        (code, words.region(code))
        for code in sorted(tables.names())
        if len(code) <= deepest and rules.inside(code, scope)
    ]


class _Region(forms.CharField):
    def __init__(self, **named: Any) -> None:
        super().__init__(
            max_length=13, required=False, validators=[_CODE], widget=forms.TextInput(attrs=_LIST), **named
        )


class AddAgency(forms.Form):
    """A new agency."""

    code = forms.SlugField(
        label=_("Kode pendek"),
        max_length=40,
        help_text=_("Huruf kecil dan tanda hubung, misalnya dinas-sosial."),
    )
    name = forms.CharField(label=_("Nama instansi"), max_length=120)
    kind = forms.ChoiceField(label=_("Jenis"))
    scope = _Region(label=_("Wilayah"), help_text=_CODE_HELP)
    duty = forms.ChoiceField(label=_("Menangani"), choices=list(rules.DUTIES.items()), required=False)

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
    scope = _Region(label=_("Wilayah"), help_text=_CODE_HELP)


class GiveToken(forms.Form):
    """A key to the API, up to a day and for a region within the agency's. `cleaned_data["days"]` from today."""

    label = forms.CharField(
        label=_("Dipakai untuk"), max_length=80, help_text=_("Misalnya: dasbor Bappeda. Tanpa nama orang.")
    )
    purpose = forms.ChoiceField(label=_("Tujuan"), choices=list(rules.PURPOSES.items()))
    scope = _Region(
        label=_("Hanya wilayah"),
        help_text=_("Kode Kemendagri di dalam wilayah instansi. Kosong berarti seluruh wilayah instansi."),
    )
    until = forms.DateField(
        label=_("Berlaku sampai"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Paling lama satu tahun."),
    )

    def __init__(self, *args: Any, agency_scope: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency_scope = agency_scope
        self.fields["until"].initial = timezone.localdate() + dt.timedelta(days=90)

    def clean_scope(self) -> str:
        """Inside the agency's region."""
        scope: str = self.cleaned_data["scope"]
        if scope and not rules.inside(scope, self.agency_scope):
            raise ValidationError(_("Wilayah ini di luar wilayah instansinya."))
        return scope

    def clean(self) -> dict[str, Any]:
        """Turns the day into days from today."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        until = given.pop("until", None)
        if until is not None:
            given["days"] = (until - timezone.localdate()).days
            if not 0 < given["days"] <= LONGEST:
                self.add_error(
                    "until", _("Pilih hari sesudah hari ini, paling lama satu tahun dari sekarang.")
                )
        return given


class ChoosePurpose(forms.Form):
    """What personal data are looked at for."""

    purpose = forms.ChoiceField(label=_("Tujuan"), choices=list(rules.PURPOSES.items()))
