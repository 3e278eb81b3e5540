"""Addresses of the trail."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from selaras.apps.audit import views
from selaras.shell import frame

app_name = "audit"
urlpatterns = [
    path("jejak/", views.events, name="events"),
    path("jejak/saya/", views.mine, name="mine"),
    path("jejak/periksa/", views.check, name="check"),
    path("jejak/periksa/keadaan/", views.check_state, name="check_state"),
]
MENU = [
    frame.Entry(
        _("Jejak perbuatan"), "audit:events", "history", 220, phone=5, short=_("Jejak"), guide="auditor"
    )
]
