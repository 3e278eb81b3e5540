"""Review tells the registry who gives decisions."""

from __future__ import annotations

from django.apps import AppConfig

from selaras.apps.registry import deciders
from selaras.shell import panels


class ReviewConfig(AppConfig):
    """The app."""

    name = "selaras.apps.review"

    def ready(self) -> None:
        """The next build respects what people decided."""
        deciders.decided_by("selaras.apps.review.queries.decisions")
        panels.hang("registry:person", "selaras.apps.review.panels.of_person", 30)
