"""The files of a result: their names, how they are written, and how they are read back."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import polars as pl

from selaras.kernel import errors
from selaras.pipeline import run as run_
from selaras.pipeline import versions
from selaras.pipeline.report import book, figures, page

MANIFEST = "manifest.json"
TABLES = tuple(field.name for field in fields(run_.Tables))
NAMES = frozenset({f"{name}.parquet" for name in TABLES} | {MANIFEST, "laporan.xlsx", "laporan.html"})


def write(run: run_.Run, folder: Path, *, report: bool = True) -> dict[str, dict[str, Any]]:
    """Writes tables and, where wanted, the report into an empty folder. Gives rows and hash by file: what the manifest says of them."""
    for name in TABLES:
        # By way of memory: where the disk is full, polars says "invalid thrift", the operating system says so.
        packed = io.BytesIO()
        getattr(run.tables, name).write_parquet(packed, compression="zstd", compression_level=1)
        (folder / f"{name}.parquet").write_bytes(packed.getbuffer())
    if report:
        found = figures.build(run)
        (folder / "laporan.html").write_text(page.render(run, found), encoding="utf-8")
        book.write(run, found, folder / "laporan.xlsx")
    return {path.name: _entry(run, path) for path in sorted(folder.iterdir())}


def _entry(run: run_.Run, path: Path) -> dict[str, Any]:
    with path.open("rb") as content:
        entry: dict[str, Any] = {"sha256": hashlib.file_digest(content, "sha256").hexdigest()}
    if path.suffix == ".parquet":
        entry["rows"] = getattr(run.tables, path.stem).height
    return entry


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Written last: a folder with a manifest is a whole result."""
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def is_result(folder: Path) -> bool:
    """Whether a folder is a result of Selaras."""
    return _manifest(folder) is not None


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a whole result. Raises SelarasError hasil_tidak_ada, hasil_versi_lain."""
    manifest = _manifest(folder)
    if manifest is None or any(not (folder / name).exists() for name in manifest.get("keluaran", {})):
        raise errors.SelarasError("hasil_tidak_ada", folder=folder.name)
    if manifest["bentuk"] != versions.OUTPUT_FORMAT:
        raise errors.SelarasError("hasil_versi_lain", folder=folder.name)
    return manifest


def _manifest(folder: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and "bentuk" in found else None


def scan(folder: Path, name: str) -> pl.LazyFrame:
    """A table of a result, read only as far as needed."""
    return pl.scan_parquet(folder / f"{name}.parquet")
