"""From deliberation to the decree."""

from __future__ import annotations

from django.apps import AppConfig


class PenetapanConfig(AppConfig):
    """Musdes and muskel, usul and sanggah, and the chain of signatures."""

    name = "selaras.apps.penetapan"
