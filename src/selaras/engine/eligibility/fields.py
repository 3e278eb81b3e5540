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
    are never or always true. `question`: the name of the question in the verval form that settles it, "" for none."""

    name: str
    kind: Kind
    label: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    unit: str = ""
    question: str = ""
    whole: bool = True


@dataclass(frozen=True)
class Catalogue:
    """The fields of a keluarga and of a member, by name."""

    keluarga: Mapping[str, Field]
    anggota: Mapping[str, Field]

    @classmethod
    def of(cls, keluarga: Iterable[Field], anggota: Iterable[Field]) -> Catalogue:
        """A catalogue of these fields. Raises ValueError for a name given twice."""
        named = [{field.name: field for field in fields} for fields in (list(keluarga), list(anggota))]
        return cls(*named)

    def near(self, name: str, among: Mapping[str, Field]) -> str:
        """The field somebody may have meant; "" where nothing is near."""
        found = difflib.get_close_matches(name, among, n=1, cutoff=0.6)
        return found[0] if found else ""
