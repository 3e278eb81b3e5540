"""One file: recognised, dated and turned into records. And a folder of them."""

from __future__ import annotations

import concurrent.futures
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from selaras.engine import tables
from selaras.engine.read import profile as profiles
from selaras.engine.read import workbook
from selaras.kernel import errors, findings
from selaras.pipeline import catalogue, editions, outputs, progress, run

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt"})
DECISIONS = ("keputusan.parquet", "keputusan.csv")
TRUTH = "truth"  # what a made-up kabupaten knows about itself; reading it would be cheating
UNDATED = "edisi_tanpa_tanggal"
_WORKERS = 3  # files read side by side; the tables inside are already read by all cores


@dataclass(frozen=True, slots=True)
class Piece:
    """What one file gave."""

    file: run.SourceFile
    recognition: profiles.Recognition
    converted: profiles.Converted


def files(folder: Path, out: Path | None = None) -> list[Path]:
    """The files to read, in a fixed order: every spreadsheet below the folder except hidden ones, truth/, decisions
    and results of earlier runs. Raises SelarasError masukan_tidak_ada, masukan_kosong."""
    if not folder.is_dir():
        raise errors.SelarasError("masukan_tidak_ada", folder=folder.name)
    found = sorted(_walk(folder, folder, out.resolve() if out else None))
    if not found:
        raise errors.SelarasError("masukan_kosong", folder=folder.name)
    return found


def _walk(folder: Path, root: Path, out: Path | None) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith((".", "~$")):
            continue
        if path.is_dir():
            truth = folder == root and path.name == TRUTH
            if not truth and path.resolve() != out and not outputs.is_result(path):
                yield from _walk(path, root, out)
        elif path.suffix.lower() in SUFFIXES and not (folder == root and path.name in DECISIONS):
            yield path


def gather(folder: Path, paths: list[Path], log: progress.Log) -> list[Piece]:
    """All files, in order. Where some cannot be used, all of them are named in one SelarasError."""
    declarations = editions.declared(folder)
    pieces: list[Piece] = []
    refused: list[errors.SelarasError] = []
    with concurrent.futures.ThreadPoolExecutor(_WORKERS) as pool:
        waiting = [pool.submit(one, path, folder, declarations) for path in paths]
        try:
            for done, (path, future) in enumerate(zip(paths, waiting, strict=True)):
                log.step(done, path.name)
                try:
                    pieces.append(future.result())
                except errors.SelarasError as error:
                    refused.append(error)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    if len(refused) == 1:
        raise refused[0]
    if refused:
        listed = "\n".join(f"- {error.message}" for error in refused)
        raise errors.SelarasError("berkas_bermasalah", jumlah=len(refused), daftar=listed)
    return pieces


def one(path: Path, folder: Path, declarations: tuple[editions.Declaration, ...] = ()) -> Piece:
    """One file of the folder. Raises SelarasError when it cannot be read or is of no known kind."""
    inside = path.relative_to(folder).as_posix()
    said = editions.about(inside, declarations)
    sheets = workbook.read(path)
    sha256 = _sha256(path)
    recognition = profiles.recognise(sheets, catalogue.known(said.mapping))
    label, dated = (said.edition, True) if said.edition else editions.edition(path.stem, sheets, sha256)
    converted = recognition.profile.convert(recognition, label)
    if said.source:
        converted = _renamed(converted, said.source)
    source = said.source or recognition.profile.source
    file = run.SourceFile(
        path=inside,
        sha256=sha256,
        size=path.stat().st_size,
        profile=recognition.profile.name,
        title=recognition.profile.title,
        source=source,
        edition=label,
        confidence=recognition.confidence,
        sheets=tuple(mapped.sheet.sheet for mapped in recognition.sheets),
        rows_persons=_rows(converted.persons),
        rows_keluarga=_rows(converted.keluarga),
        rows_aggregates=_rows(converted.aggregates),
        parts=tuple(sorted({mapped.part for mapped in recognition.sheets})),
    )
    if not dated:
        converted = _with_finding(converted, file, UNDATED)
    return Piece(file, recognition, converted)


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _renamed(converted: profiles.Converted, source: str) -> profiles.Converted:
    changed = {
        name: frame.with_columns(pl.lit(source).alias("source"))
        for name in ("persons", "keluarga", "aggregates", "lineage", "findings")
        if (frame := getattr(converted, name)) is not None
    }
    return replace(converted, **changed)


def _rows(frame: pl.DataFrame | None) -> int:
    return 0 if frame is None else frame.height


def _with_finding(converted: profiles.Converted, file: run.SourceFile, code: str) -> profiles.Converted:
    kind = findings.kind(code)
    row = {
        "source": file.source,
        "edition": file.edition,
        "file": file.name,
        "code": code,
        "severity": kind.severity,
    }
    frames = [] if converted.findings is None else [converted.findings]
    return replace(converted, findings=pl.concat([*frames, tables.FINDINGS.conform(pl.DataFrame([row]))]))
