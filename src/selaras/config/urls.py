"""Addresses. Every app brings its own; where one is missing, its pages are."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from selaras.config import api, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.api.urls),
    path("galeri/", pages.show_gallery, name="gallery"),
    path("panduan/", pages.show_guide, name="guide"),
    path("panduan/<slug:name>/", pages.show_guide, name="guide_page"),
    path("panduan/gambar/<str:name>", pages.show_guide_picture, name="guide_picture"),
    path("sehat/", pages.health, name="health"),
    re_path(r"^gangguan/(?P<kind>\d{3}(?:_csrf)?)/$", pages.trouble, name="trouble"),
    *(path("", include(f"selaras.apps.{app}.urls")) for app in settings.APPS_WITH_PAGES),
]

handler400 = "selaras.config.pages.bad_request"
handler403 = "selaras.config.pages.refused"
handler404 = "selaras.config.pages.not_found"
handler500 = "selaras.config.pages.broken"
