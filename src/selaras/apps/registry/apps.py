"""After migrations the rooms of large loads get the indexes their parents have got."""

from __future__ import annotations

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def furnish(using: str, **_: object) -> None:
    """Tables by inheritance share new columns, but not new indexes (migration 0003)."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('registry_furnish_all()')")
        if cursor.fetchone()[0]:
            cursor.execute("SELECT registry_furnish_all()")


class RegistryConfig(AppConfig):
    """One registry of persons and keluarga."""

    name = "selaras.apps.registry"

    def ready(self) -> None:
        """Listens for the end of migrations."""
        post_migrate.connect(furnish, sender=self)
