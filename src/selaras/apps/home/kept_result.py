"""The result a build was made of, kept for a demo: its report comes from the same run of the conveyor as the portal."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from dataclasses import fields
from pathlib import Path

import polars as pl

from selaras.apps.accounts import rules as access
from selaras.pipeline import outputs, place, run

VARIABLE = "SELARAS_DEMO_HASIL"
_LISTS = ("sheets", "parts")


def keep(result_dir: Path, *, build: int, by: access.Actor) -> None:
    """Sets a result aside for `report`. Called by the registry with every build it loads, inside its transaction."""
    target = os.environ.get(VARIABLE, "")
    if target:
        aside = _aside(Path(target))
        shutil.rmtree(aside, ignore_errors=True)
        shutil.copytree(result_dir, aside)
        aside.chmod(place.PRIVATE_FOLDER)


def report(target: Path) -> None:
    """Turns what was set aside into a whole result at `target`, with its report; nothing where nothing was kept."""
    aside = _aside(target)
    if not aside.is_dir():
        return
    try:
        manifest = outputs.read_manifest(aside)
        made = _read(aside, manifest)
        with place.replacing(target, outputs.NAMES) as room:
            manifest["keluaran"] = outputs.write(made, room.fresh)
            outputs.write_manifest(room.fresh, manifest)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _aside(target: Path) -> Path:
    return target.parent / f".{target.name}.registri"


def _read(folder: Path, manifest: dict[str, object]) -> run.Run:
    """The run a result came from, as its report needs it."""
    tables = {field.name: pl.read_parquet(folder / f"{field.name}.parquet") for field in fields(run.Tables)}
    told: list[dict[str, object]] = manifest["masukan"]  # type: ignore[assignment]
    files = (
        {name: tuple(value) if name in _LISTS else value for name, value in entry.items()}  # type: ignore[arg-type]
        for entry in told
    )
    return run.Run(
        run.Tables(**tables),
        tuple(run.SourceFile(**file) for file in files),  # type: ignore[arg-type]
        dt.date.fromisoformat(str(manifest["as_known_on"])),
        dict(manifest["versi"]),  # type: ignore[call-overload]
    )
