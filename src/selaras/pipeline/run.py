"""What one run knows: every table on its way from the files to the report, and where the run stands in time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import polars as pl


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file that was read. `path` is relative to the folder of sources; `sha256` is of its bytes."""

    path: str
    sha256: str
    size: int
    profile: str
    title: str
    source: str
    edition: str
    confidence: float
    sheets: tuple[str, ...]
    rows_persons: int
    rows_keluarga: int
    rows_aggregates: int = 0
    parts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one run, each in its contract of `engine/tables.py`; `links` as in ARCHITECTURE.md.

    `records` carries `rid` and `keluarga_records` carries `krid` as first column: the number of the row, dense from 0
    in the order of the key. `overlap`: what two lists have in common, see `engine.compare.overlap`.
    """

    records: pl.DataFrame
    keluarga_records: pl.DataFrame
    aggregates: pl.DataFrame
    lineage: pl.DataFrame
    findings: pl.DataFrame
    links: pl.DataFrame
    pairs: pl.DataFrame
    patterns: pl.DataFrame
    review: pl.DataFrame
    persons: pl.DataFrame
    keluarga: pl.DataFrame
    keluarga_of: pl.DataFrame
    discrepancies: pl.DataFrame
    overlap: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Run:
    """`as_known_on`: figures say what was known on that day. `manifest`: versions, hashes, stages (no timings)."""

    tables: Tables
    files: tuple[SourceFile, ...]
    as_known_on: dt.date
    versions: dict[str, Any] = field(default_factory=dict)


_NAMES = {
    "dtks": "DTKS", "p3ke": "P3KE", "dtsen": "DTSEN", "regsosek": "Regsosek", "dukcapil": "Dukcapil", "bps": "BPS", "verval": "Verval",
}  # fmt: skip
_WORD = 5  # shorter ones are abbreviations


def title(source: str) -> str:
    """How people call a source: RBPK, Dinsos kota."""
    word = source.replace("_", " ")
    return _NAMES.get(source, word.upper() if len(word) < _WORD else word.capitalize())
