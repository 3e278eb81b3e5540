"""Loads with the registry: readers never see one without the other."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import import_string

from selaras.shell import panels


class DiscrepanciesConfig(AppConfig):
    """Where lists disagree."""

    name = "selaras.apps.discrepancies"

    def ready(self) -> None:
        """Names our loader and panels. By name: models cannot be imported before the apps are there."""
        import_string("selaras.apps.registry.services.load_along")("selaras.apps.discrepancies.services.load")
        for page in ("person", "keluarga"):
            panels.hang(f"registry:{page}", f"selaras.apps.discrepancies.panels.of_{page}", 40)
