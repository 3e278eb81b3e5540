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

MENU = [frame.Entry(_("Tinjau kecocokan"), "review:queue", "git-merge", 30)]
