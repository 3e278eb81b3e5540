"""Addresses of regions."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from selaras.apps.wilayah import views
from selaras.shell.frame import Entry

app_name = "wilayah"
urlpatterns = [
    path("wilayah/", views.index, name="index"),
    path("wilayah/<str:code>/", views.region, name="region"),
    path("wilayah/<str:code>/batas.geojson", views.boundaries, name="boundaries"),
    path("wilayah/<str:code>/batas/", views.layers, name="layers"),
    path("wilayah/<str:code>/batas/<int:layer>/cabut/", views.withdraw, name="withdraw"),
]
MENU = [Entry(_("Wilayah"), "wilayah:index", "map-2", 90, guide="pelihat#wilayah")]
