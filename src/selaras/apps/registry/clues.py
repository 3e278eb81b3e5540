"""What was compared and what was found, as the engine says it: msgids, so that a page can say it in English (docs/adr/0013)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Comparisons that are no field of a person.
COMPARED: dict[str, str | Promise] = {
    "daftar": _("Daftar"),
    "keluarga": _("Keluarga"),
    "keterkaitan": _("Keterkaitan"),
    "titik_awal": _("Titik awal"),
    "nik_dipakai_dua_orang": _("NIK dipakai dua orang"),
}
FOUND: dict[str, str | Promise] = {
    "anggota lain tidak ada yang cocok": _("anggota lain tidak ada yang cocok"),
    "beda 1-2 angka": _("beda 1-2 angka"),
    "beda dua angka": _("beda dua angka"),
    "beda satu angka": _("beda satu angka"),
    "beda sebagian": _("beda sebagian"),
    "berbeda": _("berbeda"),
    "daftar berbeda": _("daftar berbeda"),
    "daftar yang sama": _("daftar yang sama"),
    "dua anggota lain atau lebih cocok": _("dua anggota lain atau lebih cocok"),
    "desa dan RT sama": _("desa dan RT sama"),
    "desa sama, RT beda": _("desa sama, RT beda"),
    "desa sama, RT tidak ada": _("desa sama, RT tidak ada"),
    "dua dari tiga bagian sama": _("dua dari tiga bagian sama"),
    "hanya nomor urut beda 1-2 angka": _("hanya nomor urut beda 1-2 angka"),
    "hari dan bulan tertukar": _("hari dan bulan tertukar"),
    "kecamatan sama": _("kecamatan sama"),
    "mirip": _("mirip"),
    "pasangan yang dilengkapi, bukan dari aturan": _("pasangan yang dilengkapi, bukan dari aturan"),
    "salah ketik": _("salah ketik"),
    "salah ketik atau satu bagian dari yang lain": _("salah ketik atau satu bagian dari yang lain"),
    "salah satu angka": _("salah satu angka"),
    "sama": _("sama"),
    "sama, 1 Januari atau 31 Desember": _("sama, 1 Januari atau 31 Desember"),
    "sama, cukup umum": _("sama, cukup umum"),
    "sama, langka": _("sama, langka"),
    "sama, sangat langka": _("sama, sangat langka"),
    "sama, umum": _("sama, umum"),
    "satu anggota lain cocok": _("satu anggota lain cocok"),
    "satu bagian dari yang lain, khas": _("satu bagian dari yang lain, khas"),
    "satu bagian dari yang lain, umum": _("satu bagian dari yang lain, umum"),
    "sebagian kata sama": _("sebagian kata sama"),
    "sebagian kecil anggota lain cocok": _("sebagian kecil anggota lain cocok"),
    "tahun sama atau bersebelahan": _("tahun sama atau bersebelahan"),
    "tahun sama, hari tidak diketahui": _("tahun sama, hari tidak diketahui"),
    "tidak ada": _("tidak ada"),
    "umur berdekatan": _("umur berdekatan"),
    "wilayah dan tanggal sama": _("wilayah dan tanggal sama"),
    "berapa sering calon pasangan memang satu orang": _("berapa sering calon pasangan memang satu orang"),
    "berlaku": _("berlaku"),
    "ciri yang memang sering berbarengan, misalnya pada orang serumah": _(
        "ciri yang memang sering berbarengan, misalnya pada orang serumah"
    ),
}


def found(level: str) -> str:
    """A level in the language of the page; one that is not known stays as it is."""
    return str(FOUND.get(level, level))
