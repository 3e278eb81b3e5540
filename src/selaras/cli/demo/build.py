"""The database of a demo, built once: foundation while the lists are made, then every list by the doors of the portal."""

from __future__ import annotations

import concurrent.futures
import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from selaras.cli import screen
from selaras.cli.demo import portal
from selaras.cli.demo.ground import Ground
from selaras.cli.serve import place, run, tree
from selaras.kernel import errors

READERS = 3
_LOG = "isi.log"
Lists = Callable[[], object]


def build(house: place.House, ground: Ground, lists: Lists) -> None:
    """Makes the house from nothing: what an interrupted build left is thrown away first. The database stays running.

    `lists` makes the files; meanwhile the database is founded. Raises SelarasError where a step fails.
    """
    portal.stop(house)
    shutil.rmtree(house.data, ignore_errors=True)
    house.settle()
    try:
        with concurrent.futures.ThreadPoolExecutor(1) as beside:
            founded = beside.submit(_found, house)
            lists()
            environment = founded.result()
        _fill(house, ground, environment)
    except BaseException:
        portal.stop(house)
        raise


def _found(house: place.House) -> dict[str, str]:
    environment = house.environment(demo=True)
    with run.database(house, keep=True):
        run.prepare(house, environment)
    return environment


def _fill(house: place.House, ground: Ground, environment: dict[str, str]) -> None:
    """Runs a worker that reads, and beside it the one who sends and accepts."""
    manage = [sys.executable, "-m", "selaras.config.commands"]
    worker = tree.Part(
        "Pekerja", [*manage, "procrastinate", "worker", "-q", "intake", "--concurrency", str(READERS)],
        house.logs / "pekerja.log",
    )  # fmt: skip
    folders = {"--sumber": ground.sources, "--menunggu": ground.pending, "--hasil": ground.result}
    named = [text for name, folder in folders.items() for text in (name, str(folder.resolve()))]
    filling = [*manage, "fill_demo", *named]
    worker.start(environment)
    try:
        with _told(filling, environment, house) as lines:
            _watch(lines)
    finally:
        worker.stop()


@contextlib.contextmanager
def _told(
    command: list[str], environment: dict[str, str], house: place.House
) -> Iterator[Iterator[dict[str, Any]]]:
    """What a child says, line by line; it ends with this process. Raises SelarasError demo_tidak_tersusun."""
    log = house.logs / _LOG
    tied = [sys.executable, "-m", "selaras.cli.serve.tether", str(os.getpid()), *command]
    with log.open("ab") as complaints:
        process = subprocess.Popen(  # noqa: S603  our own modules
            tied,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
    assert process.stdout is not None
    try:
        with process.stdout as lines:
            yield (json.loads(line) for line in lines if line.startswith("{"))
        if process.wait():
            raise errors.SelarasError("demo_tidak_tersusun", log=str(log))
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def _watch(lines: Iterator[dict[str, Any]]) -> None:
    """Shows each stage as it goes, and its seconds when the next begins."""
    shown = screen.Progress()
    stage = ""
    try:
        for line in lines:
            if "tolak" in line:
                code, params = line["tolak"]
                raise errors.SelarasError(code, **params)
            if line["tahap"] != stage:
                if stage:
                    shown.end("")
                stage = line["tahap"]
                shown.begin(stage, line["semua"] or None)
            shown.step(line["selesai"], "")
        if stage:
            shown.end("")
    finally:
        shown.close()
