"""Addresses of intake."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from selaras.apps.intake.views import act, bring, editions, look
from selaras.shell import frame

app_name = "intake"
_ONE = "data-masuk/kiriman/<int:delivery_id>/"
urlpatterns = [
    path("data-masuk/", bring.overview, name="overview"),
    path("data-masuk/kirim/", bring.send, name="send"),
    path(_ONE, look.delivery, name="delivery"),
    path(f"{_ONE}kemajuan/", look.progress, name="progress"),
    path(f"{_ONE}temuan/", look.findings, name="findings"),
    path(f"{_ONE}contoh/", look.preview, name="preview"),
    path(f"{_ONE}salinan/", look.annotated, name="annotated"),
    path(f"{_ONE}salinan/buat/", act.ask_annotated, name="ask_annotated"),
    path(f"{_ONE}perbedaan/", look.differences, name="differences"),
    path(f"{_ONE}perbedaan/unduh/", look.differences_file, name="differences_file"),
    path(f"{_ONE}pemetaan/", act.mapping, name="mapping"),
    path(f"{_ONE}edisi/", act.correct, name="correct"),
    path(f"{_ONE}baca-ulang/", act.read_again, name="read_again"),
    path(f"{_ONE}bandingkan/", act.compare_again, name="compare_again"),
    path(f"{_ONE}terima/", act.accept, name="accept"),
    path(f"{_ONE}tolak/", act.refuse, name="refuse"),
    path("data-masuk/edisi/", editions.editions, name="editions"),
    path("data-masuk/edisi/<int:edition_id>/", editions.edition, name="edition"),
    path("data-masuk/edisi/<int:edition_id>/batalkan/", editions.undo, name="undo"),
]
MENU = [
    frame.Entry(
        _("Data masuk"),
        "intake:overview",
        "file-import",
        10,
        first_for=("operator", "wali_data"),
        guide="operator",
    ),
]
