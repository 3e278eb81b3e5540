"""manage.py pekerja: the worker, after it has taken up what a killed worker left behind."""

from __future__ import annotations

from typing import Any

from asgiref.sync import async_to_sync
from django.core.management import base, call_command
from django.db import connections

from selaras.shell import jobs

GRACE = 10


class Command(base.BaseCommand):
    """Runs until it is told to stop."""

    help = "Jalankan pekerja. Pekerjaan yang terputus dimulai lagi lebih dahulu."

    def add_arguments(self, parser: base.CommandParser) -> None:
        """Arguments of the command."""
        parser.add_argument(
            "--sekaligus", type=int, default=3, help="Banyaknya pekerjaan pada saat yang sama."
        )
        parser.add_argument(
            "--sendiri",
            action="store_true",
            help="Tidak ada pekerja lain pada basis data ini: yang tertinggal langsung diambil alih.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the command."""
        if options["sendiri"]:
            jobs.take_over()
        async_to_sync(jobs.take_up)()
        connections.close_all()
        call_command(
            "procrastinate", "worker", concurrency=options["sekaligus"], shutdown_graceful_timeout=GRACE,
            delete_jobs="successful",
        )  # fmt: skip
