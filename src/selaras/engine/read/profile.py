"""What a kind of file looks like, and which kind a file is.

A `Profile` is written by a source: the parts a file of that kind may hold (a family sheet, a person sheet), the
fields of each part with the headers they go by, and `convert`, which turns recognised sheets into records.
`recognise` chooses the profile whose characteristic columns the file really has and says how sure it is. What does not
fit is reported as drift; a header that merely looks similar is suggested, never used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from selaras.engine.read import sheet as sheets_


@dataclass(frozen=True, slots=True)
class Field:
    """One column a part may have.

    name            canonical field (a column of the contracts in `engine/tables.py`) or a word of the source's own
    aliases         headers it goes by. Case, punctuation, spaces, "No."/"Nomor" and known typos do not matter, see
                    `headers.normalise`. The first alias is the one shown to people. Earlier aliases win
    patterns        regular expressions for the whole normalised header, tried after all aliases
    required        without it the sheet is not this part
    characteristic  says much about the kind of file: counts five times as much in the confidence
    """

    name: str
    aliases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    required: bool = False
    characteristic: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of sheet inside a kind of file.

    name        "keluarga", "anggota", ... chosen by the source
    fields      what may stand in its columns
    signature   names of fields of which at least one set must be found completely, e.g. (("id_keluarga",
                "desil"), ("id_individu",)); empty: the required fields alone decide
    ignored     headers that belong to this kind of file but are not taken ("NO", "Foto"); no drift
    accepts     further rule on the shape of the sheet (name, titles, number of columns), or None
    """

    name: str
    fields: tuple[Field, ...]
    signature: tuple[tuple[str, ...], ...] = ()
    ignored: tuple[str, ...] = ()
    accepts: Callable[[sheets_.Sheet], bool] | None = None


@dataclass(frozen=True, slots=True)
class Converted:
    """What `convert` gives: tables that keep the contracts of `engine/tables.py`, or None for "no such rows"."""

    persons: pl.DataFrame | None = None
    keluarga: pl.DataFrame | None = None
    aggregates: pl.DataFrame | None = None
    lineage: pl.DataFrame | None = None
    findings: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of file. `convert(recognition, edition)` is supplied by the source.

    name    unique, e.g. "p3ke_keluarga"
    source  value of the `source` column of the records
    title   how people call it, e.g. "P3KE, data keluarga"
    """

    name: str
    source: str
    title: str
    parts: tuple[Part, ...]
    convert: Callable[[Recognition, str], Converted]


@dataclass(frozen=True, slots=True)
class Mapped:
    """A sheet that was recognised: `columns` leads from field to the index of its column (0 is column A)."""

    sheet: sheets_.Sheet
    part: str
    columns: Mapping[str, int]
    confidence: float

    def texts(self, name: str) -> pl.Series | None:
        """Cell texts of a field, or None where the sheet has no such column."""
        index = self.columns.get(name)
        return None if index is None else self.sheet.texts(index)

    def kinds(self, name: str) -> sheets_.Kinds | None:
        index = self.columns.get(name)
        return None if index is None else self.sheet.kinds_of(index)


@dataclass(frozen=True, slots=True)
class Drift:
    """A difference between the columns of a file and those its profile knows.

    kind     baru: a column the profile does not know; hilang: a known column that is not there; berganti_nama: a
             missing column and a new one that look alike (a question to a person, nothing was assumed); tanpa_judul:
             data under no header; ganda: a second column for a field that is already taken
    field    canonical field, for hilang, berganti_nama and ganda
    header   header in the file, for baru, berganti_nama, ganda
    letter   letter of that column
    expected header the profile knows, for hilang and berganti_nama
    """

    kind: str
    sheet: str
    field: str | None = None
    header: str | None = None
    letter: str | None = None
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class Recognition:
    """Which profile a file has, how sure that is (0..1) and why, sheet by sheet.

    skipped  names of sheets that are no part of this kind of file (notes, code lists)
    """

    profile: Profile
    confidence: float
    sheets: tuple[Mapped, ...]
    drift: tuple[Drift, ...] = ()
    why: tuple[str, ...] = ()
    skipped: tuple[str, ...] = field(default=())
