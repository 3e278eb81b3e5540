"""Forms of intake."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from selaras.apps.intake import rules, words
from selaras.kernel import periods
from selaras.sources.generic import mapping

_WORD = re.compile(r"[a-z][a-z0-9_]{1,30}")


class ManyFiles(forms.FileInput):
    """A field that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; each within the limit."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        listed = data if isinstance(data, (list, tuple)) else [data]
        files = [super(FilesField, self).clean(one, initial) for one in listed]
        if len(files) > rules.MOST_FILES:
            raise forms.ValidationError(_("Kirim paling banyak 20 berkas sekali jalan."))
        if any(file.size > rules.MOST_BYTES for file in files):
            raise forms.ValidationError(
                _("Ada berkas yang lebih besar dari 300 MB. Bagi per kecamatan, lalu kirim lagi.")
            )
        return files


class Send(forms.Form):
    """Files to bring; `replaces` names the delivery that the (one) file corrects."""

    berkas = FilesField(label=_("Berkas XLSX, XLS, ODS, atau CSV"))
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)


class Correct(forms.Form):
    """What a person says of edition, source, day and standing."""

    edition = forms.CharField(
        label=_("Edisi"), max_length=40, help_text=_("Misalnya Oktober 2024, TW II 2025, atau 2025.")
    )
    source = forms.CharField(
        label=_("Sumber"), max_length=31, help_text=_("Satu kata huruf kecil, misalnya dtks atau perkim.")
    )
    as_of = forms.DateField(
        label=_("Data per tanggal"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    provisional = forms.ChoiceField(
        label=_("Sifat"), choices=[("1", _("Sementara")), ("0", _("Final"))], widget=forms.RadioSelect
    )

    def clean_edition(self) -> str:
        text = self.cleaned_data["edition"].strip()
        found = periods.from_label(text) or periods.parse(text)
        if found is None:
            raise forms.ValidationError(
                _("Edisi ini tidak terbaca sebagai waktu. Tulis misalnya Oktober 2024.")
            )
        return found.label

    def clean_source(self) -> str:
        text = str(self.cleaned_data["source"]).strip()
        if not _WORD.fullmatch(text):
            raise forms.ValidationError(_("Sumber harus satu kata huruf kecil, misalnya perkim."))
        return text

    def clean_provisional(self) -> bool:
        return bool(self.cleaned_data["provisional"] == "1")


class Reason(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


# Fields a column may be, most asked for first; the rest in the order of the contract.
_FIRST = (
    "nama nama_kepala nik nik_kepala kk nama_ibu jenis_kelamin tanggal_lahir tempat_lahir tempat_tanggal_lahir hubungan "
    "status_kawin desa kecamatan kode_wilayah alamat dusun rt rw rt_rw person_ref family_ref desil"
).split()


def fields_for(rows: str) -> list[str]:
    """Fields that a column of such a list can be."""
    table = mapping.TABLES[rows]
    known = [*table.names, *mapping.EXTRA]
    hidden = {"source", "edition", "file", "sheet", "row", "part", "nik_status", "kk_status", "kode_desa"}
    listed = [name for name in _FIRST if name in known]
    return listed + [n for n in known if n not in listed and n not in hidden | {"kode_kecamatan"}]


class Map(forms.Form):
    """Which column is which field. One choice per column, named `kolom_<number>`."""

    title = forms.CharField(label=_("Nama daftar ini"), max_length=120)
    source = forms.CharField(
        label=_("Sumber"), max_length=31, help_text=_("Satu kata huruf kecil, misalnya perkim.")
    )
    rows = forms.ChoiceField(
        label=_("Satu baris adalah"), choices=[("orang", _("satu orang")), ("keluarga", _("satu keluarga"))]
    )

    def __init__(self, *args: Any, headers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headers = headers
        choices = [("", _("tidak dipakai"))] + [
            (name, words.column(name))
            for name in dict.fromkeys([*fields_for("orang"), *fields_for("keluarga")])
        ]
        for number, header in enumerate(headers):
            self.fields[f"kolom_{number}"] = forms.ChoiceField(label=header, choices=choices, required=False)

    clean_source = Correct.clean_source

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        columns: dict[str, str] = {}
        for number, header in enumerate(self.headers):
            name = found.get(f"kolom_{number}")
            if not name:
                continue
            if name in columns:
                self.add_error(f"kolom_{number}", _("Isian ini sudah dipakai kolom lain."))
            columns[name] = header
        rows = found.get("rows", "orang")
        needed = {"orang": "nama", "keluarga": "nama_kepala"}[rows]
        if needed not in columns:
            self.add_error(None, _("Pilih dahulu kolom mana yang berisi nama."))
        unknown = [name for name in columns if name not in fields_for(rows)]
        if unknown:
            self.add_error(
                None, _("Isian %(list)s tidak ada di daftar jenis ini.") % {"list": ", ".join(unknown)}
            )
        found["columns"] = columns
        return found
