"""Addresses of review."""

from __future__ import annotations

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from selaras.apps.review import views
from selaras.shell import frame

app_name = "review"

urlpatterns = [
    path("tinjau/", views.queue, name="queue"),
    path("tinjau/<int:candidate_id>/", views.pair, name="pair"),
    path("tinjau/<int:candidate_id>/putuskan/", views.decide, name="decide"),
    re_path(r"^tinjau/orang/(?P<reference>P[0-9A-Z]{12})/pisahkan/$", views.part, name="part"),
    path("tinjau/putusan/<int:decision_id>/cabut/", views.take_back, name="take_back"),
]

MENU = [
    frame.Entry(
        _("Tinjau kecocokan"), "review:queue", "git-merge", 30, short=_("Tinjau"), guide="verifikator"
    )
]
KEYS = [
    frame.Key("s", _("tinjau: orang yang sama"), "review:queue"),
    frame.Key("b", _("tinjau: bukan orang yang sama"), "review:queue"),
    frame.Key("r", _("tinjau: belum yakin"), "review:queue"),
    frame.Key("k", _("tinjau: gabung kedua keluarga"), "review:queue"),
    frame.Key("u", _("tinjau: cabut putusan terakhir"), "review:queue"),
]
