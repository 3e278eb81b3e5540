"""Runs the reader in a process of its own and tells how it ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from selaras.apps.intake import reader
from selaras.kernel import errors

MEMORY = int(os.environ.get("SELARAS_READ_MEMORY_MB", "6000")) * 1_000_000
SECONDS = int(os.environ.get("SELARAS_READ_SECONDS", "1800"))
Say = Callable[[str, int | None], None]


class Refusal(errors.SelarasError):
    """What the reader refused, with the words it had for it."""

    def __init__(self, told: dict[str, str]) -> None:
        Exception.__init__(self, told["message"])
        self.code, self.message, self.hint, self.params = told["code"], told["message"], told["hint"], {}


def run(order: reader.Order, say: Say) -> dict[str, Any]:
    """What the reader found. Raises Refusal in its words, SelarasError kiriman_proses_mati when it was killed."""
    folder = Path(order.folder)
    (folder / "perintah.json").write_text(
        json.dumps({**asdict(order), "parent": os.getpid()}), encoding="utf-8"
    )
    with (folder / "galat.txt").open("w") as complaints:
        process = subprocess.Popen(  # noqa: S603  our own module; the file name stands in the order, not in the command
            [sys.executable, "-m", "selaras.apps.intake.reader", str(folder / "perintah.json")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=_environment(folder),
            cwd=folder,
            start_new_session=True,
            text=True,
        )
        alarm = threading.Timer(order.seconds * 1.5 + 30, process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            last = _listen(process, say)
        finally:
            alarm.cancel()
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()
    if "tolak" in last:
        raise Refusal(last["tolak"])
    if process.returncode != 0 or "hasil" not in last:
        raise errors.SelarasError("kiriman_proses_mati", sebab=_why(process.returncode, folder / "galat.txt"))
    found: dict[str, Any] = last["hasil"]
    return found


def _listen(process: subprocess.Popen[str], say: Say) -> dict[str, Any]:
    last: dict[str, Any] = {}
    assert process.stdout is not None
    for line in process.stdout:
        try:
            last = json.loads(line)
        except ValueError:
            break  # cut off in the middle of a line
        if "tahap" in last:
            say(last["tahap"], last.get("jumlah"))
    process.wait()
    return last


def _environment(folder: Path) -> dict[str, str]:
    """No address of a database, no keys: only what Python needs to start."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "VIRTUAL_ENV") if name in os.environ}
    threads = str(max(1, min(4, (os.cpu_count() or 2) - 1)))
    return {
        **kept, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", "POLARS_MAX_THREADS": threads,
        "PYTHONUNBUFFERED": "1",
    }  # fmt: skip


def _why(code: int, complaints: Path) -> str:
    told = complaints.read_text(encoding="utf-8", errors="replace")[-4000:]
    if code == -signal.SIGXCPU:
        return "melewati batas waktu"
    if code == -signal.SIGABRT or "MemoryError" in told or "memory allocation" in told:
        return "kehabisan memori"
    if code == -signal.SIGKILL:
        return "dihentikan paksa"
    return "kesalahan di pihak kami"
