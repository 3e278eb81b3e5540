"""Loads with the registry: readers never see one without the other."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import import_string


class DiscrepanciesConfig(AppConfig):
    """Where lists disagree."""

    name = "selaras.apps.discrepancies"

    def ready(self) -> None:
        """Names our loader to the registry. By name: models cannot be imported before the apps are there."""
        import_string("selaras.apps.registry.services.load_along")("selaras.apps.discrepancies.services.load")
