"""manage.py pengelola_pertama: the person who will add everybody else."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management import base
from django.db import transaction

from selaras.apps.accounts import services


class Command(base.BaseCommand):
    """Makes the first pengelola and prints their first password, once."""

    help = "Buat pengelola pertama. Kata sandinya ditampilkan sekali, dan harus diganti saat masuk."

    def add_arguments(self, parser: base.CommandParser) -> None:
        """Arguments of the command."""
        parser.add_argument("--surel", required=True)
        parser.add_argument("--nama", required=True)
        parser.add_argument("--instansi", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the command."""
        try:
            with transaction.atomic():
                password = services.make_first(
                    email=options["surel"], name=options["nama"], agency_name=options["instansi"]
                )
        except PermissionDenied:
            raise base.CommandError(
                "Sudah ada pengguna. Minta pengelola yang ada menambahkan orang baru."
            ) from None
        self.stdout.write(f"Kata sandi pertama: {password}")
