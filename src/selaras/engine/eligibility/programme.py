"""A programme's rule as dated data: clauses, each one question with its sentence, and figures with a legal basis."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from selaras.engine.eligibility import checking, parsing, syntax
from selaras.engine.eligibility.fields import Kind
from selaras.engine.eligibility.lexing import MOST_NUMBER
from selaras.kernel import errors

MOST_CLAUSES = 60


class Unit(StrEnum):
    """Whom a programme serves. A village is asked about in a registry of its own, whose rows are villages."""

    KELUARGA = "keluarga"
    PERSON = "orang"
    DESA = "desa"


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
    """A clause on a day: read, checked, its figures filled in. `figures`: those it uses, with their basis and dates."""

    clause: Clause
    node: syntax.Node
    figures: tuple[Figure, ...] = ()


def ready(programme: Programme, subject: checking.Subject, on: dt.date) -> tuple[Ready, ...]:
    """The clauses that hold on a day, in order.

    Raises SelarasError of reading and checking (with the parameter `klausul`: the id), and aturan_kosong, aturan_panjang,
    klausul_kembar, klausul_tanggal, parameter_ganda, parameter_nilai, parameter_tidak_berlaku.
    """
    figures = _figures(programme, on)
    known = {figure.name: figure.kind for figure in programme.figures}
    known |= {name: figure.kind for name, figure in figures.items()}
    for clause in programme.clauses:
        if clause.begins is not None and clause.ends is not None and clause.ends < clause.begins:
            raise errors.SelarasError("klausul_tanggal", klausul=clause.id)
    held = [clause for clause in programme.clauses if _holds(clause.begins, clause.ends, on)]
    if not held:
        raise errors.SelarasError("aturan_kosong", program=programme.code)
    if len(held) > MOST_CLAUSES:
        raise errors.SelarasError("aturan_panjang", batas=MOST_CLAUSES)
    for clause in held:
        if sum(other.id == clause.id for other in held) > 1:
            raise errors.SelarasError("klausul_kembar", klausul=clause.id)
    return tuple(_ready(clause, subject, known, figures) for clause in held)


def _holds(begins: dt.date | None, ends: dt.date | None, on: dt.date) -> bool:
    return (begins is None or begins <= on) and (ends is None or on <= ends)


def _figures(programme: Programme, on: dt.date) -> dict[str, Figure]:
    """The figures of a day, one a name."""
    found: dict[str, Figure] = {}
    for figure in programme.figures:
        if not _sound(figure.value):
            raise errors.SelarasError("parameter_nilai", angka=figure.name)
        if _holds(figure.begins, figure.ends, on):
            if figure.name in found:
                raise errors.SelarasError("parameter_ganda", angka=figure.name)
            found[figure.name] = figure
    return found


def _sound(value: object) -> bool:
    """A number, a text, or a list of one of them with something in it."""
    if isinstance(value, tuple):
        return bool(value) and all(map(_sound, value)) and len({isinstance(each, str) for each in value}) == 1
    if isinstance(value, str):
        return True
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and abs(value) <= MOST_NUMBER
    )


def _ready(
    clause: Clause, subject: checking.Subject, known: Mapping[str, Kind], figures: Mapping[str, Figure]
) -> Ready:
    try:
        node = parsing.parse(clause.text)
        checking.check(node, subject, known)
    except errors.SelarasError as error:
        raise errors.SelarasError(error.code, **{**error.params, "klausul": clause.id}) from None
    used = sorted(syntax.parameters(node))
    for name in used:
        if name not in figures:
            raise errors.SelarasError("parameter_tidak_berlaku", angka=name, klausul=clause.id)
    return Ready(clause, fill(node, subject, figures), tuple(figures[name] for name in used))


def fill(node: syntax.Node, subject: checking.Subject, figures: Mapping[str, Figure]) -> syntax.Node:
    """The tree with every parameter replaced by its value, which keeps its name; `keluarga.x` in a rule about a keluarga is its own
    field."""

    def leaf(found: syntax.Node) -> syntax.Node:
        match found:
            case syntax.Parameter(name=name, at=at):
                value = figures[name].value
                assert not isinstance(value, tuple), "a list stands only to the right of in"
                return syntax.Literal(value, at, name)
            case syntax.Name(name=name, of=of, at=at):
                own = "" if of == "keluarga" and not subject.person else of
                return syntax.Name(name, own, at, subject.field(found).spread)
            case _:
                return found

    def listed(found: syntax.Parameter) -> syntax.Options:
        value = figures[found.name].value
        assert isinstance(value, tuple), "checked before"
        return syntax.Options(value, found.at, found.name)

    return syntax.rebuilt(node, leaf, listed)
