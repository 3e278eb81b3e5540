"""What a clause may speak of: fields of a keluarga and of its members, each with its kind and the question that asks for it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of value a clause computes with."""

    NUMBER = "angka"
    TEXT = "teks"
    TRUTH = "ya atau tidak"
    # Only as the right side of `in`: a list of numbers or of texts.
    NUMBERS = "daftar angka"
    TEXTS = "daftar teks"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `low`, `high`: what a number can be at all; `choices`: what a text can be; both for finding clauses that
    are never or always true. `question`: the name of the question in the verval form that settles it, "" for none. `spread`: a
    number that is only known to lie between two, the columns (or answers) name.least and name.most."""

    name: str
    kind: Kind
    label: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    unit: str = ""
    question: str = ""
    whole: bool = True
    spread: bool = False


# Words of the language: no field can be called so. `keluarga` is the column of members that says whose they are.
RESERVED = frozenset(
    "p keluarga anggota has exists all filter size true false ya tidak and or not in dan atau bukan".split()
)


@dataclass(frozen=True)
class Catalogue:
    """The fields of a keluarga and of a member, by name."""

    keluarga: Mapping[str, Field]
    anggota: Mapping[str, Field]

    @classmethod
    def of(cls, keluarga: Iterable[Field], anggota: Iterable[Field]) -> Catalogue:
        """A catalogue of these fields. Raises ValueError for a name given twice, and for one no clause could write."""
        return cls(*(_named(list(fields)) for fields in (keluarga, anggota)))

    def near(self, name: str, among: Mapping[str, Field]) -> str:
        """The field somebody may have meant; "" where nothing is near."""
        found = difflib.get_close_matches(name, among, n=1, cutoff=0.6)
        return found[0] if found else ""


def _named(fields: list[Field]) -> dict[str, Field]:
    found = {field.name: field for field in fields}
    if len(found) != len(fields):
        raise ValueError("a field stands twice in the catalogue")
    for name in found:
        if name in RESERVED or not (name.isascii() and name.isidentifier()):
            raise ValueError(f"no clause could name the field {name!r}")
    return found
