"""The address of the home page."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from selaras.apps.home import views
from selaras.shell import frame

urlpatterns = [path("", views.home, name="home")]
MENU = [frame.Entry(_("Beranda"), "home", "home", 0)]
