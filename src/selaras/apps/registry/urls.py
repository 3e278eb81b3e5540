"""Addresses of the registry."""

from __future__ import annotations

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from selaras.apps.registry import views
from selaras.shell import frame

app_name = "registry"

urlpatterns = [
    path("registri/", views.search, name="search"),
    re_path(r"^registri/desa/(?P<code>\d\d\.\d\d\.\d\d\.\d{4})/$", views.village, name="village"),
    re_path(r"^registri/orang/(?P<reference>P[0-9A-Z]{12})/$", views.person, name="person"),
    re_path(r"^registri/orang/(?P<reference>P[0-9A-Z]{12})/(?P<field>nik|kk)/$", views.reveal, name="reveal"),
    re_path(r"^registri/keluarga/(?P<reference>K[0-9A-Z]{12})/$", views.keluarga, name="keluarga"),
    path("registri/ekspor/", views.take_out, name="export"),
    path("registri/susunan/", views.builds, name="builds"),
    path("registri/pekerjaan/<int:job_id>/", views.job, name="job"),
]

MENU = [frame.Entry(_("Registri"), "registry:search", "users", 20)]
