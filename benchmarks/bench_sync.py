"""The conveyor: files -> registry, discrepancies and report. Gate: 1M rows of persons in under 60 s on 4 cores.

The files are those of a made-up kabupaten; making them is not measured. There is no peer: nobody else goes from the
ministries' files to a registry with a report.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from pathlib import Path
from typing import Any

import polars as pl

import harness
import truth
from selaras.engine import tables as contract
from selaras.pipeline import sync
from selaras.synthetic import make

MENTIONS = 2.9  # rows of persons in all lists per person of the kabupaten
GATE = 60.0
CORES = 4


def conveyor(sources: str, out: str) -> dict[str, Any]:
    """One run of sync; what it counted and the seconds of its stages."""
    summary = sync.sync(sync.Order(Path(sources), Path(out), dt.date(2026, 11, 22), threads=CORES))
    tables = summary.run.tables
    return {
        "rows": tables.records.height,
        "persons": tables.persons.height,
        "keluarga": tables.keluarga.height,
        "discrepancies": tables.discrepancies.height,
        "findings": tables.findings.height,
        "review": tables.review.height,
        "stages": {stage.name: round(stage.seconds, 2) for stage in summary.stages},
    }


def _met(folder: Path) -> dict[str, float]:
    """Persons and keluarga of every row against the truth that was kept beside the files."""
    rows = pl.read_parquet(folder / "hasil" / "links.parquet").join(
        pl.read_parquet(folder / "sumber" / "truth" / "links.parquet"), on=contract.KEY_NAMES
    )
    named = {}
    for what in ("person", "keluarga"):
        number = rows.select(pl.col(f"true_{what}", f"{what}_id").rank("dense"))
        found = truth.scores(number[f"true_{what}"].to_numpy(), number[f"{what}_id"].to_numpy())
        named |= {f"{what}_f1": found["f1"], f"{what}_exact_f1": found["exact_f1"]}
    return named


def run(*, rows: int | None, set_name: str | None) -> harness.Result:
    """Makes a kabupaten with about that many rows of persons, then measures the conveyor over its files."""
    folder = Path(tempfile.mkdtemp(prefix="selaras-bench-"))
    try:
        made = make.make(round((rows or 1_000_000) / MENTIONS), 7, folder / "sumber")
        measure = harness.measured(conveyor, str(folder / "sumber"), str(folder / "hasil"))
        met = _met(folder)
        size = sum(path.stat().st_size for path in (folder / "sumber").iterdir() if path.is_file())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found = measure.value
    stages = found.pop("stages")
    count = found.pop("rows")
    limit = GATE * max(count / 1_000_000, 1 / 20)
    return harness.Result(
        name="sync",
        rows=count,
        seconds=measure.seconds,
        peak_mb=measure.peak_mb,
        goal=f"<= {limit:.0f} s ({GATE:.0f} s per 1M rows on {CORES} cores)",
        reached=measure.seconds <= limit,
        scores=found
        | met
        | {"cpu_seconds": measure.cpu_seconds, "files": len(made.files), "input_mb": size / 2**20},
        table=[
            *({"tahap": name, "detik": seconds} for name, seconds in stages.items()),
            {"tahap": "seluruhnya", "detik": measure.seconds},
        ],
    )
