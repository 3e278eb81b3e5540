"""All families as one reader may know them: which rows are theirs, and what is not known to them although it is known.

What `rules/judging` does for one family, for all at once. Where only a part of a family may be seen, these tables say less than the
family's own page or the same, never more.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import polars as pl

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.rules import fields, laying
from selaras.apps.programmes.rules.snapshot import Snapshot
from selaras.apps.registry import layout
from selaras.engine.eligibility import parsing, syntax
from selaras.engine.eligibility.programme import Clause, Missing, Programme, Unit

# A question nobody who is veiled can answer, of a keluarga and of a person: the value is taken out of their tables.
_NEVER_KNOWN = {Unit.KELUARGA: layout.SENSITIVE_OF_KELUARGA[0], Unit.PERSON: layout.SENSITIVE_OF_PERSON[0]}


def inside(codes: pl.Series, regions: Iterable[str]) -> pl.Series:
    """Which of these codes lie in one of the regions, as accounts.rules.inside says of one."""
    found = pl.Series([False]).new_from_index(0, len(codes))
    for region in regions:
        if not region:
            return pl.Series([True]).new_from_index(0, len(codes))
        found |= ((codes == region) | codes.str.starts_with(region + ".")).fill_null(value=False)
    return found


def outside(apart: pl.Series, regions: Sequence[str]) -> pl.Series:
    """Which families have a member listed in a village (`laying.apart`) that lies in none of the regions."""
    strange = [
        each
        for each in apart.drop_nulls().unique().to_list()
        if any(
            not any(access.inside(None if code == "?" else code, region) for region in regions)
            for code in each.split(",")
        )
    ]
    return apart.is_in(strange).fill_null(value=False)


def without(snapshot: Snapshot, rows: pl.Series | None = None) -> Snapshot:
    """The same with what is sensitive taken out; with `rows` only those families, and nobody known to belong to them."""
    taken = [pl.lit(None, dtype=pl.Boolean).alias(name) for name in sorted(fields.SENSITIVE)]
    own = [each for each in taken if each.meta.output_name() in snapshot.families.columns]
    of_members = [each for each in taken if each.meta.output_name() in snapshot.members.columns]
    families, members = snapshot.families.with_columns(own), snapshot.members.with_columns(of_members)
    if rows is not None:
        families, members = families[rows], members.clear()
    return Snapshot(snapshot.build, snapshot.newest, families, members, f"{snapshot.key} -")


def touched(programme: Programme) -> bool:
    """Whether a rule looks at anything sensitive."""
    return any(_names(clause) & fields.SENSITIVE for clause in programme.clauses)


def _names(clause: Clause) -> set[str]:
    return {name for _, name in syntax.names(parsing.parse(clause.text))}


def asking(programme: Programme) -> Programme:
    """The rule as one is asked it who may not know what is sensitive: no clause about that is met or failed for want of an answer, and
    whether an answer is there is not told either."""
    clauses = tuple(
        _asking(clause, programme.unit) if _names(clause) & fields.SENSITIVE else clause
        for clause in programme.clauses
    )
    return dataclasses.replace(programme, clauses=clauses)


def _asking(clause: Clause, unit: Unit) -> Clause:
    tells_presence = any(
        isinstance(node, syntax.Has) and node.item.name in fields.SENSITIVE
        for node in syntax.walk(parsing.parse(clause.text))
    )
    return dataclasses.replace(
        clause, missing=Missing.ASK, text=_NEVER_KNOWN[unit] if tells_presence else clause.text
    )


assert _NEVER_KNOWN[Unit.KELUARGA] in fields.CATALOGUE.keluarga, "the layout and the catalogue agree"
assert _NEVER_KNOWN[Unit.PERSON] in fields.CATALOGUE.anggota, "the layout and the catalogue agree"
assert laying.BELONGS not in fields.SENSITIVE
