"""Addresses of plans."""

from __future__ import annotations

from django.urls import path

from selaras.apps.programmes.views import plan_deciding, plan_reading, plans

_ONE = "program/rencana/<slug:reference>/"
PATHS = [
    path("program/rencana/", plans.overview, name="plans"),
    path("program/rencana/baru/", plans.new, name="plan_new"),
    path("program/rencana/susun/", plans.make, name="plan_make"),
    path("program/rencana/banding/<slug:family>/", plan_reading.compare, name="plan_compare"),
    path("program/rencana/banding/<slug:reference>/<slug:other>/", plan_reading.moved, name="plan_moved"),
    path(_ONE, plan_reading.plan, name="plan"),
    path(f"{_ONE}kerja/", plans.progress, name="plan_progress"),
    path(f"{_ONE}daftar/", plan_reading.rows, name="plan_rows"),
    path(f"{_ONE}keluarga/<str:keluarga>/", plan_reading.family, name="plan_family"),
    path(f"{_ONE}hitung/", plan_deciding.again, name="plan_again"),
    path(f"{_ONE}putusan/<int:award>/", plan_deciding.change, name="plan_change"),
    path(f"{_ONE}ajukan/", plan_deciding.propose, name="plan_propose"),
    path(f"{_ONE}putus/", plan_deciding.decide, name="plan_decide"),
    path(f"{_ONE}setujui/", plan_deciding.approve, name="plan_approve"),
    path(f"{_ONE}sk/", plan_deciding.paper, name="plan_paper"),
    path(f"{_ONE}ekspor/", plan_deciding.export, name="plan_export"),
]
