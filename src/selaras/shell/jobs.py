"""Work that every house needs: jobs whose worker was killed are marked honestly and taken up again.

A worker shows a heartbeat. What it left "doing" when it died is given to a living one: every quarter of a minute to those
whose heartbeat is old, and at once when the only worker of a house starts (`pekerja --sendiri`), because then nobody else can
be at work. Every task must be safe to run again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError, connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

# Seconds without a heartbeat (one comes every ten) after which a worker counts as dead.
SILENT = 30
# The database went away, or there was no room: tried again, ever more slowly, for about an hour.
AGAIN = RetryStrategy(
    max_attempts=20, wait=3, linear_wait=20, retry_exceptions=(OperationalError, InterfaceError, OSError)
)
Mark = Callable[[Mapping[str, Any]], None]
_marks: dict[str, Mark] = {}
_sweeps: list[Callable[[], object]] = []


def when_interrupted(task: str, mark: Mark) -> None:
    """Names what says, in the app's own job row, that a run of `task` was cut off and will be taken up again.

    `mark` gets the arguments of the task; it must be safe to call twice.
    """
    _marks[task] = mark


def _given(arguments: Mapping[str, Any] | str) -> Mapping[str, Any]:
    """The arguments of a task. Outside of a worker they come as JSON."""
    found: Mapping[str, Any] = json.loads(arguments) if isinstance(arguments, str) else arguments
    return found


def when_alone(sweep: Callable[[], object]) -> None:
    """Names what clears away the plain files of killed workers. Called when the only worker starts, before any job."""
    _sweeps.append(sweep)


def take_over() -> None:
    """For the start of the only worker: nobody else can be at work, so what was begun belongs to nobody."""
    for sweep in _sweeps:
        sweep()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")


async def take_up() -> int:
    """Marks the jobs of dead workers and puts them in line again; how many there were."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT))
    for job in stalled:
        mark = _marks.get(job.task_name)
        if mark is not None:
            await sync_to_async(mark)(_given(job.task_kwargs))
        await app.job_manager.retry_job(job)
    return len(stalled)


@app.periodic(cron="* * * * * */15")
@app.task(queue="rumah", queueing_lock="pulih", pass_context=False)
async def recover(timestamp: int) -> None:
    """Gives the jobs of workers that no longer show a heartbeat to those that do."""
    await take_up()
