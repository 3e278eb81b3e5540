"""Layouts of the files in which proposals go to SIKS-NG and DTSEN (data/layouts.toml), with where each column is known from."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from selaras.apps.verval.rules.words import Outcome

_FILE: Final = Path(__file__).parent.parent / "data" / "layouts.toml"
KNOWN: Final = "dikenal"
# id_status_keberadaan_keluarga of DTSEN: 1 found, 2 moved, 3 died, 4 not found. An outcome it has no number for stays empty.
PRESENCE: Final = {
    Outcome.LAYAK: "1",
    Outcome.TIDAK_LAYAK: "1",
    Outcome.MENINGGAL_AHLI_WARIS: "3",
    Outcome.MENINGGAL_TANPA_AHLI_WARIS: "3",
    Outcome.PINDAH: "2",
    Outcome.TIDAK_DITEMUKAN: "4",
}
LEAST_REASON: Final = 10


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, the value that stands in it ("" none), and whether the header is known from that system."""

    head: str
    value: str
    known: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout. `of`: orang or keluarga."""

    code: str
    title: str
    of: str
    columns: tuple[Column, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(column.head for column in self.columns)

    @property
    def general(self) -> tuple[str, ...]:
        """Headers that are not known from the system but follow general knowledge."""
        return tuple(column.head for column in self.columns if not column.known)

    @property
    def unfilled(self) -> tuple[str, ...]:
        """Headers under which we have nothing to write."""
        return tuple(column.head for column in self.columns if not column.value)


@functools.cache
def layouts() -> dict[str, Layout]:
    """All layouts by code."""
    told = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        code: Layout(
            code,
            entry["judul"],
            entry["baris"],
            tuple(Column(head, value, origin == KNOWN) for head, value, origin in entry["kolom"]),
        )
        for code, entry in told.items()
    }
