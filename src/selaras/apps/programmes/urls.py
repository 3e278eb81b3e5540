"""Addresses of programmes. Lines by subject, so that builders do not meet."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from selaras.apps.programmes import urls_delivery, urls_matrix, urls_plans, urls_public
from selaras.apps.programmes.views import catalogue, editing, family, keeping, trying
from selaras.shell.frame import Entry

app_name = "programmes"
_RULE = "program/<slug:code>/aturan/<int:number>/"
urlpatterns = [
    *urls_delivery.PATHS,
    *urls_matrix.PATHS,
    *urls_public.PATHS,
    *urls_plans.PATHS,
    path("program/", catalogue.programmes, name="programmes"),
    path("program/keluarga/<str:reference>/", family.sheet, name="family"),
    path("program/baru/", keeping.create, name="programme_new"),
    path("program/<slug:code>/", catalogue.programme, name="programme"),
    path("program/<slug:code>/ubah/", keeping.change, name="programme_edit"),
    path("program/<slug:code>/dana/", keeping.fund, name="fund"),
    path("program/<slug:code>/dana/<int:line>/", keeping.fund, name="fund_line"),
    path("program/<slug:code>/dana/<int:line>/hapus/", keeping.drop_line, name="drop_line"),
    path("program/<slug:code>/kecuali/", keeping.exclude, name="exclude"),
    path("program/<slug:code>/kecuali/<slug:other>/hapus/", keeping.allow, name="allow"),
    path("program/<slug:code>/tutup/", keeping.close, name="programme_close"),
    # Rules: written, tried, decided by a second person.
    path("program/<slug:code>/aturan/baru/", editing.begin, name="rule_begin"),
    path(f"{_RULE}", trying.rule, name="rule"),
    path(f"{_RULE}ubah/", editing.edit, name="rule_edit"),
    path(f"{_RULE}periksa/", editing.check, name="rule_check"),
    path(f"{_RULE}hapus/", editing.discard, name="rule_discard"),
    path(f"{_RULE}coba/", trying.run, name="rule_try"),
    path(f"{_RULE}daftar/<slug:which>/", trying.listing, name="rule_list"),
    path(f"{_RULE}keluarga/", trying.family, name="rule_family"),
    path(f"{_RULE}ajukan/", editing.propose, name="rule_propose"),
    path(f"{_RULE}terbit/", trying.publish, name="rule_publish"),
    path(f"{_RULE}kembali/", trying.give_back, name="rule_back"),
]

MENU = [
    Entry(
        _("Program"), "programmes:programmes", "heart-handshake", 65, first_for=("pemilik_program", "penyetuju", "pelihat"),
        guide="pemilik-program",
    ),
    Entry(
        _("Rencana penerima"), "programmes:plans", "checklist", 66, short=_("Rencana"),
        first_for=("pemilik_program", "penyetuju"), guide="perencana",
    ),
    Entry(
        _("Penyaluran"), "programmes:deliveries", "coin", 67, first_for=("pemilik_program",), guide="penyaluran"
    ),
    *urls_public.ENTRIES,
    *urls_matrix.ENTRIES,
]  # fmt: skip
