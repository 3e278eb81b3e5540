"""What a verdict says to a person: the clause in its own sentence, what was found, what is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from selaras.engine.eligibility import answering, syntax
from selaras.engine.eligibility.checking import Subject
from selaras.engine.eligibility.fields import Field

_SIGNS = {
    "==": "harus", "!=": "tidak boleh", "<": "harus kurang dari", "<=": "paling tinggi", ">": "harus lebih dari",
    ">=": "paling rendah",
}  # fmt: skip
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: `clause` its id, `sentence` in the words of the rule, `found`: (label, value) pairs that were looked at, `asked`:
    what is asked for, "" where the clause is more than one comparison; `missing`: labels of answers that are not there."""

    clause: str
    sentence: str
    found: tuple[tuple[str, str], ...]
    asked: str
    missing: tuple[str, ...]


def reason(finding: answering.Finding, subject: Subject) -> Reason:
    """A finding in words."""
    found = tuple(
        (subject.field(syntax.Name(name, of)).label, said(value, subject.field(syntax.Name(name, of))))
        for (of, name), value in sorted(finding.seen.items())
        if value is not None
    )
    missing = tuple(_label(of, name, subject) for of, name in finding.missing)
    return Reason(
        finding.ready.clause.id, finding.ready.clause.sentence, found, asked(finding.ready.node), missing
    )


def _label(of: str, name: str, subject: Subject) -> str:
    if of == "anggota" and not name:
        return "daftar anggota keluarga"
    return subject.field(syntax.Name(name, of)).label


def asked(node: syntax.Node) -> str:
    """What a clause of one comparison asks for, in words; "" for any other."""
    match node:
        case syntax.Not(part=syntax.Compare(op=op, left=left, right=right)):
            return asked(syntax.Compare(_OPPOSITE[op], left, right))
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
    return f"{text} {field.unit}" if field.unit and not isinstance(value, bool | str) else text


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
