"""The registry made anew whenever the editions that count have changed. One at a time (lock `registry`)."""

from __future__ import annotations

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from selaras.apps.registry import rebuild as rebuilding
from selaras.shell import jobs as house

TASK = "registry.rebuild"


@app.task(name=TASK, queue="registry", lock="registry", pass_context=False, retry=house.AGAIN)
def rebuild() -> None:
    """Safe to run again at any time: the same editions give the same rows, and no new versions.

    Where another rebuild waits behind this one (ten files accepted in a row), that one sees all this one would see.
    """
    if not ProcrastinateJob.objects.filter(task_name=TASK, status="todo").exists():
        rebuilding.rebuild()


house.when_alone(rebuilding.sweep)
house.when_interrupted(TASK, lambda _: rebuilding.interrupted())
