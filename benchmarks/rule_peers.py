"""The same clauses for cel-python and json-logic-qubit: what an office could have used instead, one family after another."""

from __future__ import annotations

import json
import math
import time
from typing import Any

import celpy
import json_logic

from selaras.engine.eligibility import syntax
from selaras.engine.eligibility.deciding import Decided

OUTCOMES = ("layak", "tidak layak", "belum tahu")


def cel_text(node: syntax.Node) -> str:  # noqa: PLR0911  one return a kind of node
    """A clause in CEL. Every number a double, as in our language."""
    match node:
        case syntax.Literal(value=value):
            return _literal(value)
        case syntax.Name(name=name, of=of):
            return f"o.{name}" if of == "anggota" else f"k.{name}"
        case syntax.Has(item=item):
            return f"has({cel_text(item)})"
        case syntax.Both(parts=parts):
            return "(" + " && ".join(map(cel_text, parts)) + ")"
        case syntax.Either(parts=parts):
            return "(" + " || ".join(map(cel_text, parts)) + ")"
        case syntax.Not(part=part):
            return f"!({cel_text(part)})"
        case syntax.Among(item=item, options=syntax.Options(values=values)):
            return f"({cel_text(item)} in [{', '.join(map(_literal, values))}])"
        case syntax.Compare(op=op, left=left, right=right):
            sides = [_counted(side, left, right) for side in (left, right)]
            return f"({sides[0]} {op} {sides[1]})"
        case syntax.Arithmetic(op=op, left=left, right=right):
            return f"({cel_text(left)} {op} {cel_text(right)})"
        case syntax.Members(what="count", condition=condition):
            return f"size(k.anggota.filter(o, {cel_text(condition)}))"
        case syntax.Members(what=what, condition=condition):
            return f"k.anggota.{what}(o, {cel_text(condition)})"
        case _:
            raise ValueError(f"no CEL for {type(node).__name__}")


def _counted(side: syntax.Node, left: syntax.Node, right: syntax.Node) -> str:
    counts = any(isinstance(each, syntax.Members) and each.what == "count" for each in (left, right))
    if counts and isinstance(side, syntax.Literal) and not isinstance(side.value, str):
        return str(int(side.value))
    return cel_text(side)


def _literal(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool | str) else repr(float(value))


def logic(node: syntax.Node) -> Any:  # noqa: PLR0911
    """A clause as JsonLogic."""
    match node:
        case syntax.Literal(value=value):
            return value
        case syntax.Name(name=name):
            return {"var": name}
        case syntax.Both(parts=parts):
            return {"and": [logic(part) for part in parts]}
        case syntax.Either(parts=parts):
            return {"or": [logic(part) for part in parts]}
        case syntax.Not(part=part):
            return {"!": [logic(part)]}
        case syntax.Among(item=item, options=syntax.Options(values=values)):
            return {"in": [logic(item), list(values)]}
        case syntax.Compare(op=op, left=left, right=right) | syntax.Arithmetic(op=op, left=left, right=right):
            return {op: [logic(left), logic(right)]}
        case syntax.Members(what="exists", condition=condition):
            return {"some": [{"var": "anggota"}, logic(condition)]}
        case syntax.Members(what="all", condition=condition):
            return {"all": [{"var": "anggota"}, logic(condition)]}
        case syntax.Members(condition=condition):
            held = {"filter": [{"var": "anggota"}, logic(condition)]}
            return {"reduce": [held, {"+": [1, {"var": "accumulator"}]}, 0]}
        case _:
            raise ValueError(f"no JsonLogic for {type(node).__name__}")


def by_cel(decided: list[Decided], families: list[dict[str, Any]]) -> tuple[list[list[str]], float]:
    """Outcomes by programme and family, and seconds. An error of CEL (a missing answer) is belum tahu."""
    environment = celpy.Environment()
    programmes = [
        [environment.program(environment.compile(cel_text(ready.node))) for ready in each.clauses]
        for each in decided
    ]
    start = time.perf_counter()
    found: list[list[str]] = [[] for _ in decided]
    for family in families:
        activation = {"k": celpy.json_to_cel(_floats(family))}
        for outcomes, clauses in zip(found, programmes, strict=True):
            outcomes.append(_together([_cel_truth(clause, activation) for clause in clauses]))
    return found, time.perf_counter() - start


def _cel_truth(clause: Any, activation: dict[str, Any]) -> bool | None:
    try:
        return bool(clause.evaluate(activation))
    except celpy.CELEvalError:
        return None


def _floats(family: dict[str, Any]) -> dict[str, Any]:
    """Without what is missing: CEL then says "no such member", its own word for an answer that is not there."""
    return {
        name: [_floats(one) for one in value] if isinstance(value, list) else float(value) if type(value) is int else value
        for name, value in family.items()
        if value is not None and not (isinstance(value, float) and math.isnan(value))
    }  # fmt: skip


def by_logic(decided: list[Decided], families: list[dict[str, Any]]) -> tuple[list[list[str]], float]:
    """The same by JsonLogic; whatever it answers for a missing value is its answer, an error is belum tahu."""
    rules = [[logic(ready.node) for ready in each.clauses] for each in decided]
    start = time.perf_counter()
    found: list[list[str]] = [[] for _ in decided]
    for family in families:
        for outcomes, clauses in zip(found, rules, strict=True):
            outcomes.append(_together([_logic_truth(clause, family) for clause in clauses]))
    return found, time.perf_counter() - start


def _logic_truth(clause: Any, family: dict[str, Any]) -> bool | None:
    try:
        return bool(json_logic.jsonLogic(clause, family))
    except Exception:  # it lets through whatever Python raises
        return None


def _together(held: list[bool | None]) -> str:
    return OUTCOMES[1] if False in held else OUTCOMES[2] if None in held else OUTCOMES[0]
