"""Addresses of what is asked of all families at once. They stand before those of single programmes, whose code could be any word."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from selaras.apps.programmes.views import families, matrix, sharing, wanted
from selaras.shell.frame import Entry

PATHS = [
    path("program/matriks/", matrix.matrix, name="matrix"),
    path("program/matriks/keluarga/", matrix.matrix_families, name="matrix_families"),
    path("program/tanya/", wanted.wanted, name="wanted"),
    path("program/tanya/rancang/", wanted.plan, name="wanted_plan"),
    path("program/penerima/", sharing.lists, name="lists"),
    path("program/penerima/bawa/", sharing.bring, name="list_bring"),
    path("program/penerima/<slug:reference>/", sharing.brought, name="list"),
    path("program/penerima/<slug:reference>/tarik/", sharing.withdraw, name="list_withdraw"),
    path("program/banding/", sharing.agreements, name="agreements"),
    path("program/banding/ajukan/", sharing.propose, name="agreement_propose"),
    path("program/banding/<slug:reference>/", sharing.agreement, name="agreement"),
    path("program/banding/<slug:reference>/jawab/", sharing.answer, name="agreement_answer"),
    path("program/banding/<slug:reference>/akhiri/", sharing.end, name="agreement_end"),
    path("program/<slug:code>/keluarga/", families.of_programme, name="families"),
    path("program/<slug:code>/keluarga/unduh/", families.take_out, name="families_take_out"),
]
# The one door of an agency from outside, which has no catalogue.
ENTRIES = [
    Entry(
        _("Daftar antarinstansi"), "programmes:lists", "share", 110, short=_("Daftar"), first_for=("pemilik_program",),
        guide="pemilik-program#daftar-penerima-dan-membandingkannya-dengan-instansi-lain",
    ),
]  # fmt: skip
