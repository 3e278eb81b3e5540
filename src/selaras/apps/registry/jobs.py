"""The registry made anew whenever the editions that count have changed. One at a time (lock `registry`)."""

from __future__ import annotations

from procrastinate.contrib.django import app

from selaras.apps.registry import rebuild as rebuilding

TASK = "registry.rebuild"


@app.task(name=TASK, queue="registry", lock="registry", pass_context=False)
def rebuild() -> None:
    """Safe to run again at any time: the same editions give the same rows, and no new versions."""
    rebuilding.rebuild()
