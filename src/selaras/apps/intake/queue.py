"""Puts work in line: our Job row and the task in the same transaction. Tasks are known by name, not imported."""

from __future__ import annotations

from procrastinate.contrib.django import app

from selaras.apps.accounts import rules as access
from selaras.apps.intake import rules
from selaras.apps.intake.models import Delivery, Job

TASK = "intake.work"
REBUILD = "registry.rebuild"


def ask(delivery: Delivery, work: rules.Work, by: access.Actor) -> Job:
    """A job on a delivery. One delivery is worked on by one job at a time."""
    job = Job.objects.create(delivery=delivery, work=work, asked_by_id=by.user_id)
    app.configure_task(TASK, queue="intake", lock=f"kiriman-{delivery.pk}").defer(job_id=job.pk)
    return job


def rebuild() -> None:
    """Asks the app above to build the registry anew from the editions that count. Runs one at a time.

    Without a queueing lock: a rebuild that waits may begin before this transaction ends, and would not see it.
    """
    app.configure_task(REBUILD, queue="registry", lock="registry").defer()
