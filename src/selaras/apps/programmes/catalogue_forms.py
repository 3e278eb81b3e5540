"""Forms of the catalogue: a programme, a line of money, what excludes it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selaras.apps.programmes import showing
from selaras.apps.programmes.rules import component_lines, fields, funding
from selaras.apps.programmes.rules import components as rules
from selaras.apps.programmes.services import keeping
from selaras.apps.registry import layout
from selaras.kernel import errors
from selaras.shell import words as shell

_DAY = {"type": "date"}
_CODE = re.compile(r"[a-z][a-z0-9-]{2,39}")
# Words that are addresses of their own below /program/.
_TAKEN = frozenset("baru keluarga rencana penyaluran pengaduan matriks umum dana periksa persetujuan".split())
SOURCES = [
    (funding.Source.KABUPATEN.value, _("APBD kabupaten/kota")), (funding.Source.PROVINCE.value, _("APBD provinsi")),
    (funding.Source.CENTRE.value, _("APBN")), (funding.Source.DESA.value, _("Dana Desa")),
    (funding.Source.OIKN.value, _("Otorita IKN")), (funding.Source.CSR.value, _("perusahaan (CSR)")),
    (funding.Source.OTHER.value, _("sumber lain")),
]  # fmt: skip
_FIRST_YEAR, _LAST_YEAR, _MOST_SHARES = 2020, 2100, 10_000_000


def _line(label: Any, most: int, *, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))


def _lists() -> list[tuple[str, Any]]:
    known = fields.CATALOGUE.keluarga
    return [
        ("", _("tidak ada daftar yang menyebutnya")),
        *((name, known[name].label) for name in layout.PROGRAMMES),
    ]


class Told(forms.Form):
    """A programme as an official describes it. `regions`: (code, name) where it may work."""

    name = _line(_("Nama program"), 120)
    code = _line(
        _("Nama singkat"), 40, required=False, hint=_("Dipakai di alamat halaman: huruf kecil, angka, dan tanda hubung. Tidak berubah lagi.")
    )  # fmt: skip
    gives = _line(_("Yang diberikan"), 300, hint=_("Satu kalimat untuk keluarga: apa, berapa, berapa kali."))
    strategy = forms.ChoiceField(label=_("Tujuan"), choices=list(showing.STRATEGIES.items()))
    benefit = forms.ChoiceField(label=_("Bentuk"), choices=list(showing.BENEFITS.items()))
    unit = forms.ChoiceField(
        label=_("Penerima"), choices=list(showing.UNITS.items()), initial="keluarga", required=False,
        help_text=_("Per orang: setiap anggota dinilai sendiri. Per desa: dinilai dari keluarganya bersama. Tetap sesudah aturan pertama terbit."),
    )  # fmt: skip
    wilayah = forms.ChoiceField(label=_("Wilayah"))
    cycles = forms.IntegerField(label=_("Penyaluran setahun"), min_value=1, max_value=12, initial=1)
    begins, ends = _day(_("Mulai")), _day(_("Selesai"))
    basis = _line(
        _("Dasar hukum"), 300, hint=_("Nomor perbup, perda, atau juknis. Bila belum ada, tulis begitu.")
    )
    source = _line(_("Sumber keterangan"), 300, required=False)
    assumption = _line(_("Yang masih diandaikan"), 300, required=False)
    documents = forms.CharField(
        label=_("Berkas yang dibawa keluarga"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Satu berkas satu baris."),
    )  # fmt: skip
    receives = forms.ChoiceField(
        label=_("Penerimanya tercatat di daftar sebagai"), required=False, choices=_lists
    )
    public = forms.BooleanField(label=_("Tampil di halaman umum"), required=False, initial=True)

    def __init__(
        self, *args: Any, regions: list[tuple[str, str]], new: bool, fixed: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        wilayah = self.fields["wilayah"]
        assert isinstance(wilayah, forms.ChoiceField)
        wilayah.choices = regions
        # Whom a programme serves stays once a rule of it was published.
        self.fields["unit"].disabled = fixed
        if new:
            self.fields["code"].required = True
        else:
            del self.fields["code"]

    def clean_unit(self) -> str:
        return str(self.cleaned_data["unit"] or self.initial.get("unit") or self.fields["unit"].initial)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip()
        if not _CODE.fullmatch(code) or code in _TAKEN:
            raise ValidationError(
                _("Pakai tiga huruf kecil atau lebih, angka, dan tanda hubung, misalnya bedah-rumah.")
            )
        return code

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("begins") and found.get("ends") and found["ends"] < found["begins"]:
            self.add_error("ends", _("Program tidak dapat selesai sebelum mulai."))
        return found

    def told(self) -> keeping.Told:
        """As the service takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "code"}
        given["documents"] = [each.strip() for each in given["documents"].splitlines() if each.strip()]
        return keeping.Told(**given)


