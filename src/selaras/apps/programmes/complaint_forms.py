"""Forms of complaints and of the own check: what citizens fill in, and what offices do with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.apps.penetapan.rules import appeals as appeal_rules
from selaras.apps.penetapan.sender_forms import Citizen, Sender
from selaras.apps.penetapan.services import appeals
from selaras.apps.programmes.rules import complaints as rules
from selaras.apps.programmes.services import complaints

# What is about the data of the family, and not about a programme: it goes the way of an objection (sanggah).
OF_DATA = ("data_keliru", "desil_keliru", "masih_hidup")


class Send(Sender):
    """A complaint about a programme. Short, and without any number of an identity card."""

    kode_desa = forms.ChoiceField(label=_("Desa atau kelurahan"))
    programme = forms.ChoiceField(label=_("Program"))
    topic = forms.ChoiceField(
        label=_("Apa yang ingin disampaikan?"), widget=forms.RadioSelect, choices=list(rules.TOPICS.items())
    )
    text = forms.CharField(
        label=_("Ceritakan singkat"), min_length=rules.LEAST_TOLD, max_length=rules.MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Apa yang terjadi, kapan, dan di mana. Tidak perlu nomor apa pun."),
    )  # fmt: skip
    field_order = ("key", "kode_desa", "programme", "topic", "text", "name", "contact", "consent")

    def __init__(
        self, *args: Any, places: list[tuple[str, str]], programmes: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("kode_desa", places), ("programme", programmes)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("pilih")), *choices]

    def sent(self) -> complaints.Sent:
        """What was written, as it is kept."""
        given = self.cleaned_data
        return complaints.Sent(
            given["key"], given["programme"], given["topic"], given["kode_desa"], given["name"], given["text"],
            given["contact"], given.get("keluarga", "").strip().upper(), given.get("line", "").strip().upper(),
        )  # fmt: skip


class Office(Citizen, Send):
    """The same, written down at the counter, with whose keluarga and which delivery it is about."""

    keluarga = forms.CharField(
        label=_("Nomor keluarga di registri"), max_length=13, required=False,
        help_text=_("Berawal K, tertulis di halaman keluarga. Kosongkan bila belum terdata."),
    )  # fmt: skip
    line = forms.CharField(
        label=_("Nomor penyaluran"), max_length=20, required=False,
        help_text=_("Berawal S, tertulis di daftar penyaluran. Kosongkan bila bukan tentang satu penyaluran."),
    )  # fmt: skip


class Objection(Sender):
    """What a family says about one programme of its own check: one door, whichever way it then goes."""

    topic = forms.ChoiceField(label=_("Apa yang ingin disampaikan?"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Ceritakan singkat"), min_length=rules.LEAST_TOLD, max_length=rules.MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Apa yang berbeda dari keadaan sebenarnya? Tidak perlu nomor apa pun."),
    )  # fmt: skip
    field_order = ("key", "topic", "line", "text", "name", "contact", "consent")

    def __init__(self, *args: Any, lines: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        """`lines`: deliveries it may be about, with what became of each; which one is asked only where there are several."""
        super().__init__(*args, **kwargs)
        self.lines, delivered = [number for number, _said in lines], bool(lines)
        if len(lines) > 1:
            choices = [("", _("semuanya, atau bukan tentang satu penyaluran")), *lines]
            self.fields["line"] = forms.ChoiceField(
                label=_("Penyaluran yang mana?"), choices=choices, required=False
            )
            self.order_fields(self.field_order)
        field = self.fields["topic"]
        assert isinstance(field, forms.ChoiceField)
        data = appeal_rules.TOPICS[appeal_rules.Kind.SANGGAH]
        late = ("belum_sampai", "kurang")
        topics = [each for each in rules.TOPICS if delivered or each not in late]
        field.choices = [
            *((each, data[each]) for each in OF_DATA),
            *((each, rules.TOPICS[each]) for each in topics),
        ]

    @property
    def of_data(self) -> bool:
        """Whether it is about the data of the family, so that it goes as an objection."""
        return self.cleaned_data["topic"] in OF_DATA

    def appeal(self, kode_desa: str, keluarga: str) -> appeals.Sent:
        """As an objection of this family."""
        given = self.cleaned_data
        return appeals.Sent(
            given["key"], appeal_rules.Kind.SANGGAH, given["topic"], kode_desa, given["name"], given["contact"],
            about=given["name"], text=given["text"], keluarga=keluarga,
        )  # fmt: skip

    def complaint(self, programme: str, kode_desa: str, keluarga: str) -> complaints.Sent:
        """As a complaint of this family about a programme."""
        given = self.cleaned_data
        line = self.lines[0] if len(self.lines) == 1 else given.get("line", "")
        return complaints.Sent(
            given["key"], programme, given["topic"], kode_desa, given["name"], given["text"], given["contact"],
            keluarga, line,
        )  # fmt: skip


class Step(forms.Form):
    """What is done next, and what the citizen reads about it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("Langkah berikutnya"))
    told = forms.CharField(
        label=_("Kabar untuk warga"), max_length=rules.MOST_TOLD, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Dapat dibaca siapa pun yang memegang kodenya: tanpa nama orang, nomor, atau keadaan kesehatan."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, now: str, holder: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        states = rules.next_states(now, holder)
        field.choices = [("", _("pilih")), *((each, rules.STATES[each]) for each in states)]

    def move(self) -> complaints.Move:
        """The step as the service takes it."""
        given = self.cleaned_data
        return complaints.Move(given["state"], given["told"], given["seen"])
