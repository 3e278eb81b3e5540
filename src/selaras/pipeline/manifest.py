"""manifest.json: what went in, what each stage took and gave, with which versions, as known on which day."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from selaras.pipeline import progress, run, versions


def of(
    made: run.Run,
    stages: list[progress.Stage],
    written: dict[str, dict[str, Any]],
    decisions: int,
    *,
    insist: bool,
) -> dict[str, Any]:
    """The manifest as plain data. Times and seconds are the only things that differ between two equal runs."""
    return {
        "bentuk": versions.OUTPUT_FORMAT,
        "as_known_on": made.as_known_on.isoformat(),
        "dibuat": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "masukan": [asdict(file) for file in made.files],
        "keputusan": decisions,
        "tetap_lanjut": insist,
        "tahap": [{**asdict(stage), "seconds": round(stage.seconds, 3)} for stage in stages],
        "versi": versions.packages(),
        "aturan": versions.rules(),
        "keluaran": written,
    }