class _Rupiah(forms.CharField):
    """Whole rupiah, as people write them; None for nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        try:
            return funding.amount(text) if text else None
        except errors.SelarasError as error:
            raise ValidationError(shell.error(error)) from None


class Fund(forms.Form):
    """A line of money. `region`: where the programme works."""

    year = forms.IntegerField(label=_("Tahun"), min_value=_FIRST_YEAR, max_value=_LAST_YEAR)
    line = _line(_("Nama baris dana"), 120, hint=_("Seperti di dokumen anggaran, misalnya DPA 1.06.04.2.02."))
    source = forms.ChoiceField(label=_("Sumber dana"), choices=SOURCES)
    cost = _Rupiah(
        label=_("Biaya setiap penerima setahun"), required=False,
        help_text=_("Rupiah utuh, misalnya 2.400.000. Kosongkan bila berbeda menurut komponen."),
    )  # fmt: skip
    budget = _Rupiah(
        label=_("Pagu setahun"),
        required=False,
        help_text=_("Wajib untuk program yang memberi uang atau barang."),
    )
    quota = forms.IntegerField(label=_("Kuota penerima"), required=False, min_value=0, max_value=_MOST_SHARES)
    by_region = forms.CharField(
        label=_("Kuota menurut wilayah"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Satu wilayah satu baris: kode kecamatan atau desa, lalu jumlahnya, misalnya 64.02.06 = 40."),
    )  # fmt: skip

    components = forms.CharField(
        label=_("Komponen, bila yang diterima berbeda-beda"), required=False, max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_(
            "Satu komponen satu baris: nama | syarat tentang satu orang | rupiah sekali bayar | paling banyak berapa orang | dasarnya, "
            "misalnya anak SD | bersekolah and umur >= 7 and umur <= 12 | 225.000 | 3."
        ),
    )  # fmt: skip
    members = forms.IntegerField(
        label=_("Paling banyak berapa orang sekeluarga yang dihitung"), required=False, min_value=1,
        max_value=rules.MOST_MEMBERS,
    )  # fmt: skip

    def __init__(self, *args: Any, region: str, benefit: str, cycles: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region, self.benefit, self.cycles = region, benefit, cycles

    def clean_by_region(self) -> dict[str, int]:
        try:
            return funding.by_region(self.cleaned_data["by_region"], self.region)
        except errors.SelarasError as error:
            raise ValidationError(shell.error(error)) from None

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        members = found.pop("members", None)
        if not self.errors:
            try:
                table = component_lines.read(found["components"], members, timezone.localdate())
            except errors.SelarasError as error:
                self.add_error("components", shell.error(error))
                return found
            found["components"] = table
            if table:
                found["cost"] = component_lines.yearly(table, found["year"], self.cycles)
            elif found["cost"] is None or (not found["cost"] and self.benefit in funding.NEED_BUDGET):
                self.add_error("cost", _("Isi biayanya, atau tabel komponennya."))
                return found
            try:
                found["told"] = funding.checked(funding.Line(**found), self.benefit)
            except errors.SelarasError as error:
                raise ValidationError(shell.error(error)) from None
        return found


class Exclude(forms.Form):
    """Another programme that nobody can have beside this one."""

    other = forms.ChoiceField(label=_("Program lain"))
    reason = _line(_("Mengapa tidak bersama"), 300, hint=_("Sekurangnya sepuluh huruf; dibaca keluarga."))
    basis = _line(_("Dasar hukum"), 300, required=False)

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other = self.fields["other"]
        assert isinstance(other, forms.ChoiceField)
        other.choices = others
