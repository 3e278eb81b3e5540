"""One file, checked on its own: what it is, what was found, and whether it can be used as it stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from selaras.engine import tables
from selaras.engine.check import run as check_
from selaras.kernel import errors, findings
from selaras.pipeline import annotated, editions, gates, intake


@dataclass(frozen=True, slots=True)
class Checked:
    """`findings` of reading and checking. `unfit`: the file as a whole would be refused by sync, and why."""

    piece: intake.Piece
    findings: pl.DataFrame
    unfit: errors.SelarasError | None

    @property
    def rows_to_fix(self) -> int:
        """Rows with something more than a remark."""
        grave = self.findings.filter((pl.col("severity") != findings.INFO) & pl.col("row").is_not_null())
        return grave.select("sheet", "row").n_unique()


def check(path: Path) -> Checked:
    """Reads and checks one file, with what sumber.toml of its folder (or the one above) says about it, as sync would.

    Raises SelarasError when it cannot be read or is of no known kind; periksa_folder for a folder.
    """
    if path.is_dir():
        raise errors.SelarasError("periksa_folder", folder=path.name or str(path))
    folder = _folder(path)
    return of(intake.one(path.absolute(), folder, editions.declared(folder)))


def of(piece: intake.Piece) -> Checked:
    """Checks a file that was read before."""
    persons = _or_empty(piece.converted.persons, tables.PERSON_RECORDS)
    keluarga = _or_empty(piece.converted.keluarga, tables.KELUARGA_RECORDS)
    today = dt.datetime.now().astimezone().date()
    read = _or_empty(piece.converted.findings, tables.FINDINGS)
    checked = check_.check(persons, keluarga, as_known_on=today, reported=read)
    both = pl.concat([read, checked]).sort(tables.KEY_NAMES, maintain_order=True)
    try:
        gates.contents(both, persons)
    except errors.SelarasError as error:
        return Checked(piece, both, error)
    return Checked(piece, both, None)


def _folder(path: Path) -> Path:
    near = path.absolute().parent
    return next((folder for folder in (near, near.parent) if (folder / editions.NAME).is_file()), near)


def annotate(path: Path, checked: Checked, out: Path) -> None:
    """Writes the copy of the file with what was found beside each row. Raises the errors of `annotated.write`."""
    sheets = [mapped.sheet for mapped in checked.piece.recognition.sheets]
    annotated.write(path, sheets, checked.findings, out, lineage=checked.piece.converted.lineage)


def _or_empty(frame: pl.DataFrame | None, table: tables.Table) -> pl.DataFrame:
    return table.empty() if frame is None else table.conform(frame)
