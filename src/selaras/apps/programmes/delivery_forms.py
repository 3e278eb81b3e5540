"""Forms of deliveries."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.rules import accounts, checks, delivery, lists
from selaras.kernel import rupiah

_PAPERS = [
    (each.value, delivery.PROOFS[each]) for each in (delivery.ProofKind.MINUTES, delivery.ProofKind.PHOTO)
]
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Money(forms.Field):
    """Whole rupiah as people write them: "Rp 300.000", "300000"."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 24})

    def to_python(self, value: Any) -> int | None:
        """Whole rupiah, zero or more; None where nothing was written."""
        text = str(value or "").strip()[:40]
        if not text:
            return None
        found = rupiah.parse(text)
        if found is None or found.value < 0:
            raise ValidationError(
                _("Tulis rupiah bulat, misalnya 300.000. Pecahan dan jumlah di bawah nol tidak diterima.")
            )
        return found.value


class Begin(forms.Form):
    """A cycle: what of which plan, for whom, when, how."""

    rencana = forms.ChoiceField(
        label=_("Program dan rencana yang disetujui"),
        help_text=_("Penerimanya diambil dari rencana itu, dengan pengganti dari tahap sebelumnya."),
    )
    wilayah = forms.ChoiceField(label=_("Wilayah"))
    judul = forms.CharField(label=_("Nama tahap"), max_length=120)
    masa = forms.CharField(
        label=_("Masa"), max_length=10, help_text=_("Misalnya 2026, 2026-11, atau 2026-T4.")
    )
    tahap = forms.IntegerField(label=_("Tahap ke"), min_value=1, max_value=99, initial=1)
    penyalur = forms.ChoiceField(
        label=_("Disalurkan lewat"), choices=[(c.value, t) for c, t in delivery.CHANNELS.items()]
    )
    nilai = Money(
        label=_("Nilai tiap penerima (rupiah)"), required=False,
        help_text=_("Untuk barang: harganya. Kosongkan bila programnya membayar menurut komponen keluarga."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, plans: list[tuple[str, str]], regions: list[tuple[str, str]], differing: Collection[str] = (),
        of_villages: Collection[str] = (), **more: Any,
    ) -> None:  # fmt: skip
        """`differing`: plans whose recipients each get what their components say; `of_villages`: those that give to villages."""
        super().__init__(*args, **more)
        self.differing, self.of_villages = differing, of_villages
        for name, choices in (("rencana", plans), ("wilayah", regions)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean_masa(self) -> str:
        """The period in its one form."""
        found = delivery.period(self.cleaned_data["masa"])
        if found is None:
            raise ValidationError(_("Masa ditulis seperti 2026, 2026-11, 2026-T4, atau 2026-S2."))
        return found

    def clean(self) -> dict[str, Any]:
        """Above zero, or empty where components say it."""
        told: dict[str, Any] = super().clean() or {}
        value, differs = told.get("nilai"), told.get("rencana") in self.differing
        if differs and value is not None:
            self.add_error("nilai", _("Program ini membayar menurut komponen keluarga. Kosongkan nilainya."))
        elif not differs and "nilai" in told and (not value or value > delivery.MOST_RUPIAH):
            self.add_error("nilai", _("Nilai harus di atas nol."))
        if told.get("penyalur") == delivery.Channel.POST and told.get("rencana") in self.of_villages:
            self.add_error(
                "penyalur", _("Penerimanya desa atau kelurahan. Pilih bank, atau serahkan langsung.")
            )
        return told


class Reason(forms.Form):
    """Why."""

    alasan = forms.CharField(
        label=_("Alasan"), max_length=300, min_length=delivery.LEAST_REASON, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Sekurangnya sepuluh huruf, tanpa nomor pribadi."),
    )  # fmt: skip


class Correct(Reason):
    """How much really arrived."""

    jumlah = Money(label=_("Rupiah yang benar-benar tersalur"))
    field_order = ("jumlah", "alasan")


class Export(forms.Form):
    """A list that leaves."""

    bentuk = forms.ChoiceField(label=_("Bentuk"), choices=[(c.value, t) for c, t in lists.FORMS.items()])
    tujuan = forms.ChoiceField(label=_("Tujuan"), choices=list(access.PURPOSES.items()), initial="penyaluran")
    alasan = forms.CharField(label=_("Alasan"), max_length=200, min_length=delivery.LEAST_REASON)

    def __init__(self, *args: Any, numbers: bool = False, sheets: bool = True, **more: Any) -> None:
        super().__init__(*args, **more)
        if numbers:
            self.fields["nik"] = forms.BooleanField(
                label=_("Dengan NIK lengkap, karena penyalur memerlukannya"), required=False
            )
        if not sheets:
            field = self.fields["bentuk"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(lists.Form.PDF.value, lists.FORMS[lists.Form.PDF])]


class Opening(Export):
    """The list a bank opens accounts by."""

    def __init__(self, *args: Any, numbers: bool = False, **more: Any) -> None:
        super().__init__(*args, numbers=numbers, **more)
        field = self.fields["bentuk"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(c.value, t) for c, t in lists.FORMS.items() if c is not lists.Form.PDF]


class Accounts(forms.Form):
    """A file with accounts, and the letter it came with."""

    berkas = forms.FileField(
        label=_("Berkas rekening dari bank (XLSX atau CSV)"),
        help_text=_("Kolomnya seperti daftar pembukaan: Nomor baris, Nama bank, Nomor rekening, Nama pada rekening."),
    )  # fmt: skip
    surat = forms.CharField(
        label=_("Surat atau berita acara bank"), min_length=4, max_length=120, help_text=_("Nomor suratnya, tanpa nomor rekening."),
    )  # fmt: skip
    tanggal = forms.DateField(label=_("Tanggal surat"), widget=_DAY)


class EndAccount(Reason):
    """An account no money goes to any more."""

    cacat = forms.ChoiceField(
        label=_("Keadaannya"), choices=[(c.value, accounts.STATES[accounts.AccountState(c)]) for c in accounts.Fault]
    )  # fmt: skip
    field_order = ("cacat", "alasan")


class Hand(forms.Form):
    """A hand-over by a village."""

    hasil = forms.ChoiceField(
        label=_("Hasil"), widget=forms.RadioSelect,
        choices=[("dibayar", _("Diserahkan")), ("kembali", _("Tidak dapat diserahkan"))],
    )  # fmt: skip
    tanggal = forms.DateField(label=_("Tanggal"), widget=_DAY)
    jenis = forms.ChoiceField(
        label=_("Jenis bukti"),
        choices=[
            (c.value, delivery.PROOFS[c]) for c in (delivery.ProofKind.RECEIPT, delivery.ProofKind.PHOTO)
        ],
    )
    bukti = forms.FileField(
        label=_("Foto atau PDF buktinya"), required=False,
        help_text=_("Foto disandikan ulang: tempat dan waktu di dalamnya dibuang."),
    )  # fmt: skip
    alasan = forms.CharField(
        label=_("Alasan bila tidak dapat diserahkan"), max_length=300, required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, village: bool = False, **more: Any) -> None:
        """`village`: whether the village itself is the recipient."""
        super().__init__(*args, **more)
        self.fields["tanggal"].initial = timezone.localdate()
        if village:
            field = self.fields["jenis"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = _PAPERS


class Minutes(forms.Form):
    """What shows that it arrived at a village."""

    jenis = forms.ChoiceField(label=_("Jenis bukti"), choices=_PAPERS)
    bukti = forms.FileField(
        label=_("Foto atau PDF buktinya"),
        help_text=_("Foto disandikan ulang: tempat dan waktu di dalamnya dibuang."),
    )


class Bank(forms.Form):
    """A returned file."""

    berkas = forms.FileField(label=_("Berkas kembalian bank atau PT Pos (XLSX atau CSV)"))


class Settle(Reason):
    """How an odd row of a file was settled."""

    cara = forms.ChoiceField(
        label=_("Penyelesaian"),
        choices=[("jelaskan", _("Sudah diurus di luar buku")), ("catat", _("Catat sesuai berkas"))],
    )
    field_order = ("cara", "alasan")


class Vouchers(forms.Form):
    """Until when."""

    sampai = forms.DateField(label=_("Berlaku sampai"), widget=_DAY)


class Sample(forms.Form):
    """How exact, and drawn with which word."""

    lebar = forms.TypedChoiceField(
        label=_("Ketelitian"), coerce=int, choices=[(n, f"± {n}") for n in checks.WIDTHS], initial=10,
        help_text=_("Poin persen, pada keyakinan 95 persen."),
    )  # fmt: skip
    kata = forms.CharField(
        label=_("Kata untuk mengundi"), min_length=4, max_length=60,
        help_text=_("Disebut di depan saksi sebelum diundi. Siapa pun dapat mengundi ulang dan mendapat baris yang sama."),
    )  # fmt: skip


class Answer(forms.Form):
    """What was found at a family."""

    hasil = forms.ChoiceField(label=_("Yang ditemukan"), choices=list(checks.OUTCOMES.items()))
    jumlah = Money(label=_("Bila kurang: rupiah yang diterima"), required=False)
    catatan = forms.CharField(label=_("Catatan"), max_length=300, required=False)
