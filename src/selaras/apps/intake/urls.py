"""Addresses of intake."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from selaras.apps.intake import views
from selaras.shell import frame

app_name = "intake"
_ONE = "data-masuk/kiriman/<int:delivery_id>/"
urlpatterns = [
    path("data-masuk/", views.overview, name="overview"),
    path("data-masuk/kirim/", views.send, name="send"),
    path(_ONE, views.delivery, name="delivery"),
    path(f"{_ONE}kemajuan/", views.progress, name="progress"),
    path(f"{_ONE}temuan/", views.findings, name="findings"),
    path(f"{_ONE}contoh/", views.preview, name="preview"),
    path(f"{_ONE}salinan/", views.annotated, name="annotated"),
    path(f"{_ONE}salinan/buat/", views.ask_annotated, name="ask_annotated"),
    path(f"{_ONE}perbedaan/", views.differences, name="differences"),
    path(f"{_ONE}perbedaan/unduh/", views.differences_file, name="differences_file"),
    path(f"{_ONE}pemetaan/", views.mapping, name="mapping"),
    path(f"{_ONE}edisi/", views.correct, name="correct"),
    path(f"{_ONE}baca-ulang/", views.read_again, name="read_again"),
    path(f"{_ONE}bandingkan/", views.compare_again, name="compare_again"),
    path(f"{_ONE}terima/", views.accept, name="accept"),
    path(f"{_ONE}tolak/", views.refuse, name="refuse"),
    path("data-masuk/edisi/", views.editions, name="editions"),
    path("data-masuk/edisi/<int:edition_id>/", views.edition, name="edition"),
    path("data-masuk/edisi/<int:edition_id>/batalkan/", views.undo, name="undo"),
]
MENU = [
    frame.Entry(_("Data masuk"), "intake:overview", "file-import", 10),
]
