"""The closed lists in words a person reads, in the language of the page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.apps.verval.rules.words import CampaignState, Outcome, Purpose, TargetState

Text = str | Promise

PURPOSES: dict[str, Text] = {
    Purpose.DECILE_1: _("Verval desil 1"),
    Purpose.DISCREPANCY: _("Memeriksa ketidaksesuaian"),
    Purpose.GREY_ZONE: _("Zona abu-abu desil"),
    Purpose.PROPOSALS: _("Usulan warga"),
    Purpose.BACK_CHECK: _("Uji petik"),
    Purpose.ANSWERS: _("Melengkapi jawaban program"),
}
PURPOSE_HINTS: dict[str, Text] = {
    Purpose.DECILE_1: _("Semua keluarga yang desil resminya 1 di wilayah ini."),
    Purpose.DISCREPANCY: _("Keluarga yang daftar-daftarnya berbeda, dari daftar kerja atau saringan."),
    Purpose.GREY_ZONE: _("Keluarga di tepi batas desil, dan yang daftarnya berselisih di sekitar batas itu."),
    Purpose.PROPOSALS: _("Keluarga yang diusulkan atau disanggah, menurut daftar nomornya."),
    Purpose.BACK_CHECK: _("Kunjungan ulang tanpa pemberitahuan oleh petugas lain, dipilih acak."),
    Purpose.ANSWERS: _(
        "Keluarga yang satu jawabannya menentukan program mana yang cocok, dipilih di halaman Program."
    ),
}
CAMPAIGN_STATES: dict[str, Text] = {
    CampaignState.DRAFT: _("rancangan"),
    CampaignState.RUNNING: _("berjalan"),
    CampaignState.ENDED: _("selesai"),
    CampaignState.CANCELLED: _("dibatalkan"),
}
TARGET_STATES: dict[str, Text] = {
    TargetState.WAITING: _("belum ditugaskan"),
    TargetState.ASSIGNED: _("ditugaskan"),
    TargetState.VISITED: _("sudah dikunjungi"),
    TargetState.WITHDRAWN: _("dicabut"),
}
OUTCOMES: dict[str, Text] = {
    Outcome.LAYAK: _("layak"),
    Outcome.TIDAK_LAYAK: _("tidak layak"),
    Outcome.MENINGGAL_AHLI_WARIS: _("meninggal, ada ahli waris"),
    Outcome.MENINGGAL_TANPA_AHLI_WARIS: _("meninggal, tanpa ahli waris"),
    Outcome.PINDAH: _("pindah"),
    Outcome.GANDA: _("tercatat ganda"),
    Outcome.TIDAK_DITEMUKAN: _("tidak ditemukan"),
    Outcome.MENOLAK: _("menolak dikunjungi"),
}


def purpose(code: str) -> Text:
    """A purpose in words."""
    return PURPOSES.get(code, code)


def campaign_state(code: str) -> Text:
    """The state of a campaign in words."""
    return CAMPAIGN_STATES.get(code, code)


def target_state(code: str) -> Text:
    """The state of a target in words."""
    return TARGET_STATES.get(code, code)


def outcome(code: str) -> Text:
    """What a visit found, in words."""
    return OUTCOMES.get(code, code)


# Regsosek 404, as the form asks it of each member.
MEMBER_PRESENCES: dict[str, Text] = {
    "1": _("tinggal di sini"),
    "2": _("meninggal"),
    "3": _("pindah"),
    "4": _("pindah ke luar negeri"),
    "5": _("anggota baru"),
    "6": _("tidak ditemukan"),
}


def member_presence(code: str) -> Text:
    """Where a member is, in words; "" where nobody said."""
    return MEMBER_PRESENCES.get(code, "")
