"""Clauses as table expressions: polars' null is "not known", its and/or are Kleene's, so whole columns answer as one family does.

Questions over members are answered on the table of members first and folded up to the keluarga by `folding`; here they are
columns, named by what they ask.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from selaras.engine.eligibility import syntax

# How a field is called as a column: of a person's keluarga it was gathered under this prefix.
OF_KELUARGA = "keluarga."
_ALONG = "#along"
Lookup = Callable[[syntax.Name], pl.Expr]
_COMPARING: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
_COMPUTING: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
}
_TRUE, _FALSE = (pl.lit(value, dtype=pl.Boolean) for value in (True, False))
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def own(name: syntax.Name) -> pl.Expr:
    """A field of the one the rule is about, or of a person's keluarga."""
    return pl.col(OF_KELUARGA + name.name if name.of == "keluarga" else name.name)


def of_member(name: syntax.Name) -> pl.Expr:
    """A field inside a macro: of the member, or of the keluarga around it."""
    return pl.col(name.name if name.of == "anggota" else OF_KELUARGA + name.name)


def folded(node: syntax.Members) -> str:
    """The name of the column (for a count: with `.least` and `.most`) that answers a question over members."""
    return f"{node.what}({node.condition!r})"


def truth(node: syntax.Node, lookup: Lookup = own) -> pl.Expr:
    """A Boolean expression: true, false, or null where that is not known."""
    match node:
        case syntax.Both(parts=parts):
            found = truth(parts[0], lookup)
            for part in parts[1:]:
                found = found & truth(part, lookup)
            return found
        case syntax.Either(parts=parts):
            found = truth(parts[0], lookup)
            for part in parts[1:]:
                found = found | truth(part, lookup)
            return found
        case syntax.Not(part=part):
            return ~truth(part, lookup)
        case syntax.Has(item=item):
            return pl.col(f"{item.name}.least").is_not_null() if item.spread else lookup(item).is_not_null()
        case syntax.Among(item=item, options=syntax.Options(values=values)):
            return _among(_value(item, lookup), values)
        case syntax.Members() if node.what != "count":
            return pl.col(folded(node))
        case syntax.Compare():
            return _compared(node, lookup)
        case syntax.Literal(value=value):
            return pl.lit(bool(value))
        case _:
            return _value(node, lookup)


def _among(item: pl.Expr, values: tuple[syntax.Value, ...]) -> pl.Expr:
    # Numbers meet as floats, as they do in comparisons: 2 and 2.0 are one.
    if isinstance(values[0], str):
        return item.is_in(values)
    return item.cast(pl.Float64).is_in([float(value) for value in values])


def select(table: pl.LazyFrame, expressions: Sequence[pl.Expr]) -> pl.DataFrame:
    """Named expressions over a table, each as high as the table. One of its columns goes along: beside it an expression that looks at no
    column is spread out, and one of another height cannot pass for it. Raises RuntimeError where polars lost rows all the same."""
    first, height = table.collect_schema().names()[0], table.select(pl.len()).collect().item()
    found = table.select(pl.col(first).alias(_ALONG), *expressions).collect()
    if found.height != height:
        raise RuntimeError("a table expression has lost rows")
    return found.drop(_ALONG)


def _compared(node: syntax.Compare, lookup: Lookup) -> pl.Expr:
    op, left, right = node.op, node.left, node.right
    counted = _between(right) is not None
    # A figure stands to the right: polars 2.1 loses rows over `literal < when(...)` with nulls.
    if counted or (isinstance(left, syntax.Literal) and not isinstance(right, syntax.Literal)):
        op, left, right = _MIRRORED[op], right, left
    column = _between(left)
    if column is not None:
        return _counted(op, column, _value(right, lookup))
    sides = [truth(side, lookup) if _asks(side) else _value(side, lookup) for side in (left, right)]
    return _COMPARING[op](*sides)


def _between(node: syntax.Node) -> str | None:
    """The name under which two columns hold the least and the most a side can be; None for a side that is one figure."""
    match node:
        case syntax.Members(what="count"):
            return folded(node)
        case syntax.Name(name=name, spread=True):
            return name
        case _:
            return None


def _asks(node: syntax.Node) -> bool:
    """Whether a side is itself a question: `(a == b) == true`."""
    return not isinstance(node, syntax.Literal | syntax.Name | syntax.Arithmetic)


def _counted(op: str, column: str, bound: pl.Expr) -> pl.Expr:
    """A count whose answers are partly missing lies between two figures: decided where both ends say the same."""
    least, most = pl.col(f"{column}.least"), pl.col(f"{column}.most")
    match op:
        case "<" | "<=":
            sure, ruled_out = _COMPARING[op](most, bound), ~_COMPARING[op](least, bound)
        case ">" | ">=":
            sure, ruled_out = _COMPARING[op](least, bound), ~_COMPARING[op](most, bound)
        case _:
            sure = (least == bound) & (most == bound)
            ruled_out = (bound < least) | (bound > most)
            if op == "!=":
                sure, ruled_out = ruled_out, sure
    return pl.when(sure).then(_TRUE).when(ruled_out).then(_FALSE).otherwise(None)


def _value(node: syntax.Node, lookup: Lookup) -> pl.Expr:
    match node:
        case syntax.Literal(value=value):
            return pl.lit(value)
        case syntax.Name():
            return lookup(node)
        case syntax.Arithmetic(op=op, left=left, right=right):
            sides = [_value(side, lookup).cast(pl.Float64) for side in (left, right)]
            found = _COMPUTING[op](*sides)
            return pl.when(found.is_finite()).then(found).otherwise(None)
        case _:
            return truth(node, lookup)
