"""The parts of a profile: which sheet, which fields, under which headers. And what may differ from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from selaras.engine.read.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Field:
    """One column a part may have.

    name            canonical field (a column of the contracts in `engine/tables.py`) or a word of the source's own
    aliases         headers it goes by. Case, punctuation, spaces, "No."/"Nomor" and known typos do not matter, see
                    `headers.normalise`. The first alias is the one shown to people. Earlier aliases win
    patterns        regular expressions for the whole normalised header, tried after all aliases
    required        without it the sheet is not this part
    optional        not in every edition: its absence is no drift
    characteristic  says much about the kind of file: counts five times as much in the confidence
    """

    name: str
    aliases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    required: bool = False
    characteristic: bool = False
    optional: bool = False


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
    accepts: Callable[[Sheet], bool] | None = None


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
