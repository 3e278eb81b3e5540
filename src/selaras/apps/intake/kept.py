"""Tables at rest: from the encrypted files of a delivery to frames and back. What `queries` hands to those above."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from selaras.apps.intake import difference, vault
from selaras.engine import tables
from selaras.engine.read import profile as profiles
from selaras.pipeline import intake as conveyor
from selaras.pipeline import run

CONTRACTS = {**difference.TABLES, "lineage": tables.LINEAGE, "findings": tables.FINDINGS}


def frame(reference: str, files: Mapping[str, Mapping[str, object]], name: str) -> pl.DataFrame | None:
    """One table of a delivery, in the contract of today; None where the file had no such rows."""
    entry = files.get(name)
    if entry is None:
        return None
    return CONTRACTS[name].conform(pl.read_parquet(io.BytesIO(vault.read(reference, str(entry["berkas"])))))


@dataclass(frozen=True, slots=True)
class Accepted:
    """An edition that counts, for the conveyor: `piece()` is what `pipeline.sync.conveyor` takes. No file is read anew.

    `file` is the name its rows are known by in keys, `files` the encrypted tables with hash, rows and key.
    """

    id: int
    source: str
    edition: str
    title: str
    profile: str
    file: str
    wilayah: str
    as_of: dt.date
    provisional: bool
    sha256: str
    size: int
    confidence: float
    parts: tuple[str, ...]
    sheets: tuple[str, ...]
    rows_persons: int
    rows_keluarga: int
    rows_aggregates: int
    reference: str
    files: Mapping[str, Mapping[str, object]]

    def frame(self, name: str) -> pl.DataFrame | None:
        """A table (persons, keluarga, aggregates, lineage, findings) under the names the edition was accepted with."""
        found = frame(self.reference, self.files, name)
        if found is None:
            return None
        said = {"source": self.source, "edition": self.edition, "file": self.file}
        return found.with_columns(pl.lit(text).alias(column) for column, text in said.items())

    def piece(self) -> conveyor.Piece:
        """The edition as a piece of the conveyor."""
        file = run.SourceFile(
            path=self.file, sha256=self.sha256, size=self.size, profile=self.profile, title=self.title,
            source=self.source, edition=self.edition, confidence=self.confidence, sheets=self.sheets,
            rows_persons=self.rows_persons, rows_keluarga=self.rows_keluarga,
            rows_aggregates=self.rows_aggregates, parts=self.parts,
        )  # fmt: skip
        names = ("persons", "keluarga", "aggregates", "lineage", "findings")
        # Findings of checking are made anew over all editions together; those of reading belong to the file.
        converted = profiles.Converted(**{name: self.frame(name) for name in names})
        kind = profiles.Profile(self.profile, self.source, self.title, (), _not_again)
        return conveyor.Piece(file, profiles.Recognition(kind, self.confidence, ()), converted)


def _not_again(recognition: profiles.Recognition, edition: str) -> profiles.Converted:
    raise LookupError("an accepted edition is not converted again")
