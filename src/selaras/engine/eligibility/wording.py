"""What a verdict says to a person: the clause in its own sentence, what was found, what is asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from selaras.engine.eligibility import answering, syntax
from selaras.engine.eligibility.checking import Subject
from selaras.engine.eligibility.fields import Field
from selaras.engine.eligibility.programme import Figure

_SIGNS = {
    "==": "harus", "!=": "tidak boleh", "<": "harus kurang dari", "<=": "paling tinggi", ">": "harus lebih dari",
    ">=": "paling rendah",
}  # fmt: skip
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: `clause` its id, `sentence` in the words of the rule, `found`: (label, value) pairs that were looked at, `asked`:
    what is asked for, "" where the clause is more than one comparison; `missing`: labels of answers that are not there; `holds` as
    in the finding; `basis`: what clause and figures stand on; `origins`: beside `found`, where each value comes from, "" for not
    known; `assumed`: an answer is missing and the rule says what that means."""

    clause: str
    sentence: str
    found: tuple[tuple[str, str], ...]
    asked: str
    missing: tuple[str, ...]
    holds: bool | None = None
    basis: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    assumed: bool = False

    @property
    def line(self) -> str:
        """All of it in one line: desil 6 (DTSEN 2024-10, 1 Oktober 2024), paling tinggi 4 (p.batas_desil; Perbup 1/2025)."""
        values = [
            f"{label} {value}" + (f" ({origin})" if origin else "")
            for (label, value), origin in zip(
                self.found, self.origins or ("",) * len(self.found), strict=True
            )
        ]
        parts = values + [f"belum ada jawaban: {', '.join(self.missing)}"] * bool(self.missing)
        if self.assumed and self.missing:
            parts.append(
                "menurut aturan tetap dianggap " + ("terpenuhi" if self.holds else "tidak terpenuhi")
            )
        asked = self.asked + (f" ({'; '.join(self.basis)})" if self.basis else "")
        return ", ".join([*parts, asked.strip()] if asked else parts) or self.sentence


def reason(finding: answering.Finding, subject: Subject) -> Reason:
    """A finding in words."""
    fields = {(of, name): subject.field(syntax.Name(name, of)) for of, name in finding.seen}
    seen = [(key, value) for key, value in sorted(finding.seen.items()) if value is not None]
    ready = finding.ready
    return Reason(
        ready.clause.id,
        ready.clause.sentence,
        tuple((fields[key].label, said(value, fields[key])) for key, value in seen),
        asked(ready.node),
        tuple(_label(of, name, subject) for of, name in finding.missing),
        finding.holds,
        (*(_figure(each) for each in ready.figures), *([ready.clause.basis] if ready.clause.basis else [])),
        tuple(origin(finding.origins.get(key)) for key, _ in seen),
        assumed=finding.holds is not None and bool(finding.missing),
    )


def _figure(figure: Figure) -> str:
    """A figure by its name, with its legal basis and the day from which it holds."""
    since = f"sejak {day(figure.begins)}" if figure.begins else ""
    return ", ".join(part for part in (f"p.{figure.name}", figure.basis, since) if part)


def origin(found: answering.Origin | None) -> str:
    """Where a value comes from, and of which day it speaks; "" where that is not known."""
    if found is None:
        return ""
    return f"{found.source}, {day(found.day)}" if found.day else found.source


def day(date: dt.date) -> str:
    """1 Oktober 2024."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def _label(of: str, name: str, subject: Subject) -> str:
    if of == "anggota" and not name:
        return "daftar anggota keluarga"
    return subject.field(syntax.Name(name, of)).label


def asked(node: syntax.Node) -> str:
    """What a clause of one comparison asks for, in words; "" for any other."""
    match node:
        case syntax.Not(part=syntax.Compare(op=op, left=left, right=right)):
            return asked(syntax.Compare(_OPPOSITE[op], left, right))
        case syntax.Not(part=syntax.Not(part=part)):
            return asked(part)
        case syntax.Compare(op=op, left=syntax.Literal(value=value)) if not isinstance(
            node.right, syntax.Literal
        ):
            return f"{_SIGNS[_MIRRORED[op]]} {plain(value)}"
        case syntax.Compare(op=op, right=syntax.Literal(value=value)):
            return f"{_SIGNS[op]} {plain(value)}"
        case syntax.Among(options=syntax.Options(values=values)):
            return "salah satu dari " + ", ".join(plain(value) for value in values)
        case syntax.Not(part=syntax.Among(options=syntax.Options(values=values))):
            return "bukan " + ", ".join(plain(value) for value in values)
        case syntax.Name():
            return "harus ya"
        case syntax.Not(part=syntax.Name()):
            return "harus tidak"
        case _:
            return ""


def said(value: answering.Answer, field: Field) -> str:
    """A value with its unit."""
    text = plain(value)
    # Of what lies between two figures both are told as one text.
    plain_number = field.spread or not isinstance(value, bool | str)
    return f"{text} {field.unit}" if field.unit and plain_number else text


def plain(value: answering.Answer) -> str:
    """A value as an official writes it: ya, 1.234,5, tidak sekolah."""
    if value is None:
        return "belum tahu"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, str):
        return value.replace("_", " ")
    number = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0")
    return number.translate(str.maketrans(",.", ".,"))
