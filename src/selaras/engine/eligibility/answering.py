"""One family, plain and slow: three outcomes, and what each clause found. The table of a million is held equal to this by test.

Unknown is a value of its own (Kleene's strong three-valued logic): no comparison with it is true, none is false.
A figure that cannot be computed (division by zero, out of range) is unknown too.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from selaras.engine.eligibility import syntax
from selaras.engine.eligibility.programme import Missing, Ready

Answer = syntax.Value | None
Row = Mapping[str, Answer]


class Outcome(StrEnum):
    """What a rule says of a family or a person."""

    LAYAK = "layak"
    TIDAK_LAYAK = "tidak layak"
    BELUM_TAHU = "belum tahu"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from: the list or the visit, and the day it speaks of."""

    source: str
    day: dt.date | None = None


@dataclass(frozen=True)
class Case:
    """What is known: of the one the rule is about, of the members, and of the keluarga where the rule is about a person ({} where
    nothing is known of it). `members` None: nobody knows who belongs to the keluarga. `origins`: (of, field) -> where the value comes
    from, where that is to be said."""

    own: Row
    members: Sequence[Row] | None = None
    keluarga: Row | None = None
    origins: Mapping[tuple[str, str], Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one clause found. `holds` True, False or None; `missing`: (of, field) of answers that would settle it;
    `seen`: (of, field) -> value it looked at, of the keluarga or person itself; `origins` of those, where known."""

    ready: Ready
    holds: bool | None
    missing: tuple[tuple[str, str], ...]
    seen: Mapping[tuple[str, str], Answer]
    origins: Mapping[tuple[str, str], Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says and why."""

    outcome: Outcome
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if found.holds is False)

    @property
    def unknown(self) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if found.holds is None)


def judge(clauses: Sequence[Ready], case: Case) -> Verdict:
    """All clauses of a rule for one case."""
    findings = tuple(_finding(ready, case) for ready in clauses)
    held = [found.holds for found in findings]
    if False in held:
        return Verdict(Outcome.TIDAK_LAYAK, findings)
    return Verdict(Outcome.BELUM_TAHU if None in held else Outcome.LAYAK, findings)


def _finding(ready: Ready, case: Case) -> Finding:
    holds = truth(ready.node, case)
    missing = tuple(sorted(_missing(ready.node, case))) if holds is None else ()
    if holds is None and ready.clause.missing is not Missing.ASK:
        holds = ready.clause.missing is Missing.LET
    seen = {
        (name.of, name.name): _looked(name, case)
        for name in syntax.walk(ready.node)
        if isinstance(name, syntax.Name) and name.of != "anggota"
    }
    origins = {key: case.origins[key] for key in seen if key in case.origins}
    return Finding(ready, holds, missing, seen, origins)


def truth(node: syntax.Node, case: Case, member: Row | None = None) -> bool | None:
    """Whether a clause holds; None where that is not known."""
    found = _value(node, case, member)
    return found if isinstance(found, bool) else None


def _value(node: syntax.Node, case: Case, member: Row | None) -> Answer:
    match node:
        case syntax.Literal(value=value):
            return value
        case syntax.Name():
            return _answer(node, case, member)
        case syntax.Has(item=item):
            if item.spread:
                return _ends(item, case, member)[0] is not None
            return _answer(item, case, member) is not None
        case syntax.Not(part=part):
            held = truth(part, case, member)
            return None if held is None else not held
        case syntax.Both(parts=parts):
            return _all([truth(part, case, member) for part in parts])
        case syntax.Either(parts=parts):
            return _any([truth(part, case, member) for part in parts])
        case syntax.Among(item=item, options=syntax.Options(values=values)):
            found = _value(item, case, member)
            return None if found is None else any(found == value for value in values)
        case syntax.Compare():
            return _compared(node, case, member)
        case syntax.Arithmetic(op=op, left=left, right=right):
            return _computed(op, _value(left, case, member), _value(right, case, member))
        case syntax.Members(what=what, condition=condition) if case.members is not None and case.members:
            held_by = [truth(condition, case, one) for one in case.members]
            return _any(held_by) if what == "exists" else _all(held_by)
        case _:
            return None


