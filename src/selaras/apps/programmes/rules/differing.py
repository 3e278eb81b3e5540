"""What one version of a rule says differently from another, clause by clause and figure by figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

Written = Mapping[str, Any]
_CLAUSE: Final = ("sentence", "text", "missing", "basis", "assumption", "begins", "ends")
_FIGURE: Final = ("value", "basis", "assumption", "begins", "ends")


class How(StrEnum):
    """What became of a clause or a figure."""

    NEW = "baru"
    GONE = "hilang"
    CHANGED = "berubah"


@dataclass(frozen=True, slots=True)
class Change:
    """`name`: id of the clause, or name of the figure; `old`, `new`: as kept, {} where it was or is not there; `parts`: names of
    what differs, in the order of the form."""

    how: How
    figure: bool
    name: str
    old: Written
    new: Written
    parts: tuple[str, ...] = ()


def changes(
    old: tuple[Sequence[Written], Sequence[Written]], new: tuple[Sequence[Written], Sequence[Written]]
) -> list[Change]:
    """From one version (clauses, figures) to another: clauses by their id in the new order, gone ones last, then figures."""
    return [
        *_between(
            {str(each["id"]): each for each in old[0]}, {str(each["id"]): each for each in new[0]}, _CLAUSE
        ),
        *_between(_named(old[1]), _named(new[1]), _FIGURE, figure=True),
    ]


def _named(figures: Sequence[Written]) -> dict[str, Written]:
    """By name; of several values of one name the second is called "name (2)", in the order of their days."""
    found: dict[str, Written] = {}
    counted: dict[str, int] = {}
    for each in sorted(figures, key=lambda each: (each["name"], str(each.get("begins") or ""))):
        counted[each["name"]] = nth = counted.get(each["name"], 0) + 1
        found[each["name"] if nth == 1 else f"{each['name']} ({nth})"] = each
    return found


def _between(
    old: Mapping[str, Written], new: Mapping[str, Written], parts: Sequence[str], *, figure: bool = False
) -> list[Change]:
    found = []
    for name, now in new.items():
        before = old.get(name)
        if before is None:
            found.append(Change(How.NEW, figure, name, {}, now))
        elif differing := tuple(part for part in parts if _said(before, part) != _said(now, part)):
            found.append(Change(How.CHANGED, figure, name, before, now, differing))
    return found + [Change(How.GONE, figure, name, each, {}) for name, each in old.items() if name not in new]


def _said(each: Written, part: str) -> object:
    return each.get(part) or ("tanya" if part == "missing" else "")
