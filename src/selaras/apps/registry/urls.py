"""Addresses of the registry."""

from __future__ import annotations

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from selaras.apps.registry.views import act, find, look
from selaras.shell import frame

app_name = "registry"

urlpatterns = [
    path("registri/", find.search, name="search"),
    re_path(r"^registri/hasil/(?P<reference>[a-z]{20})/$", find.found, name="found"),
    re_path(r"^registri/desa/(?P<code>\d\d\.\d\d\.\d\d\.\d{4})/$", find.village, name="village"),
    re_path(r"^registri/orang/(?P<reference>P[0-9A-Z]{12})/$", look.person, name="person"),
    re_path(r"^registri/orang/(?P<reference>P[0-9A-Z]{12})/(?P<field>nik|kk)/$", act.reveal, name="reveal"),
    re_path(r"^registri/keluarga/(?P<reference>K[0-9A-Z]{12})/$", look.keluarga, name="keluarga"),
    path("registri/ekspor/", act.take_out, name="export"),
    path("registri/susunan/", look.builds, name="builds"),
    path("registri/pekerjaan/<int:job_id>/", look.job, name="job"),
]

MENU = [
    frame.Entry(_("Registri"), "registry:search", "users", 20, guide="operator#mencari-orang-dan-keluarga")
]
