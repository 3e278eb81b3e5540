"""manage.py fill_programmes: the catalogue of programmes the house brings along."""

from __future__ import annotations

from typing import Any

from django.core.management import base

from selaras.apps.programmes.services import catalogue


class Command(base.BaseCommand):
    """Writes programmes and rules of data/programmes.toml that are not there yet; touches nothing that is."""

    help = "Isi katalog program dari daftar bawaan. Aman diulang."

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the command."""
        made = catalogue.seed()
        self.stdout.write(f"{made} program baru ditulis ke katalog.")
