"""XPath as our forms use it, read into a tree that the offline page can work out: lists of ["operator", part, ...].

    ["text", "x"]  ["number", 3]  ["of", "hasil"] (answer of a question)  ["self"] (this answer)
    ["call", "selected", part, ...]  ["and" | "or" | "=" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "div" | "mod", a, b]
    ["rows", list, part or None] (rows of a list for which the part holds, or the one of that number)
    ["column", name] (of the row that is looked at)  ["first", rows, name] (the column of the first of them)

Names of questions are unique in a form of ours, so a path is the name at its end. What is not understood is refused here, on the
server, when the form is prepared: a phone never meets a rule it would have to guess (XPath 1.0; ODK XForms functions).
"""

from __future__ import annotations

import re
from collections.abc import Callable

Tree = list[object]
FUNCTIONS = frozenset(
    {"selected", "count-selected", "string-length", "not", "true", "false", "today", "now", "regex", "if", "coalesce", "number",
     "int", "string", "concat", "round", "once", "count", "boolean", "decimal-date-time", "date", "format-date", "pulldata",
     "position", "min", "max", "contains", "starts-with", "normalize-space", "substr", "abs", "uuid", "jr:choice-name"}
)  # fmt: skip
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<number>\d+(?:\.\d+)?)
    |(?P<instance>instance\(\s*(?:"[^"]*"|'[^']*')\s*\)/root/item)|(?P<parent>\.\.(?!/))
    |(?P<path>(?:(?:current\(\)/)?(?:\.\./|\./)+|/)[A-Za-z_][\w.-]*(?:/[A-Za-z_][\w.-]*)*)
    |(?P<name>[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)|(?P<sign><=|>=|!=|[=<>+*()\[\],/-])|(?P<self>\.))""",
    re.VERBOSE,
)
# Weakest first (XPath 1.0 section 3.5).
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))


class StrangeError(ValueError):
    """An expression beyond what the page can work out."""


def read(text: str, *, of_rows: bool = False) -> Tree:
    """The tree of an expression; `of_rows`: of a filter, in which a bare name is a column. Raises StrangeError."""
    reader = _Reader(_tokens(text), text)
    reader.inside = int(of_rows)
    tree = reader.level(0)
    if reader.left:
        raise StrangeError(text)
    return tree


def last(path: str) -> str:
    """The name of the question at the end of a path."""
    return path.strip().rstrip("/").rpartition("/")[2]


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise StrangeError(text)
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


_PLAIN: dict[str, Callable[[str], Tree]] = {
    "text": lambda value: ["text", value[1:-1]],
    "number": lambda value: ["number", float(value) if "." in value else int(value)],
    "path": lambda value: ["of", last(value)],
    "self": lambda _: ["self"],
}


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]], text: str) -> None:
        self.left = tokens[::-1]
        self.text = text
        self.inside = 0

    def take(self, value: str | None = None) -> tuple[str, str]:
        if not self.left or (value is not None and self.left[-1][1] != value):
            raise StrangeError(self.text)
        return self.left.pop()

    def next_is(self, *values: str) -> bool:
        return bool(self.left) and self.left[-1][0] != "text" and self.left[-1][1] in values

    def level(self, number: int) -> Tree:
        if number == len(_LEVELS):
            return self.single()
        tree = self.level(number + 1)
        while self.next_is(*_LEVELS[number]):
            tree = [self.take()[1], tree, self.level(number + 1)]
        return tree

    def single(self) -> Tree:
        if self.next_is("-"):
            self.take()
            return ["-", ["number", 0], self.single()]
        kind, value = self.take()
        plain = _PLAIN.get(kind)
        if plain is not None:
            return plain(value)
        if kind == "instance":
            return self.found(re.split(r"[\"']", value)[1])
        if kind == "name":
            return self.named(value)
        if value != "(":
            raise StrangeError(self.text)
        tree = self.level(0)
        self.take(")")
        return tree

    def named(self, name: str) -> Tree:
        if self.next_is("("):
            return self.called(name)
        if not self.inside:
            raise StrangeError(self.text)
        return ["column", name]

    def called(self, name: str) -> Tree:
        if name not in FUNCTIONS:
            raise StrangeError(self.text)
        self.take("(")
        if name == "position" and self.left and self.left[-1][0] == "parent":
            self.take()
        parts: Tree = []
        while not self.next_is(")"):
            if parts:
                self.take(",")
            parts.append(self.level(0))
        self.take(")")
        return ["call", name, *parts]

    def found(self, source: str) -> Tree:
        """The rest of instance('list')/root/item[part]/column; part and column may be missing."""
        part: Tree | None = None
        if self.next_is("["):
            self.take()
            self.inside += 1
            part = self.level(0)
            self.inside -= 1
            self.take("]")
        rows: Tree = ["rows", source, part]
        # `/column` was read as a path of one step.
        if self.left and self.left[-1][0] == "path" and self.left[-1][1].startswith("/"):
            return ["first", rows, last(self.take()[1])]
        return rows
