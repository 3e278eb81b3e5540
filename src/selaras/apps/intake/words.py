"""What the states, stages and kinds of intake are called on a page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from selaras.apps.intake import details
from selaras.shell import words as shell

Text = str | Promise

STATES: dict[str, Text] = {
    "menunggu": _("menunggu dibaca"),
    "dibaca": _("sedang dibaca"),
    "gagal": _("belum dapat dibaca"),
    "perlu_pemetaan": _("kolomnya perlu ditunjukkan"),
    "tidak_layak": _("perlu diperbaiki"),
    "siap": _("menunggu keputusan"),
    "diterima": _("diterima"),
    "ditolak": _("dikembalikan"),
    "diganti": _("diganti kiriman baru"),
    "dibatalkan": _("dibatalkan"),
    "berlaku": _("berlaku"),
}
AMBER = frozenset({"gagal", "perlu_pemetaan", "tidak_layak"})
STAGES: dict[str, Text] = {
    "": _("Memulai"),
    "buka": _("Membuka berkas"),
    "kenali": _("Mengenali jenis dan membaca baris"),
    "periksa": _("Memeriksa isi"),
    "salinan": _("Menulis salinan bercatatan"),
    "simpan": _("Menyandikan dan menyimpan"),
    "banding": _("Membandingkan dengan edisi sebelumnya"),
}
NEXT: dict[str, Text] = {
    "": _("mengenali jenis berkas"),
    "buka": _("mengenali jenis berkas"),
    "kenali": _("memeriksa isi"),
    "periksa": _("menyimpan"),
    "salinan": _("menyimpan"),
    "simpan": _("membandingkan dengan edisi sebelumnya"),
    "banding": _("wali data memutuskan"),
}
STEPS: tuple[Text, ...] = (_("Dikirim"), _("Dibaca"), _("Diperiksa"), _("Diputuskan"))
KINDS: dict[str, tuple[Text, Text]] = {
    "baru": (_("baru"), _("Tidak ada di edisi sebelumnya.")),
    "berubah": (_("berubah"), _("Ada di kedua edisi, isinya berbeda.")),
    "tetap": (_("tetap"), _("Ada di kedua edisi, isinya sama.")),
    "hilang": (_("tidak ada lagi"), _("Ada di edisi sebelumnya, tidak ada di berkas ini.")),
    "bertentangan": (
        _("bertentangan"),
        _("Nomor yang sama muncul dua kali dengan isi berbeda. Hanya pengirim yang tahu mana yang benar."),
    ),
    "kembar": (_("kembar"), _("Baris yang persis sama dengan baris lain; dihitung sekali.")),
}
SEVERITIES: dict[str, Text] = {
    "tolak": _("tidak dipakai"),
    "perlu_ditinjau": _("perlu ditinjau"),
    "info": _("catatan"),
}
DRIFT: dict[str, Text] = {
    "baru": _("Kolom baru"),
    "hilang": _("Kolom tidak ada"),
    "berganti_nama": _("Kolom berganti nama?"),
    "tanpa_judul": _("Kolom tanpa judul"),
    "ganda": _("Kolom ganda"),
}
PARTS: dict[str, Text] = {"persons": _("orang"), "keluarga": _("keluarga"), "aggregates": _("angka")}


def size(count: int) -> str:
    """Bytes as people say them."""
    if count < 1_000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{count // 1_000} kB"
    millions = count / 1_000_000
    return f"{millions:.0f} MB" if millions >= 10 else f"{millions:.1f} MB".replace(".", ",")


def ago(days: int) -> str:
    """How long ago a day was, in the unit people would use."""
    if days <= 0:
        return gettext("hari ini") if days == 0 else ""
    if days < 60:
        return ngettext("%(n)s hari lalu", "%(n)s hari lalu", days) % {"n": days}
    if days < 730:
        months = days // 30
        return ngettext("%(n)s bulan lalu", "%(n)s bulan lalu", months) % {"n": months}
    years = days // 365
    return ngettext("%(n)s tahun lalu", "%(n)s tahun lalu", years) % {"n": years}


def rows(count: int) -> str:
    """So many rows."""
    return gettext("%(n)s baris") % {"n": shell.number(count)}


_COLUMNS: dict[str, Text] = {
    "nik": _("NIK"), "kk": _("nomor KK"), "rt": _("RT"), "rw": _("RW"), "padan": _("padan Dukcapil"),
    "family_ref": _("nomor keluarga di daftar"), "person_ref": _("nomor orang di daftar"),
}  # fmt: skip


def column(name: str) -> str:
    """What a field of ours is called on a page."""
    return str(_COLUMNS.get(name) or name.replace("_", " "))


# A switch of the command line is no advice to somebody at a page.
_SWITCH = re.compile(r"\s*[^.!?]*--[a-z-]+\.")


def advice(text: str) -> str:
    """What to do next, without the sentence for those who type commands."""
    return _SWITCH.sub("", text)


def finding(row: Mapping[str, str | None]) -> dict[str, Text]:
    """How bad a finding is, what its field is called, and the detail beside it."""
    return {
        "word": SEVERITIES[row["severity"] or ""],
        "field_words": column(row["field"] or ""),
        "detail": details.said(row["detail"] or ""),
    }
