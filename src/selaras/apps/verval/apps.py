"""Verification in the field."""

from __future__ import annotations

import importlib

from django.apps import AppConfig

from selaras.shell import panels


class VervalConfig(AppConfig):
    """Campaigns, officers, visits and what was found."""

    name = "selaras.apps.verval"

    def import_models(self) -> None:
        """Django looks into the room `models` itself; its files have to be named."""
        for name in ("campaigns", "submissions"):
            importlib.import_module(f"{self.name}.models.{name}")
        super().import_models()

    def ready(self) -> None:
        """Hangs what was found beside what lists say."""
        for page in ("person", "keluarga"):
            panels.hang(f"registry:{page}", f"selaras.apps.verval.panels.of_{page}", 45)
        panels.hang("discrepancies:cases", "selaras.apps.verval.panels.of_cases", 50)
