"""Runs one benchmark and prints what it found: a table for people, and as the last line one JSON object for machines.

    selaras bench NAME [--rows N] [--set S]      (or: python benchmarks/harness.py NAME [--rows N] [--set S])

A benchmark is a module `benchmarks/bench_NAME.py` with

    def run(*, rows: int | None, set_name: str | None) -> harness.Result

`rows` and `set_name` are None where the caller left the choice to the benchmark. Ours and the peer run in the same
call, on the same data, each in a fresh process of its own through `measured(...)`, so that neither the memory nor the
warmth of one helps the other.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
import math
import multiprocessing
import os
import resource
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


@dataclasses.dataclass(frozen=True)
class Measure:
    """What one call cost. `seconds` wall, `cpu_seconds` of the process and its children, `peak_mb` resident (MiB)."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    value: Any


@dataclasses.dataclass
class Result:
    """What a benchmark reports. `ratio` is peer_seconds / seconds (more than 1: ours is faster), None without a peer.

    goal     the gate in words, e.g. "<= 60 s and >= 3 x the peer"
    reached  True, False, or None where there is no gate
    scores   figures that are not time: F1, recall, clusters ...
    table    rows to print for people; the keys of the first row are the heads
    """

    name: str
    rows: int
    seconds: float
    peak_mb: float
    peer: str | None = None
    peer_seconds: float | None = None
    goal: str = ""
    reached: bool | None = None
    scores: dict[str, Any] = dataclasses.field(default_factory=dict)
    table: list[dict[str, Any]] = dataclasses.field(default_factory=list)

    @property
    def ratio(self) -> float | None:
        return self.peer_seconds / self.seconds if self.peer_seconds and self.seconds else None

    def as_json(self) -> str:
        fields = {
            "name": self.name, "rows": self.rows, "seconds": self.seconds, "peak_mb": self.peak_mb, "peer": self.peer,
            "peer_seconds": self.peer_seconds, "ratio": self.ratio, "goal": self.goal, "reached": self.reached,
            "scores": self.scores,
        }  # fmt: skip
        return json.dumps(_plain(fields), ensure_ascii=False, allow_nan=False)


def measured(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Measure:
    """`function(*args, **kwargs)` in a fresh process. The function stands at the top of a module; what it returns is
    sent back, so let it be small. An error inside is raised here with its traceback."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(there, function, args, kwargs))
    child.start()
    there.close()
    stop = threading.Event()
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(child.pid, stop, peak), daemon=True)
    watcher.start()
    try:
        answer = here.recv()
    except EOFError:
        child.join()
        raise RuntimeError(f"the measured process ended with code {child.exitcode}") from None
    finally:
        stop.set()
        watcher.join()
    child.join()
    if isinstance(answer, str):
        raise RuntimeError(answer)
    return dataclasses.replace(answer, peak_mb=max(answer.peak_mb, peak[0]))


def _child(pipe: Any, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    try:
        start, cpu = time.perf_counter(), _cpu()
        value = function(*args, **kwargs)
        seconds, cpu = time.perf_counter() - start, _cpu() - cpu
        pipe.send(Measure(seconds, cpu, _high_water(), value))
    except BaseException:
        pipe.send(traceback.format_exc())


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _high_water() -> float:
    # VmHWM belongs to this address space; ru_maxrss would carry over the size of the parent through fork and exec.
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _watch(pid: int | None, stop: threading.Event, peak: list[float]) -> None:
    """Where the measured call starts processes of its own, the peak is that of the whole tree, sampled."""
    while not stop.wait(0.05):
        tree = _tree(pid)
        if len(tree) > 1:
            peak[0] = max(peak[0], sum(_resident(member) for member in tree))


def _tree(pid: int | None) -> list[int]:
    found, queue = [], [pid] if pid else []
    while queue:
        one = queue.pop()
        found.append(one)
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                queue.extend(int(word) for word in (task / "children").read_text(encoding="ascii").split())
        except OSError:
            continue
    return found


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value


def as_table(rows: list[dict[str, Any]]) -> str:
    """The rows as text in columns; numbers to the right."""
    if not rows:
        return ""
    heads = list(rows[0])
    cells = [[_cell(row.get(head)) for head in heads] for row in rows]
    widths = [max(len(head), *(len(line[i]) for line in cells)) for i, head in enumerate(heads)]
    right = [all(isinstance(row.get(head), int | float | None) for row in rows) for head in heads]

    def line(words: list[str]) -> str:
        pairs = zip(words, widths, right, strict=True)
        return "  ".join(w.rjust(n) if r else w.ljust(n) for w, n, r in pairs).rstrip()

    return "\n".join([line(heads), line(["-" * width for width in widths]), *map(line, cells)])


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float):
        return f"{value:.4f}" if abs(value) < 10 else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def names() -> list[str]:
    """Every benchmark there is."""
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def run(name: str, *, rows: int | None, set_name: str | None) -> Result:
    """The benchmark called `name`, run and printed."""
    result: Result = importlib.import_module(f"bench_{name}").run(rows=rows, set_name=set_name)
    if result.table:
        print(as_table(result.table))
    if result.goal:
        verdict = {True: "tercapai", False: "BELUM tercapai", None: "tanpa ambang"}[result.reached]
        print(f"\n{result.name}: {result.goal}: {verdict}")
    print(result.as_json(), flush=True)
    return result


def main() -> int:
    """The door: exit code 0 when it ran (reached or not), 2 when there is no such benchmark."""
    parser = argparse.ArgumentParser(description="Tolok ukur Selaras")
    parser.add_argument("name", help="salah satu dari: all, " + ", ".join(names()))
    parser.add_argument("--rows", type=int)
    parser.add_argument("--set", dest="set_name")
    asked = parser.parse_args()
    if asked.name != "all" and asked.name not in names():
        print(f"Tidak ada tolok ukur '{asked.name}'. Yang ada: {', '.join(names())}.", file=sys.stderr)
        return 2
    for name in names() if asked.name == "all" else [asked.name]:
        run(name, rows=asked.rows, set_name=asked.set_name)
    return 0


if __name__ == "__main__":
    # A benchmark that says `import harness` must get this module, not a second copy of it.
    sys.modules["harness"] = sys.modules["__main__"]
    sys.path.insert(0, str(HERE))
    sys.exit(main())
