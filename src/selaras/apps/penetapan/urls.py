"""Addresses of penetapan. Lines by subject, so that builders do not meet."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from selaras.apps.penetapan.views import appeals, meetings, packages, public
from selaras.shell.frame import Entry, Key

app_name = "penetapan"
_MEETING = "musyawarah/<str:reference>/"
_APPEAL = "usul-sanggah/<str:reference>/"
_PACKAGE = "penetapan/paket/<str:reference>/"
urlpatterns = [
    # The way to the decree.
    path("penetapan/", packages.overview, name="packages"),
    path("penetapan/paket/", packages.make, name="package_make"),
    path(_PACKAGE, packages.package, name="package"),
    path(f"{_PACKAGE}tandatangani/", packages.sign, name="package_sign"),
    path(f"{_PACKAGE}kembalikan/", packages.give_back, name="package_back"),
    path(f"{_PACKAGE}tetapkan/", packages.decree, name="package_decree"),
    path(f"{_PACKAGE}baris/<int:item_id>/", packages.row, name="package_row"),
    path(f"{_PACKAGE}sk.pdf", packages.paper, name="package_paper"),
    path(f"{_PACKAGE}usulan/", packages.proposal, name="package_proposal"),
    # Musdes and muskel.
    path("musyawarah/", meetings.overview, name="meetings"),
    path("musyawarah/baru/", meetings.begin, name="meeting_begin"),
    path(_MEETING, meetings.meeting, name="meeting"),
    path(f"{_MEETING}daftar/", meetings.listing, name="meeting_list"),
    path(f"{_MEETING}hadir/", meetings.attend, name="meeting_attend"),
    path(f"{_MEETING}hadir/<int:attendee>/hapus/", meetings.leave, name="meeting_leave"),
    path(f"{_MEETING}putusan/<int:place>/", meetings.item, name="meeting_item"),
    path(f"{_MEETING}tutup/", meetings.close, name="meeting_close"),
    path(f"{_MEETING}berita-acara.pdf", meetings.paper, name="meeting_paper"),
    path(f"{_MEETING}pindaian/", meetings.add_scan, name="meeting_add_scan"),
    path(f"{_MEETING}pindaian/<int:number>/", meetings.scan, name="meeting_scan"),
    # Usul and sanggah: for citizens, then for offices.
    path("usul/", public.propose, name="propose"),
    path("sanggah/", public.objection, name="object"),
    path("tanda-terima/", public.slip, name="slip"),
    path("lacak/", public.track, name="track"),
    path("usul-sanggah/", appeals.queue, name="appeals"),
    path("usul-sanggah/baru/", appeals.record, name="appeal_record"),
    path(_APPEAL, appeals.appeal, name="appeal"),
    path(f"{_APPEAL}langkah/", appeals.step, name="appeal_step"),
    path(f"{_APPEAL}keluarga/", appeals.link, name="appeal_link"),
    path(f"{_APPEAL}kunjungan/", appeals.visit, name="appeal_visit"),
    path(f"{_APPEAL}pelapor/", appeals.reveal, name="appeal_reveal"),
]

MENU = [
    Entry(
        _("Usul dan sanggah"),
        "penetapan:appeals",
        "message-circle",
        54,
        short=_("Usul"),
        first_for=("operator", "verifikator"),
        guide="kelurahan#usul-dan-sanggah",
    ),
    Entry(
        _("Musyawarah"),
        "penetapan:meetings",
        "users",
        56,
        first_for=("operator",),
        guide="kelurahan#musyawarah",
    ),
    Entry(
        _("Penetapan"),
        "penetapan:packages",
        "clipboard-check",
        60,
        first_for=("penyetuju", "kepala_daerah"),
        guide="kelurahan#paket-sampai-sk",
    ),
]
KEYS = [
    Key("l", _("musyawarah: layak"), "penetapan:meetings"),
    Key("t", _("musyawarah: tidak layak"), "penetapan:meetings"),
    Key("m", _("musyawarah: meninggal, ada ahli waris"), "penetapan:meetings"),
    Key("n", _("musyawarah: meninggal, tanpa ahli waris"), "penetapan:meetings"),
    Key("p", _("musyawarah: pindah"), "penetapan:meetings"),
    Key("g", _("musyawarah: tercatat ganda"), "penetapan:meetings"),
    Key("k", _("musyawarah: tidak ditemukan"), "penetapan:meetings"),
    Key("d", _("musyawarah: ditunda"), "penetapan:meetings"),
]
