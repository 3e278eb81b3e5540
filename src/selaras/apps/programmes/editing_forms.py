"""The table in which a rule is written: its head, a row for each clause, a row for each figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from selaras.apps.programmes.rules import catalogue, doubting, editing
from selaras.apps.programmes.services import editing as services
from selaras.engine.eligibility.fields import Field, Kind
from selaras.engine.eligibility.programme import MOST_CLAUSES, Missing, Unit
from selaras.kernel import errors
from selaras.shell import words

_DAY = {"type": "date"}
MOST_FIGURES = 60
SIGNS = [
    ("<=", _("paling tinggi")), ("<", _("kurang dari")), (">=", _("paling rendah")), (">", _("lebih dari")),
    ("==", _("sama dengan")), ("!=", _("bukan")), ("in", _("salah satu dari")), ("not in", _("bukan salah satu dari")),
]  # fmt: skip
MISSING = [
    (Missing.ASK.value, _("tanya dulu")), (Missing.FAIL.value, _("anggap tidak terpenuhi")),
    (Missing.LET.value, _("anggap terpenuhi")),
]  # fmt: skip
KINDS = [
    (Kind.NUMBER.value, _("angka")), (Kind.TEXT.value, _("teks")), (Kind.NUMBERS.value, _("daftar angka")),
    (Kind.TEXTS.value, _("daftar teks")),
]  # fmt: skip


def fields(unit: str) -> list[tuple[Any, Any]]:
    """What a clause of a programme for this may ask: a keluarga, then its members; a person, then the keluarga; a village."""
    subject = catalogue.SUBJECTS[Unit(unit)]
    families, members = _labelled(subject.catalogue.keluarga), _labelled(subject.catalogue.anggota)
    begin: list[tuple[Any, Any]] = [("", _("ditulis sendiri"))]
    if subject.person:
        around = [
            (editing.FAMILY + name, _("keluarganya: %(label)s") % {"label": label.lower()})
            for name, label in families
        ]
        return [*begin, (_("Orang itu sendiri"), members), (_("Keluarganya"), around)]
    if not members:
        return [*begin, (_("Desa atau kelurahan"), families)]
    anyone = [
        (editing.MEMBER + name, _("ada anggota: %(label)s") % {"label": label.lower()})
        for name, label in members
    ]
    return [*begin, (_("Keluarga"), families), (_("Ada anggota keluarga yang"), anyone)]  # fmt: skip


def _labelled(known: Mapping[str, Field]) -> list[tuple[str, str]]:
    return sorted(((each.name, each.label) for each in known.values()), key=lambda each: each[1])


class _Day(forms.DateField):
    """A day of the calendar, or none."""

    def __init__(self, label: Any, *, required: bool = False) -> None:
        super().__init__(
            label=label, required=required, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
        )


def _line(label: Any, most: int, *, rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, required=False, widget=widget)


class _Row(forms.Form):
    """A row of the table: every input says by itself what it is and in which row."""

    # Without one of these a row is empty and left out.
    TELLING: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number = str(self.prefix or "").rpartition("-")[2]
        row = int(number) + 1 if number.isdigit() else 1
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = _("%(what)s, baris %(row)s") % {
                "what": field.label,
                "row": row,
            }

    @property
    def blank(self) -> bool:
        """Nothing was written here."""
        return not any(str(self[name].value() or "").strip() for name in self.TELLING)

    @property
    def gone(self) -> bool:
        """It is to be removed."""
        return bool(self.is_bound and self["DELETE"].value())

    @property
    def troubles(self) -> list[str]:
        """What stands in no field as it should."""
        return [str(said) for found in self.errors.values() for said in found] if self.is_bound else []


class Clause(_Row):
    """A clause: field, sign and value, or as it is written; its sentence; what it stands on."""

    TELLING = ("field", "text", "sentence", "value")

    number = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    field = forms.ChoiceField(label=_("Isian"), required=False)
    sign = forms.ChoiceField(label=_("Tanda"), required=False, choices=SIGNS)
    value = _line(_("Nilai"), 300)
    text = _line(_("Ditulis sendiri"), 2000, rows=2)
    sentence = _line(_("Kalimat untuk keluarga"), 300, rows=2)
    missing = forms.ChoiceField(label=_("Bila belum ada jawaban"), required=False, choices=MISSING)
    basis = _line(_("Dasar hukum"), 300)
    assumption = _line(_("Asumsi, bila belum ada dasar"), 300)
    source = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    begins = _Day(_("Berlaku sejak"))
    ends = _Day(_("Berlaku sampai"))

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["field"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = fields(unit)


class Figure(_Row):
    """A figure: name, value, what it stands on, and its days."""

    TELLING = ("name", "value")

    name = _line(_("Nama"), 40)
    kind = forms.ChoiceField(label=_("Jenis"), required=False, choices=KINDS)
    value = _line(_("Nilai"), 300)
    basis = _line(_("Dasar hukum"), 300)
    assumption = _line(_("Asumsi, bila belum ada dasar"), 300)
    begins = _Day(_("Berlaku sejak"))
    ends = _Day(_("Berlaku sampai"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if self.blank or self.gone or self.errors:
            return found
        if not editing.NAME.fullmatch(found["name"]):
            self.add_error(
                "name", _("Nama angka memakai huruf kecil, angka, dan garis bawah, misalnya batas_desil.")
            )
        else:
            try:
                found["figure"] = editing.figure({**found, "kind": found["kind"] or Kind.NUMBER.value})
            except errors.SelarasError as error:
                self.add_error("value", words.error(error))
        return found


class Head(forms.Form):
    """From when it holds, and why it changes."""

    seen = forms.CharField(max_length=90, required=False, widget=forms.HiddenInput)
    valid_from = _Day(_("Aturan berlaku sejak"), required=True)
    note = _line(_("Mengapa diubah"), 300)

    def clean_valid_from(self) -> dt.date:
        day: dt.date = self.cleaned_data["valid_from"]
        if not 2000 <= day.year <= 2100:
            raise ValidationError(_("Tahun ini tidak mungkin untuk sebuah aturan."))
        return day


_Clauses = forms.formset_factory(
    Clause, extra=1, absolute_max=MOST_CLAUSES + 20, max_num=MOST_CLAUSES + 1, can_delete=True
)
_Figures = forms.formset_factory(
    Figure, extra=1, absolute_max=MOST_FIGURES + 20, max_num=MOST_FIGURES + 1, can_delete=True
)


class Table:
    """The whole of it. `data`: what was sent; without it the version as it is kept."""

    def __init__(self, rule: Any, data: Mapping[str, Any] | None = None) -> None:
        self.rule, self.unit = rule, rule.programme.unit
        head = {"valid_from": rule.valid_from, "note": rule.note, "seen": services.seal(rule)}
        self.head = Head(data, initial=head)
        written = [editing.row(each, self.unit) for each in rule.clauses]
        self.clauses = _Clauses(data, prefix="s", initial=written, form_kwargs={"unit": self.unit})
        self.figures = _Figures(data, prefix="a", initial=[editing.figure_row(each) for each in rule.figures])

    def valid(self) -> bool:
        """Days are days and figures are figures; whether the rule means something is another question."""
        return all([self.head.is_valid(), self.clauses.is_valid(), self.figures.is_valid()])

    def _held(self, rows: Any) -> list[Any]:
        return [row for row in rows.forms if not row.blank and not row.gone]

    def written(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, str]]:
        """Clauses and figures as a version keeps them, and by id of the clause the prefix of its row. After `valid`."""
        rows = self._held(self.clauses)
        told = [getattr(row, "cleaned_data", {}) for row in rows]
        numbers = editing.numbered(self.rule.programme.code, told)
        clauses, at = [], {}
        for row, given, number in zip(rows, told, numbers, strict=True):
            try:
                clauses.append(editing.clause(given, number, self.unit))
            except errors.SelarasError as error:
                row.add_error("value", words.error(error))
                continue
            at[number] = row.prefix
        figures = [
            row.cleaned_data["figure"] for row in self._held(self.figures) if "figure" in row.cleaned_data
        ]
        return clauses, figures, at

    def checked(self) -> tuple[dict[str, list[doubting.Said]], list[doubting.Said]]:
        """What the engine says, by prefix of the row, and of the rule as one. After `valid`."""
        clauses, figures, at = self.written()
        day = self.head.cleaned_data.get("valid_from") or self.rule.valid_from
        found = doubting.check(doubting.About(self.rule.programme.code, self.unit), clauses, figures, day)
        said = {at[number]: told for number, told in found.clauses.items()}
        places = [row.prefix for row in self._held(self.figures) if "figure" in row.cleaned_data]
        return said | {places[n]: told for n, told in found.figures.items()}, found.whole

    def text(self) -> services.Text:
        """The version as the service takes it. After `valid`."""
        clauses, figures, _at = self.written()
        given = self.head.cleaned_data
        return services.Text(clauses, figures, given["valid_from"], given["note"])
