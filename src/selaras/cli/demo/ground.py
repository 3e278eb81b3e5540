"""The folder of a demo: whose it is, what it was made of, and whether all of it is there."""

from __future__ import annotations

import contextlib
import fcntl
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from selaras.cli import screen, synth
from selaras.kernel import errors
from selaras.pipeline import place, versions
from selaras.synthetic import make

MARKER = ".selaras-demo"
SOURCES, PENDING, RESULT = "sumber", "menunggu", "hasil"
# Newer or damaged files: a portal where nothing waits has nothing to show. They do not count for the result.
_WAITS = ("dtsen_*_2026-06.csv", "dtks_2025-06.xlsx")
_OPTIONS = make.Options(damaged=True, pending=True)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a demo is made of; another wish makes another demo."""

    persons: int
    seed: int
    kabupaten: str
    versi: str = field(default_factory=versions.synthetic)


@dataclass(frozen=True, slots=True)
class Ground:
    """The folder, claimed. `sources` and `result` are those of the conveyor, `pending` waits in the portal."""

    out: Path

    @property
    def sources(self) -> Path:
        return self.out / SOURCES

    @property
    def pending(self) -> Path:
        return self.out / PENDING

    @property
    def result(self) -> Path:
        return self.out / RESULT

    def known(self) -> dict[str, Any]:
        """What an earlier demo noted here."""
        try:
            found = json.loads((self.out / MARKER).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def note(self, **said: Any) -> None:
        """Adds to what is noted; whole or not at all."""
        fresh = self.out / f"{MARKER}.baru"
        fresh.write_text(
            json.dumps({**self.known(), **said}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        fresh.replace(self.out / MARKER)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """One demo at a time in a folder. Raises SelarasError keluaran_dipakai for a second one."""
        with (self.out / f"{MARKER}.kunci").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise errors.SelarasError("keluaran_dipakai", folder=self.out.name) from error
            yield


def claim(out: Path) -> Ground:
    """The folder of a demo, made where there is none. Raises SelarasError bukan_milik_demo for anybody else's folder."""
    ground = Ground(out)
    if not (out / MARKER).is_file():
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise errors.SelarasError("bukan_milik_demo", folder=out.name)
        out.mkdir(parents=True, exist_ok=True)
        ground.note()
    return ground


def lists(ground: Ground, wish: Wish) -> bool:
    """The lists of the wish, made where they are not there yet; whether they had to be made."""
    before = ground.known()
    if before.get("dibuat") == asdict(wish) and ground.sources.is_dir() and ground.pending.is_dir():
        screen.say(f"Kabupaten rekaan di {ground.sources} dipakai lagi.")
        return False
    with (
        place.replacing(ground.pending, frozenset(before.get("menunggu", []))) as pending,
        place.replacing(ground.sources, frozenset(before.get("berkas", []))) as room,
    ):
        made = synth.build(wish.persons, wish.seed, room.fresh, wish.kabupaten, _OPTIONS)
        waiting = sorted(path for pattern in _WAITS for path in room.fresh.glob(pattern))
        for path in waiting:
            path.rename(pending.fresh / path.name)
    kept = [path.name for path in waiting]
    ground.note(
        dibuat=asdict(wish),
        berkas=[*(name for name in made.files if name not in kept), "truth"],
        menunggu=kept,
    )
    synth.tell(made, ground.sources)
    return True