def _row(name: syntax.Name, case: Case, member: Row | None) -> Row:
    if name.of == "anggota":
        return member or {}
    return case.keluarga if name.of == "keluarga" and case.keluarga is not None else case.own


def _answer(name: syntax.Name, case: Case, member: Row | None) -> Answer:
    """What stands there. A figure that is none (NaN, infinite) is no answer."""
    if name.spread:
        least, most = _ends(name, case, member)
        return least if least == most else None
    found = _row(name, case, member).get(name.name)
    return None if isinstance(found, float) and not math.isfinite(found) else found


def _ends(name: syntax.Name, case: Case, member: Row | None) -> tuple[Answer, Answer]:
    """The least and the most of a field that is known to lie between two; the same twice where it stands as one figure."""
    row = _row(name, case, member)
    return row.get(f"{name.name}.least", row.get(name.name)), row.get(f"{name.name}.most", row.get(name.name))


def _looked(name: syntax.Name, case: Case) -> Answer:
    """What a field showed: of one that lies between two, both."""
    if name.spread:
        least, most = _ends(name, case, None)
        if least is not None and most is not None and least != most:
            return f"{float(least):.0f} sampai {float(most):.0f}"
    return _value(name, case, None)


def _all(held: Sequence[bool | None]) -> bool | None:
    return False if False in held else None if None in held else True


def _any(held: Sequence[bool | None]) -> bool | None:
    return True if True in held else None if None in held else False


def _compared(node: syntax.Compare, case: Case, member: Row | None) -> bool | None:
    low_left, high_left = _bounds(node.left, case, member)
    low_right, high_right = _bounds(node.right, case, member)
    if low_left is None or high_left is None or low_right is None or high_right is None:
        return None
    extremes = {
        _holds(node.op, left, right) for left in {low_left, high_left} for right in {low_right, high_right}
    }
    if node.op in ("==", "!=") and low_left != high_left and _between(low_left, high_left, low_right):
        return None
    if node.op in ("==", "!=") and low_right != high_right and _between(low_right, high_right, low_left):
        return None
    return extremes.pop() if len(extremes) == 1 else None


def _between(low: syntax.Value, high: syntax.Value, value: syntax.Value) -> bool:
    return float(low) <= float(value) <= float(high)


def _bounds(node: syntax.Node, case: Case, member: Row | None) -> tuple[Answer, Answer]:
    """The least and the most a side can be. They differ for a count, since members whose answer is missing may count or not, and for
    fields that are known to lie between two."""
    if isinstance(node, syntax.Name) and node.spread:
        return _ends(node, case, member)
    if isinstance(node, syntax.Members) and node.what == "count":
        if not case.members:
            return None, None
        held = [truth(node.condition, case, one) for one in case.members]
        return held.count(True), held.count(True) + held.count(None)
    found = _value(node, case, member)
    return found, found


def _holds(op: str, left: syntax.Value, right: syntax.Value) -> bool:
    match op:
        case "==":
            return left == right
        case "!=":
            return left != right
    first, second = float(left), float(right)
    return {"<": first < second, "<=": first <= second, ">": first > second, ">=": first >= second}[op]


def _computed(op: str, left: Answer, right: Answer) -> float | None:
    if left is None or right is None:
        return None
    first, second = float(left), float(right)
    try:
        found = {"+": first + second, "-": first - second, "*": first * second}.get(op)
        found = first / second if found is None else found
    except (ZeroDivisionError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def _missing(node: syntax.Node, case: Case, member: Row | None = None) -> set[tuple[str, str]]:
    """Fields whose answer is not there, in the parts that are not known."""
    match node:
        case syntax.Name(name=name, of=of):
            return {(of, name)} if _value(node, case, member) is None else set()
        case syntax.Has():
            return set()
        case syntax.Members(condition=condition):
            if not case.members:
                return {("anggota", "")}
            return set().union(
                *(
                    _missing(condition, case, one)
                    for one in case.members
                    if truth(condition, case, one) is None
                )
            )
        case syntax.Both(parts=parts) | syntax.Either(parts=parts):
            return set().union(
                *(_missing(part, case, member) for part in parts if truth(part, case, member) is None)
            )
        case _:
            return set().union(*(_missing(child, case, member) for child in syntax.children(node)))
