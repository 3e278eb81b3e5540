"""The files of a result: their names, how they are written, and how they are read back."""

from __future__ import annotations

import concurrent.futures
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
_WORKERS = 3  # tables packed side by side: each stands in memory once more meanwhile
NAMES = frozenset({f"{name}.parquet" for name in TABLES} | {MANIFEST, "laporan.xlsx", "laporan.html"})


class Writer:
    """Packs tables as soon as they are known, beside the work on the next ones. Use as a context: it waits for what it began."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._begun: list[concurrent.futures.Future[tuple[str, dict[str, Any]]]] = []
        self._pool = concurrent.futures.ThreadPoolExecutor(_WORKERS)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def put(self, **tables: pl.DataFrame) -> None:
        """Tables by name, written into the folder from now on. They are not to be changed any more."""
        self._begun += [
            self._pool.submit(_table, table, self._folder / f"{name}.parquet")
            for name, table in tables.items()
        ]

    def finish(self, run: run_.Run | None) -> dict[str, dict[str, Any]]:
        """Rows and hash by file, when all of them stand; with the report of `run` where one is wanted. Raises OSError where the
        disk is full."""
        written = dict(future.result() for future in self._begun)
        return dict(sorted((written | (_report(run, self._folder) if run else {})).items()))


def write(run: run_.Run, folder: Path) -> dict[str, dict[str, Any]]:
    """Writes tables and report into an empty folder. Gives rows and hash by file: what the manifest says of them."""
    with Writer(folder) as writer:
        writer.put(**{name: getattr(run.tables, name) for name in TABLES})
        return writer.finish(run)


def _report(run: run_.Run, folder: Path) -> dict[str, dict[str, Any]]:
    found = figures.build(run)
    (folder / "laporan.html").write_text(page.render(run, found), encoding="utf-8")
    book.write(run, found, folder / "laporan.xlsx")
    return {name: _entry(folder / name) for name in ("laporan.html", "laporan.xlsx")}


def _table(table: pl.DataFrame, path: Path) -> tuple[str, dict[str, Any]]:
    # By way of memory: where the disk is full, polars says "invalid thrift", the operating system says so.
    packed = io.BytesIO()
    table.write_parquet(packed, compression="zstd", compression_level=1)
    path.write_bytes(packed.getbuffer())
    return path.name, {**_entry(path), "rows": table.height}


def _entry(path: Path) -> dict[str, Any]:
    with path.open("rb") as content:
        return {"sha256": hashlib.file_digest(content, "sha256").hexdigest()}


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
