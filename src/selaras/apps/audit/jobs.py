"""Seals the trail every five minutes; checks all of it every night, and when the auditor asks."""

from __future__ import annotations

from procrastinate.contrib.django import app

from selaras.apps.audit import queries, services


@app.periodic(cron="*/5 * * * *")
@app.task(queue="rumah", queueing_lock="segel", pass_context=False)
def seal(timestamp: int) -> None:
    """Puts new events in order and seals them."""
    services.seal()


@app.task(name=queries.CHECK, queue="rumah", lock="jejak-periksa", pass_context=False)
def check(check_id: int) -> None:
    """Checks the whole trail for the auditor."""
    services.check(check_id)


@app.periodic(cron="40 1 * * *")
@app.task(name="audit.nightly", queue="rumah", queueing_lock="jejak-malam", pass_context=False)
def nightly(timestamp: int) -> None:
    """Checks the whole trail while nobody waits for it."""
    services.check(services.ask_check(by=None))
