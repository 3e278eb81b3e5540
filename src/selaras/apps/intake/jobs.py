"""Jobs of intake: the argument is the id of our own Job row."""

from __future__ import annotations

from procrastinate.contrib.django import app

from selaras.apps.intake import queue
from selaras.apps.intake.services import clean as cleaning
from selaras.apps.intake.services import read as reading
from selaras.shell import jobs as house


@app.task(name=queue.TASK, queue="intake", pass_context=False, retry=house.AGAIN)
def work(job_id: int) -> None:
    """Reads, compares or annotates a delivery."""
    reading.work(job_id)


house.when_alone(cleaning.workrooms)
house.when_interrupted(queue.TASK, lambda given: reading.interrupted(int(given["job_id"])))


@app.periodic(cron="17 2 * * *")
@app.task(name="intake.clean", queue="rumah", queueing_lock="intake-bersih", pass_context=False)
def clean(timestamp: int) -> None:
    """Deletes raw files that were kept long enough, and leftovers."""
    cleaning.clean()
