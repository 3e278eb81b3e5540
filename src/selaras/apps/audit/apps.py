"""Names audit as the keeper of marks when the house starts."""

from __future__ import annotations

from django.apps import AppConfig

from selaras.shell import trail


class AuditConfig(AppConfig):
    """The trail."""

    name = "selaras.apps.audit"

    def ready(self) -> None:
        """Takes the marks that any app leaves."""
        # By name: models cannot be imported before the apps are there.
        trail.keep_with("selaras.apps.audit.services.keep")
