"""Addresses. Every app brings its own; where one is missing, its pages are."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from selaras.config import api, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.api.urls),
    path("galeri/", pages.show_gallery, name="gallery"),
    path("sehat/", pages.health, name="health"),
    *(path("", include(f"selaras.apps.{app}.urls")) for app in settings.APPS_WITH_PAGES),
]

handler400 = "selaras.config.pages.bad_request"
handler403 = "selaras.config.pages.refused"
handler404 = "selaras.config.pages.not_found"
handler500 = "selaras.config.pages.broken"
