"""Worker and server as children of one process: started, watched, started again when they fall, stopped together."""

from __future__ import annotations

import collections
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from selaras.cli.serve import leftover
from selaras.kernel import errors

# A part that falls more often than this within the window will not stand up by itself.
MOST_FALLS, WINDOW = 5, 60.0
STOP_PATIENCE = 20.0


@dataclass
class Part:
    """One child with its own process group and its own log."""

    name: str
    command: list[str]
    log: Path
    falls: collections.deque[float] = field(default_factory=collections.deque)
    process: subprocess.Popen[bytes] | None = None

    def start(self, environment: dict[str, str]) -> None:
        """Starts the child, tied to this process."""
        tied = [sys.executable, "-m", "selaras.cli.serve.tether", str(os.getpid()), *self.command]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                tied,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def group(self) -> int | None:
        """The process group, which is the number of its leader."""
        return self.process.pid if self.process else None

    def fallen(self) -> bool:
        """Whether the child is gone."""
        return self.process is None or self.process.poll() is not None

    def may_rise(self) -> bool:
        """Whether it makes sense to start it again."""
        now = time.monotonic()
        self.falls.append(now)
        while self.falls and now - self.falls[0] > WINDOW:
            self.falls.popleft()
        return len(self.falls) <= MOST_FALLS

    def stop(self) -> None:
        """Stops the child and whatever it started."""
        if self.process is not None:
            leftover.end(self.process.pid, STOP_PATIENCE)
            # Nothing of the group is left, but the kernel may need a moment to say so: then it would stay unreaped.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_PATIENCE)

    def kill(self) -> None:
        """Ends the child and whatever it started, without asking."""
        if self.process is not None:
            leftover.kill(self.process.pid)
            self.process.wait()


class Tree:
    """The parts of a running house."""

    def __init__(self, parts: list[Part], environment: dict[str, str], note: Path) -> None:
        self.parts, self.environment, self.note = parts, environment, note

    def start(self) -> None:
        """Starts every part, and notes their groups for a start after a crash."""
        for part in self.parts:
            part.start(self.environment)
        self._remember()

    def tend(self, tell: Callable[[str], None]) -> None:
        """Starts again what has fallen. Raises SelarasError when a part keeps falling."""
        for part in self.parts:
            if part.fallen():
                part.stop()  # what a fallen leader left of its group
                if not part.may_rise():
                    raise errors.SelarasError("serve_tidak_bangun", bagian=part.name, log=str(part.log))
                tell(f"{part.name} terhenti dan dimulai lagi.")
                part.start(self.environment)
                self._remember()

    def renew(self, name: str) -> None:
        """Ends a part at once and starts it again; this is no fall."""
        for part in self.parts:
            if part.name == name:
                part.kill()
                part.start(self.environment)
        self._remember()

    def stop(self) -> None:
        """Stops every part, the last one started first."""
        for part in reversed(self.parts):
            part.stop()
        self.note.unlink(missing_ok=True)

    def _remember(self) -> None:
        leftover.remember(self.note, [part.group for part in self.parts if part.group])
