"""What is said about the lines of a sheet that came back."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.apps.verval.rules import paper

Text = str | Promise
STATES: dict[str, Text] = {
    "baru": _("siap dikirim"),
    "perbaikan": _("memperbaiki isian kertas sebelumnya"),
    "sama": _("sudah masuk, tidak berubah"),
    "salah": _("perlu diperbaiki"),
}
PROBLEMS: dict[str, Text] = {
    paper.CHOICE: _("bukan salah satu pilihan; lihat lembar Pilihan"),
    paper.KIND: _("harus angka"),
    paper.DATE: _("bukan tanggal; tulis seperti 20-11-2026"),
    paper.MISSING: _("belum diisi"),
    paper.LATER: _("tanggalnya belum terjadi"),
    paper.LONG: _("terlalu panjang"),
    paper.SIXTEEN: _("harus 16 angka"),
    paper.RANGE: _("di luar batas yang wajar"),
    paper.TOGETHER: _("“tidak ada” tidak dapat dipilih bersama yang lain"),
    "keluarga_asing": _("keluarga di baris ini tidak ada dalam kampanye ini atau di luar wilayah Anda"),
    "baris_berubah": _("kolom terkunci di baris ini berubah; salin lagi dari lembar kosong"),
    "dua_kali": _("keluarga ini sudah ada di baris lain lembar ini"),
    "petugas_asing": _("bukan petugas kampanye ini; pilih dari daftar"),
}
# What somebody wrote there may be a number of a person: it is not said again.
_UNSAID = frozenset({paper.SIXTEEN})


def said(problem: paper.Problem) -> tuple[str, str, str]:
    """(column, what is wrong, what stood there)."""
    shown = "" if problem.code in _UNSAID else problem.value
    return problem.column, str(PROBLEMS.get(problem.code, problem.code)), shown
