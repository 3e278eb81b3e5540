"""A programme's rule as dated data: clauses, each one question with its sentence, and figures with a legal basis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from selaras.engine.eligibility import checking, parsing, syntax
from selaras.engine.eligibility.fields import Kind
from selaras.kernel import errors

MOST_CLAUSES = 60


class Unit(StrEnum):
    """Whom a programme serves."""

    KELUARGA = "keluarga"
    PERSON = "orang"


class Missing(StrEnum):
    """What an answer that is not there means for a clause."""

    ASK = "tanya"
    FAIL = "gugur"
    LET = "lolos"


@dataclass(frozen=True, slots=True)
class Clause:
    """One question. `sentence` says it to the family; `basis` is the rule it stands on; dates: first and last day it holds."""

    id: str
    text: str
    sentence: str
    missing: Missing = Missing.ASK
    basis: str = ""
    begins: dt.date | None = None
    ends: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A parameter: `value` a number, a text, or a list of one of them."""

    name: str
    value: float | int | str | tuple[float | int | str, ...]
    basis: str = ""
    begins: dt.date | None = None
    ends: dt.date | None = None

    @property
    def kind(self) -> Kind:
        if isinstance(self.value, tuple):
            return Kind.TEXTS if self.value and isinstance(self.value[0], str) else Kind.NUMBERS
        return checking.kind_of(self.value)


@dataclass(frozen=True, slots=True)
class Programme:
    """A version of a rule. All clauses must hold."""

    code: str
    version: str
    unit: Unit
    clauses: tuple[Clause, ...]
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """A clause on a day: read, checked, its figures filled in."""

    clause: Clause
    node: syntax.Node


def ready(programme: Programme, subject: checking.Subject, on: dt.date) -> tuple[Ready, ...]:
    """The clauses that hold on a day, in order.

    Raises SelarasError of reading and checking, and aturan_kosong, aturan_panjang, parameter_tidak_berlaku where a clause
    needs a figure that has no value on that day. The error names the clause.
    """
    figures = {figure.name: figure for figure in programme.figures if _holds(figure.begins, figure.ends, on)}
    known = {figure.name: figure.kind for figure in programme.figures}
    held = [clause for clause in programme.clauses if _holds(clause.begins, clause.ends, on)]
    if not held:
        raise errors.SelarasError("aturan_kosong", program=programme.code)
    if len(held) > MOST_CLAUSES:
        raise errors.SelarasError("aturan_panjang", batas=MOST_CLAUSES)
    return tuple(Ready(clause, _ready(clause, subject, known, figures)) for clause in held)


def _holds(begins: dt.date | None, ends: dt.date | None, on: dt.date) -> bool:
    return (begins is None or begins <= on) and (ends is None or on <= ends)


def _ready(
    clause: Clause, subject: checking.Subject, known: Mapping[str, Kind], figures: Mapping[str, Figure]
) -> syntax.Node:
    node = parsing.parse(clause.text)
    checking.check(node, subject, known)
    for name in syntax.parameters(node):
        if name not in figures:
            raise errors.SelarasError("parameter_tidak_berlaku", nama=name, klausul=clause.id)
    return fill(node, figures)


def fill(node: syntax.Node, figures: Mapping[str, Figure]) -> syntax.Node:
    """The tree with every parameter replaced by its value, which keeps its name."""
    match node:
        case syntax.Parameter(name=name, at=at):
            value = figures[name].value
            assert not isinstance(value, tuple), "a list stands only to the right of in"
            return syntax.Literal(value, at, name)
        case syntax.Among(item=item, options=syntax.Parameter(name=name, at=at), at=where):
            value = figures[name].value
            assert isinstance(value, tuple), "checked before"
            return syntax.Among(fill(item, figures), syntax.Options(value, at, name), where)
        case syntax.Among(item=item, options=options, at=at):
            return syntax.Among(fill(item, figures), options, at)
        case syntax.Compare(op=op, left=left, right=right, at=at):
            return syntax.Compare(op, fill(left, figures), fill(right, figures), at)
        case syntax.Arithmetic(op=op, left=left, right=right, at=at):
            return syntax.Arithmetic(op, fill(left, figures), fill(right, figures), at)
        case syntax.Both(parts=parts):
            return syntax.Both(_filled(parts, figures))
        case syntax.Either(parts=parts):
            return syntax.Either(_filled(parts, figures))
        case syntax.Not(part=part):
            return syntax.Not(fill(part, figures))
        case syntax.Members(what=what, condition=condition, at=at):
            return syntax.Members(what, fill(condition, figures), at)
        case _:
            return node


def _filled(parts: Iterable[syntax.Node], figures: Mapping[str, Figure]) -> tuple[syntax.Node, ...]:
    return tuple(fill(part, figures) for part in parts)
