"""Addresses of what is asked of all families at once. They stand before those of single programmes, whose code could be any word."""

from __future__ import annotations

from django.urls import path

from selaras.apps.programmes.views import families, matrix

PATHS = [
    path("program/matriks/", matrix.matrix, name="matrix"),
    path("program/matriks/keluarga/", matrix.matrix_families, name="matrix_families"),
    path("program/<slug:code>/keluarga/", families.of_programme, name="families"),
    path("program/<slug:code>/keluarga/unduh/", families.take_out, name="families_take_out"),
]
