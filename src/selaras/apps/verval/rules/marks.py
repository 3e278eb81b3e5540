"""Marks, reasons of quarantine, and states of answers in words a supervisor reads. They say what to look at, never who is to blame."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selaras.apps.verval.rules import comparing, findings, quality
from selaras.apps.verval.rules.words import Channel, Held, Standing
from selaras.shell import words

Text = str | Promise

MARKS: dict[str, Text] = {
    quality.OUTSIDE: _("posisi di luar desa"),
    quality.ROUGH: _("posisi kasar"),
    quality.NIGHT: _("malam hari"),
    quality.CLOCK: _("jam telepon meleset"),
    comparing.FAST: _("jauh lebih cepat dari biasanya"),
    comparing.PHOTO_SAME: _("foto yang sama dengan kunjungan lain"),
    comparing.PHOTO_ALIKE: _("foto yang mirip dengan kunjungan lain"),
    comparing.ANSWERS: _("jawaban sama berturut-turut"),
    comparing.SPOT: _("beberapa keluarga di satu titik"),
}
MARK_HINTS: dict[str, Text] = {
    quality.OUTSIDE: _("Jarak ke batas desa, setelah dikurangi ketelitian posisi. Batas di peta disederhanakan; 150 meter dimaafkan."),
    quality.ROUGH: _("Telepon tidak yakin di mana ia berada, jadi posisinya tidak dibandingkan dengan batas desa."),
    quality.NIGHT: _("Kunjungan dimulai antara pukul 21 dan 5, menurut jam yang sudah diluruskan."),
    quality.CLOCK: _("Jam telepon dan jam server berbeda lebih dari satu jam saat mengirim."),
    comparing.FAST: _("Kurang dari separuh median, dan tiga simpangan di bawahnya; terhadap petugas itu sendiri atau semua petugas."),
    comparing.PHOTO_SAME: _("Berkas foto yang persis sama dipakai untuk keluarga lain."),
    comparing.PHOTO_ALIKE: _("Foto hampir sama, misalnya dipotong atau dikecilkan. Rumah yang serupa juga dapat muncul di sini."),
    comparing.ANSWERS: _("Tiga wawancara atau lebih berturut-turut dengan semua jawaban sama."),
    comparing.SPOT: _("Empat keluarga atau lebih dalam jarak 15 meter. Rumah panjang dan rumah susun memang begitu."),
}  # fmt: skip
HELD: dict[str, Text] = {
    Held.NOT_ASSIGNED: _("Keluarga ini bukan tugas petugas itu saat kiriman datang, misalnya sudah dipindahkan kepada petugas lain."),
    Held.FORM_WITHDRAWN: _("Formulir yang dipakai sudah ditarik."),
    Held.FORM_UNKNOWN: _("Formulir yang dipakai bukan terbitan sistem ini."),
    Held.OTHER_REGION: _("Keluarganya di luar wilayah petugas itu."),
    Held.OFFICER_DISABLED: _("Akun atau telepon petugas itu sudah dinonaktifkan."),
    Held.CAMPAIGN_ENDED: _("Kampanyenya sudah berakhir saat kiriman datang."),
    Held.UNREADABLE: _("Isinya tidak dapat dibaca: terpotong, bukan isian formulir, atau tanpa hasil kunjungan."),
}  # fmt: skip
STANDINGS: dict[str, Text] = {
    Standing.COUNTS: _("berlaku"),
    Standing.HELD: _("ditahan"),
    Standing.REFUSED: _("disisihkan"),
}
CHANNELS: dict[str, Text] = {
    Channel.ODK: _("ODK Collect"),
    Channel.PAGE: _("halaman lapangan"),
    Channel.PAPER: _("kertas"),
}
HOW: dict[str, Text] = {
    findings.ALONE: _("satu petugas"),
    findings.AGREED: _("petugas sepakat"),
    findings.DECIDED: _("diputuskan"),
    findings.DIFFER: _("petugas berbeda jawaban"),
    findings.TWICE: _("satu petugas menjawab dua kali"),
    findings.REOPENED: _("dibuka lagi: ada jawaban baru sesudah diputuskan"),
}
DEEDS: dict[str, Text] = {
    findings.PICK: _("memilih jawaban"),
    findings.RELEASE: _("melepas dari karantina"),
    findings.SET_ASIDE: _("menyisihkan"),
}

PROBLEMS: dict[str, Text] = {
    "terlalu_besar": _("terlalu besar, tidak disimpan; minta petugas mengirim foto yang lebih kecil"),
    "bukan_foto": _("bukan foto atau rusak; disimpan sebagai bukti, tidak ditampilkan"),
    "kosong": _("berkasnya kosong"),
}


def mark(code: str) -> Text:
    """A mark in words."""
    return MARKS.get(code, code)


def said(found: comparing.Mark) -> str:
    """A mark with its figure, in the language of the page."""
    figure = words.number(found.figure, 0 if float(found.figure).is_integer() else 1)
    sentences = {
        quality.OUTSIDE: gettext("%(n)s meter di luar batas desa"),
        quality.ROUGH: gettext("posisi hanya diketahui dalam %(n)s meter"),
        quality.NIGHT: gettext("dimulai malam hari, pukul %(n)s"),
        quality.CLOCK: gettext("jam telepon meleset %(n)s jam"),
        comparing.FAST: gettext("selesai dalam %(n)s menit"),
        comparing.PHOTO_SAME: gettext("foto yang sama dipakai di %(n)s kunjungan lain"),
        comparing.PHOTO_ALIKE: gettext("foto mirip dengan kunjungan lain (beda %(n)s dari 64 bit)"),
        comparing.ANSWERS: gettext("%(n)s wawancara berturut-turut dengan jawaban sama"),
        comparing.SPOT: gettext("%(n)s keluarga di satu titik"),
    }
    if found.code == quality.NIGHT:
        hour, rest = divmod(round(found.figure * 60), 60)
        figure = f"{hour:02d}.{rest:02d}"
    return sentences.get(found.code, found.code) % {"n": figure}
