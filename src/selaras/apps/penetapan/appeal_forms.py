"""Forms of proposals and objections: what citizens fill in, and what offices do with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.apps.penetapan.rules import appeals as rules
from selaras.apps.penetapan.sender_forms import Citizen, Sender
from selaras.apps.penetapan.services import appeals

_ABOUT_OTHERS = (rules.OTHERS, "tetangga")


class Send(Sender):
    """What somebody proposes or objects. Short, and without any number of an identity card."""

    kode_desa = forms.ChoiceField(label=_("Desa atau kelurahan"))
    topic = forms.ChoiceField(label=_("Apa yang ingin disampaikan?"), widget=forms.RadioSelect)
    about = forms.CharField(
        label=_("Nama kepala keluarga yang dimaksud"), max_length=120, required=False,
        help_text=_("Kosongkan bila ini tentang keluarga Anda sendiri."),
    )  # fmt: skip
    address = forms.CharField(
        label=_("Di mana rumahnya?"), max_length=200, required=False,
        help_text=_("Jalan, gang, atau patokan, supaya petugas dapat menemukannya."),
    )  # fmt: skip
    rt = forms.CharField(label=_("RT"), max_length=7, required=False)
    field_order = (
        "key",
        "kode_desa",
        "topic",
        "about",
        "address",
        "rt",
        "text",
        "name",
        "contact",
        "consent",
    )

    def __init__(self, *args: Any, kind: str, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        place, topic = self.fields["kode_desa"], self.fields["topic"]
        assert isinstance(place, forms.ChoiceField)
        assert isinstance(topic, forms.ChoiceField)
        place.choices = [("", _("pilih")), *choices]
        topic.choices = list(rules.TOPICS[kind].items())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("topic") in _ABOUT_OTHERS and not given.get("about"):
            self.add_error("about", _("Tulis nama kepala keluarga yang Anda maksud."))
        return given

    def sent(self) -> appeals.Sent:
        """What was written, as it is kept. Whose family is not named is the sender's own."""
        given = self.cleaned_data
        return appeals.Sent(
            given["key"], self.kind, given["topic"], given["kode_desa"], given["name"], given["contact"], given["rt"],
            given["address"], given["about"] or given["name"], given["text"],
        )  # fmt: skip


class Office(Citizen, Send):
    """The same, written down at the office: who came has signed a paper or said so."""


class Step(forms.Form):
    """What is done next, and what the citizen reads about it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("Langkah berikutnya"))
    to = forms.ChoiceField(
        label=_("Diteruskan ke"),
        required=False,
        choices=[("", _("tidak diteruskan")), *rules.HOLDERS.items()],
    )
    told = forms.CharField(
        label=_("Kabar untuk warga"), max_length=rules.MOST_TOLD, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Dapat dibaca siapa pun yang memegang kodenya: tanpa nama orang, nomor, atau keadaan kesehatan."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)
        state.choices = [("", _("pilih")), *((each, rules.STATES[each]) for each in rules.next_states(now))]

    def move(self) -> appeals.Move:
        """The step as the service takes it."""
        given = self.cleaned_data
        return appeals.Move(given["state"], given["told"], given["to"])


class Link(forms.Form):
    """Which keluarga of the registry it is about."""

    keluarga = forms.CharField(
        label=_("Nomor keluarga di registri"), max_length=13, required=False,
        help_text=_("Berawal K, tertulis di halaman keluarga. Kosongkan untuk melepas kaitan."),
    )  # fmt: skip


class Visit(forms.Form):
    """In which campaign an officer visits the family."""

    campaign = forms.ChoiceField(label=_("Kampanye verval yang berjalan"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["campaign"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
