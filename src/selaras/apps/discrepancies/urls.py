"""Addresses of discrepancies."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from selaras.apps.discrepancies import views
from selaras.shell.frame import Entry

app_name = "discrepancies"
urlpatterns = [
    path("ketidaksesuaian/", views.dashboard, name="dashboard"),
    path("ketidaksesuaian/daftar/", views.cases, name="cases"),
    path("ketidaksesuaian/keluar/", views.take_out, name="take_out"),
    path("ketidaksesuaian/padan/", views.take_out_padan, name="take_out_padan"),
    path("ketidaksesuaian/daftar-kerja/", views.worklists, name="worklists"),
    path("ketidaksesuaian/daftar-kerja/simpan/", views.keep, name="keep"),
]
MENU = [
    Entry(
        _("Ketidaksesuaian"), "discrepancies:dashboard", "arrows-diff", 40, short=_("Beda"),
        first_for=("kepala_daerah", "pelihat"), guide="wali-data#di-mana-daftar-berbeda",
    ),
]  # fmt: skip
