"""Verification in the field."""

from __future__ import annotations

import importlib

from django.apps import AppConfig


class VervalConfig(AppConfig):
    """Campaigns, officers, visits and what was found."""

    name = "selaras.apps.verval"

    def import_models(self) -> None:
        """Django looks into the room `models` itself; its files have to be named."""
        for name in ("campaigns", "submissions"):
            importlib.import_module(f"{self.name}.models.{name}")
        super().import_models()
