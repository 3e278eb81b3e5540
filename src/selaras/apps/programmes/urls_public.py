"""Addresses of what citizens reach without signing in, of complaints, and of measures."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from selaras.apps.programmes.views import complaints, measures, own_check, public
from selaras.shell.frame import Entry

_COMPLAINT = "pengaduan/kiriman/<str:reference>/"
PATHS = [
    # For anybody.
    path("bantuan/", public.programmes, name="public"),
    path("bantuan/data.csv", public.data, name="public_data"),
    path("bantuan/<slug:code>/", public.programme, name="public_programme"),
    path("bantuan/<slug:code>/data.csv", public.data_of, name="public_programme_data"),
    path("cek/", own_check.check, name="check"),
    path("cek/hasil/", own_check.answer, name="check_answer"),
    path("cek/keberatan/<slug:code>/", own_check.objection, name="check_object"),
    path("pengaduan/", complaints.send, name="complain"),
    # For offices.
    path("kartu-cek/", own_check.ticket, name="ticket"),
    path("kartu-cek/<str:reference>/", own_check.issue, name="ticket_issue"),
    path("pengaduan/antrean/", complaints.queue, name="complaints"),
    path("pengaduan/catat/", complaints.record, name="complaint_record"),
    path(_COMPLAINT, complaints.complaint, name="complaint"),
    path(f"{_COMPLAINT}langkah/", complaints.step, name="complaint_step"),
    path("program/angka-terbit/", public.publishing, name="publishing"),
    path("program/ukuran/", measures.measures, name="measures"),
    path("program/ukuran.csv", measures.download, name="measures_download"),
]
ENTRIES = [
    Entry(
        _("Pengaduan"), "programmes:complaints", "message-circle", 68, guide="kelurahan#kartu-cek-dan-pengaduan"
    ),
    Entry(
        _("Ukuran program"), "programmes:measures", "chart-bar", 69, short=_("Ukuran"), first_for=("kepala_daerah",),
        guide="perencana#ukuran-program",
    ),
]  # fmt: skip
