"""What a clause is once it is read: a small tree. Positions are offsets in the text, for messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Value = bool | float | int | str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that stands in the clause. `name`: the parameter it was bound from, "" for one that was written."""

    value: Value
    at: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """The right side of `in`."""

    values: tuple[Value, ...]
    at: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A field. `of`: "" of the keluarga or person the rule is about, "keluarga" of a person's keluarga, "anggota" inside a
    macro over members. `spread`: the field lies between name.least and name.most."""

    name: str
    of: str = ""
    at: int = 0
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named figure with a date and a legal basis: `p.batas_desil`."""

    name: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Compare:
    """`left op right`; op one of == != < <= > >=."""

    op: str
    left: Node
    right: Node
    at: int = 0


@dataclass(frozen=True, slots=True)
class Among:
    """`item in [...]` or `item in p.list`."""

    item: Node
    options: Options | Parameter
    at: int = 0


@dataclass(frozen=True, slots=True)
class Both:
    """All parts hold."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Node


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left op right`; op one of + - * /."""

    op: str
    left: Node
    right: Node
    at: int = 0


@dataclass(frozen=True, slots=True)
class Has:
    """`has(field)`: whether an answer is there. Never unknown."""

    item: Name


@dataclass(frozen=True, slots=True)
class Members:
    """Over the members of the keluarga. `what`: exists | all | count (only as one side of a comparison)."""

    what: str
    condition: Node
    at: int = 0


Node = Literal | Name | Parameter | Compare | Among | Both | Either | Not | Arithmetic | Has | Members


def children(node: Node) -> tuple[Node, ...]:
    """The parts of a node, in the order in which they are written."""
    match node:
        case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            return left, right
        case Both(parts=parts) | Either(parts=parts):
            return parts
        case Not(part=part):
            return (part,)
        case Among(item=item, options=Parameter() as options):
            return item, options
        case Among(item=item) | Has(item=item):
            return (item,)
        case Members(condition=condition):
            return (condition,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    for child in children(node):
        yield from walk(child)


def rebuilt(node: Node, leaf: Callable[[Node], Node], listed: Callable[[Parameter], Options]) -> Node:
    """The same tree with every leaf (a literal, a field, a parameter) replaced by what `leaf` makes of it, and every named list to
    the right of `in` by what `listed` makes of it."""

    def again(part: Node) -> Node:
        return rebuilt(part, leaf, listed)

    match node:
        case Among(item=item, options=options, at=at):
            return Among(again(item), listed(options) if isinstance(options, Parameter) else options, at)
        case Compare(op=op, left=left, right=right, at=at):
            return Compare(op, again(left), again(right), at)
        case Arithmetic(op=op, left=left, right=right, at=at):
            return Arithmetic(op, again(left), again(right), at)
        case Both(parts=parts):
            return Both(tuple(map(again, parts)))
        case Either(parts=parts):
            return Either(tuple(map(again, parts)))
        case Not(part=part):
            return Not(again(part))
        case Has(item=item):
            found = leaf(item)
            return Has(found) if isinstance(found, Name) else node
        case Members(what=what, condition=condition, at=at):
            return Members(what, again(condition), at)
        case _:
            return leaf(node)


def names(node: Node) -> set[tuple[str, str]]:
    """(of, name) of every field a clause looks at."""
    return {(found.of, found.name) for found in walk(node) if isinstance(found, Name)}


def parameters(node: Node) -> set[str]:
    """Names of the parameters a clause needs."""
    return {found.name for found in walk(node) if isinstance(found, Parameter)}
