"""manage.py fill_demo: the lists of a made-up kabupaten go through the doors of a demo, and the registry is built once."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import base
from django.db import connection
from procrastinate.contrib.django import app

from selaras.apps.accounts import rules as access
from selaras.apps.home import (
    filling,
    filling_citizens,
    filling_delivery,
    filling_field,
    filling_lists,
    filling_plans,
    filling_rules,
    kept_result,
)
from selaras.apps.programmes.services import catalogue
from selaras.apps.registry import queries as registry
from selaras.apps.registry import services
from selaras.kernel import errors

QUEUE = "registry"
_LOOK = 0.2


class Command(base.BaseCommand):
    """Sends, accepts, builds; says as lines of JSON how far it is: `{"tahap", "selesai", "semua"}` or `{"tolak"}`.

    A worker of the queue "intake" has to run beside it. The queue "registry" is worked on here, after all files have been
    accepted, so that the registry is built once and not once for every file.
    """

    help = "Isi demo lewat pintu yang sama dengan pemakai (hanya dengan SELARAS_DEMO=1)."

    def add_arguments(self, parser: base.CommandParser) -> None:
        """Arguments of the command."""
        parser.add_argument("--sumber", type=Path, required=True)
        parser.add_argument("--menunggu", type=Path)
        parser.add_argument("--hasil", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the command."""
        if not settings.SELARAS_DEMO:
            raise base.CommandError("Hanya demo yang diisi data buatan. Jalankan dengan SELARAS_DEMO=1.")
        try:
            self._fill(options["sumber"], options["menunggu"], options["hasil"])
        except errors.SelarasError as error:
            self.stdout.write(json.dumps({"tolak": [error.code, dict(error.params)]}, default=str))
            raise base.CommandError(error.message) from None

    def _fill(self, sources: Path, pending: Path | None, result: Path | None) -> None:
        catalogue.seed()
        steward = filling.actor(filling.STEWARD)
        filling.accept(filling.send(filling.files(sources), steward), sources, self._tell)
        late = []
        for email, paths in filling.by_sender(filling.files(pending) if pending else []):
            late += filling.send(paths, filling.actor(email))
        if result:
            os.environ[kept_result.VARIABLE] = str(result)
            services.load_along("selaras.apps.home.kept_result.keep")
        self._build()
        if result:
            self._tell("tulis", 0, 0)
            kept_result.report(result)
        filling.settle(late, self._tell)
        self._tell("lapangan", 0, 0)
        self._back(filling_field.fill(), steward)
        filling_plans.fill()
        filling_rules.fill()
        filling_delivery.fill()
        filling_citizens.fill()
        filling_lists.fill()

    def _back(self, delivery: int | None, steward: access.Actor) -> None:
        """The wali data accepts what the field found; the portal builds the registry anew as soon as it runs."""
        if delivery is not None:
            sent = filling.Sent(Path(f"verval_{delivery}.xlsx"), delivery, steward)
            filling.accept([sent], Path(), self._tell)

    def _build(self) -> None:
        """Works off the rebuilds that were asked for. Raises SelarasError demo_tidak_tersusun."""
        done = threading.Event()
        watching = threading.Thread(target=self._watch, args=(done,))
        watching.start()
        try:
            with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
                app.run_worker(queues=[QUEUE], wait=False, install_signal_handlers=False, listen_notify=False)
        finally:
            done.set()
            watching.join()
        if registry.active() is None:
            raise errors.SelarasError("demo_tidak_tersusun", log="log/isi.log")

    def _watch(self, done: threading.Event) -> None:
        try:
            while not done.wait(_LOOK):
                job = registry.latest_job()
                if job is not None:
                    # The tables of a load come too quickly to be told one by one.
                    stage = "muat" if job.stage.startswith("muat") else job.stage or "baca"
                    self._tell(stage, int(job.done or 0), int(job.total or 0))
        finally:
            connection.close()

    def _tell(self, stage: str, done: int, total: int) -> None:
        self.stdout.write(json.dumps({"tahap": stage, "selesai": done, "semua": total}))
        self.stdout.flush()
