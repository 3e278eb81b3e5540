"""What the conveyor says while it works, and what it remembers for the manifest.

The pipeline knows no terminal: whoever wants to show progress hands in a `Listener`.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from selaras.pipeline import words


class Listener(Protocol):
    """Somebody who watches. `total` and `done` count files or rows of the stage; total None: not known."""

    def begin(self, stage: str, total: int | None) -> None:
        """A stage starts."""

    def step(self, done: int, note: str) -> None:
        """So much of it is done."""

    def end(self, note: str) -> None:
        """It is finished; `note` says what came out."""


class Silent:
    """A listener that does nothing."""

    def begin(self, stage: str, total: int | None) -> None:
        """Nothing."""

    def step(self, done: int, note: str) -> None:
        """Nothing."""

    def end(self, note: str) -> None:
        """Nothing."""


@dataclass(slots=True)
class Stage:
    """One stage of a run: seconds, and rows by name going in and coming out."""

    name: str
    seconds: float = 0.0
    rows_in: dict[str, int] = field(default_factory=dict)
    rows_out: dict[str, int] = field(default_factory=dict)

    def took(self, **rows: int) -> None:
        """Notes what went in; the names are Indonesian words joined by underscores."""
        self.rows_in.update(rows)

    def gave(self, **rows: int) -> None:
        """Notes what came out."""
        self.rows_out.update(rows)

    @property
    def note(self) -> str:
        """What came out, in words."""
        return ", ".join(
            f"{words.count(count)} {name.replace('_', ' ')}" for name, count in self.rows_out.items()
        )


@dataclass(slots=True)
class Log:
    """The stages of one run, in order."""

    listener: Listener = field(default_factory=Silent)
    stages: list[Stage] = field(default_factory=list)

    @contextlib.contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Stage]:
        """One stage. The caller says what it took and gave."""
        stage = Stage(name)
        self.stages.append(stage)
        self.listener.begin(name, total)
        start = time.perf_counter()
        yield stage
        stage.seconds = time.perf_counter() - start
        self.listener.end(stage.note)

    def step(self, done: int, note: str = "") -> None:
        """Tells the listener how far the current stage is."""
        self.listener.step(done, note)
