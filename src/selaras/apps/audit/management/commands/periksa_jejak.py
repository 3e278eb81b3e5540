"""manage.py periksa_jejak: is the trail whole?"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management import base

from selaras.apps.audit import queries, services, words

MOST_SHOWN = 20


class Command(base.BaseCommand):
    """Seals what is not yet sealed, then checks every seal and event. Exit code 2 when something is wrong."""

    help = "Segel peristiwa baru, lalu periksa apakah jejak masih utuh."

    def add_arguments(self, parser: base.CommandParser) -> None:
        """Arguments of the command."""
        parser.add_argument("--tanpa-segel", action="store_true", help="Hanya periksa.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the command."""
        found = list(queries.faults())
        # Only a whole trail is sealed: a seal put on a damaged one would cover the damage up.
        if not found and not options["tanpa_segel"]:
            services.seal()
            found = list(queries.faults())
        for fault in found[:MOST_SHOWN]:
            self.stderr.write(words.fault(fault.kind, fault.number))
        if found:
            self.stderr.write(
                f"Jejak tidak utuh: {len(found)} masalah. Simpan salinan basis data, lalu hubungi auditor."
            )
            sys.exit(2)
        last = queries.last_seal()
        self.stdout.write(
            f"Jejak utuh: {last.last if last else 0} peristiwa di bawah {last.number if last else 0} segel."
        )
