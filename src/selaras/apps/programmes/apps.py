"""Programmes in step."""

from __future__ import annotations

import importlib

from django.apps import AppConfig
from django.utils.module_loading import import_string

from selaras.apps.penetapan import tracking
from selaras.shell import panels


class ProgrammesConfig(AppConfig):
    """Catalogue, rules, allocation, delivery, complaints."""

    name = "selaras.apps.programmes"

    def import_models(self) -> None:
        """Django looks into the room `models` itself; its files have to be named."""
        for name in (
            "catalogue",
            "allocation",
            "delivery",
            "accounts",
            "complaints",
            "facts",
            "figures",
            "sharing",
        ):
            importlib.import_module(f"{self.name}.models.{name}")
        super().import_models()

    def ready(self) -> None:
        """Lays out facts with every build, and hangs what fits a family into its page."""
        import_string("selaras.apps.registry.services.load_along")(
            "selaras.apps.programmes.services.facts.load"
        )
        panels.hang("registry:keluarga", "selaras.apps.programmes.panels.of_keluarga", 65)
        panels.hang("registry:keluarga", "selaras.apps.programmes.panels_delivery.of_keluarga", 66)
        panels.hang("registry:keluarga", "selaras.apps.programmes.panels_public.of_keluarga", 67)
        tracking.name("selaras.apps.programmes.views.complaints.tracked")
