"""Seals the trail every five minutes."""

from __future__ import annotations

from procrastinate.contrib.django import app

from selaras.apps.audit import services


@app.periodic(cron="*/5 * * * *")
@app.task(queue="rumah", queueing_lock="segel", pass_context=False)
def seal(timestamp: int) -> None:
    """Puts new events in order and seals them."""
    services.seal()
