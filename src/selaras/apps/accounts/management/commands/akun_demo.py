"""manage.py akun_demo: the made-up people of a demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import base
from django.db import transaction

from selaras.apps.accounts import services


class Command(base.BaseCommand):
    """Makes the people of the demo, once. Refuses outside a demo: their password is known to everybody."""

    help = "Buat akun rekaan untuk setiap peran (hanya dengan SELARAS_DEMO=1)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the command."""
        if not settings.SELARAS_DEMO:
            raise base.CommandError(
                "Akun demo hanya dibuat dengan SELARAS_DEMO=1, dan tidak pernah di produksi."
            )
        with transaction.atomic():
            services.make_demo()
