"""Addresses of programmes. Lines by subject, so that builders do not meet."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from selaras.apps.programmes import urls_matrix
from selaras.apps.programmes.views import catalogue, family
from selaras.shell.frame import Entry

app_name = "programmes"
urlpatterns = [
    *urls_matrix.PATHS,
    path("program/", catalogue.programmes, name="programmes"),
    path("program/keluarga/<str:reference>/", family.sheet, name="family"),
    path("program/<slug:code>/", catalogue.programme, name="programme"),
]

MENU = [Entry(_("Program"), "programmes:programmes", "heart-handshake", 65)]
