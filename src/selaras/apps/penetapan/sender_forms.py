"""What every form asks of a citizen who sends something: the story, the name, how to reach them, and their consent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.apps.penetapan.rules import appeals as rules
from selaras.apps.penetapan.rules import codes


class Sender(forms.Form):
    """`key` makes sending twice one sending. Refuses sixteen digits wherever they are written."""

    key = forms.CharField(widget=forms.HiddenInput, min_length=codes.LEAST_KEY, max_length=60)
    text = forms.CharField(
        label=_("Ceritakan singkat"), max_length=rules.MOST_TEXT, min_length=10,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    name = forms.CharField(label=_("Nama Anda"), max_length=120)
    contact = forms.CharField(
        label=_("Telepon atau WhatsApp"), max_length=40, required=False,
        help_text=_("Hanya bila Anda ingin dihubungi. Jawaban selalu dapat dibaca dengan kode."),
    )  # fmt: skip
    consent = forms.BooleanField(
        label=_("Saya setuju data ini dipakai untuk memeriksa dan menjawab kiriman ini.")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, value in list(given.items()):
            if isinstance(value, str) and name != "key" and rules.carries_identity(value):
                self.add_error(name, _("Hapus nomor 16 angka seperti NIK atau KK. Kami tidak memerlukannya."))
        return given


class Citizen(forms.Form):
    """What an office asks about who came: the form speaks of a citizen, not to one."""

    name = forms.CharField(label=_("Nama warga"), max_length=120)
    contact = forms.CharField(
        label=_("Telepon atau WhatsApp"), max_length=40, required=False,
        help_text=_("Hanya bila ia ingin dihubungi. Jawaban selalu dapat dibaca dengan kode."),
    )  # fmt: skip
    consent = forms.BooleanField(
        label=_("Warga ini setuju datanya dipakai untuk memeriksa dan menjawab kirimannya.")
    )
