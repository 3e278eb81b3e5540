"""Processes that a killed house left behind: known by their group, cleared away before the next start."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from pathlib import Path

PATIENCE = 5.0


def _boot() -> str:
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return ""


def born(pid: int) -> str:
    """When a process began, in ticks since boot (proc(5), field 22); "" when there is none."""
    with contextlib.suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[19]
    return ""


def remember(path: Path, groups: list[int]) -> None:
    """Notes the process groups of a running house."""
    fresh = path.with_suffix(".baru")
    fresh.write_text(
        json.dumps({"boot": _boot(), "groups": [[pid, born(pid)] for pid in groups]}), encoding="utf-8"
    )
    fresh.replace(path)


def clear(path: Path) -> int:
    """Ends what is left of the groups noted there; returns how many there were. Another program that happens to
    have the same number today is left alone."""
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))
        groups = [(int(pid), str(birth)) for pid, birth in noted["groups"]]
        same_boot = noted["boot"] == _boot()
    except (OSError, ValueError, KeyError, TypeError):
        return 0
    # While a group has members, its number is given to nobody: a leader born at another time is another program.
    ours = [pid for pid, birth in groups if same_boot and born(pid) in {"", birth} and alive(pid)]
    for pid in ours:
        end(pid)
    path.unlink(missing_ok=True)
    return len(ours)


def alive(group: int) -> bool:
    """Whether a process group has members that are not merely waiting to be collected."""
    try:
        os.killpg(group, 0)
    except OSError:
        return False
    members = [status for status in _states(group) if status != "Z"]
    return bool(members) or not Path("/proc/self/stat").exists()


def _states(group: int) -> list[str]:
    states = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError):
            fields = entry.read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()
            if int(fields[2]) == group:
                states.append(fields[0])
    return states


def kill(group: int, patience: float = PATIENCE) -> None:
    """Ends a group without asking."""
    _signalled(group, signal.SIGKILL, patience)


def end(group: int, patience: float = PATIENCE) -> None:
    """Asks a group to stop, and ends it when it does not listen."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if _signalled(group, number, patience):
            return


def _signalled(group: int, number: signal.Signals, patience: float) -> bool:
    """Whether the group was gone within `patience` seconds of the signal."""
    with contextlib.suppress(OSError):
        os.killpg(group, number)
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if not alive(group):
            return True
        time.sleep(0.05)
    return False
