"""All programmes for all families at once, with every clause of every decision known.

Of each programme two bit masks per family (or person): clauses that fail, clauses that are not known. Both zero is layak; a
failing clause is tidak layak whatever is missing; else belum tahu. Bit i is the i-th clause of `ready(programme)`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.engine.eligibility import compiling, folding, syntax
from selaras.engine.eligibility.answering import Outcome
from selaras.engine.eligibility.checking import Subject
from selaras.engine.eligibility.fields import Catalogue, Field, Kind
from selaras.engine.eligibility.programme import Missing, Programme, Ready, Unit, ready

_FITS: dict[Kind, Callable[[pl.DataType], bool]] = {
    Kind.NUMBER: lambda kind: kind.is_numeric(),
    Kind.TEXT: lambda kind: kind == pl.String,
    Kind.TRUTH: lambda kind: kind == pl.Boolean,
}
# Outcomes as numbers, the better the lower.
YES, UNKNOWN, NO = 0, 1, 2
Marks = npt.NDArray[np.uint8]
# The column of the table of members that says whose they are: the number of the row of their keluarga.
BELONGS = "keluarga"


@dataclass(frozen=True)
class Registry:
    """Families, one a row, a column per field; members sorted by `keluarga`, the row number of theirs (UInt32)."""

    families: pl.DataFrame
    members: pl.DataFrame
    catalogue: Catalogue

    def sound(self, nodes: Iterable[syntax.Node], *, person: bool) -> Registry:
        """The same with figures that are none (NaN, infinite) made missing, in the columns these clauses look at.

        Raises ValueError for a column that is not there or holds another kind than its field: a fault of ours, not of the data.
        """
        used = set().union(*(syntax.names(node) for node in nodes))
        of_member = {name for of, name in used if of == "anggota" or (person and not of)}
        own = {name for of, name in used if of != "anggota" and not (person and not of)}
        families = _sound(self.families, self.catalogue.keluarga, own)
        return Registry(families, _sound(self.members, self.catalogue.anggota, of_member), self.catalogue)


def _sound(table: pl.DataFrame, fields: Mapping[str, Field], used: Iterable[str]) -> pl.DataFrame:
    kinds = table.schema
    columns = [
        (f"{name}{end}", name)
        for name in used
        for end in ((".least", ".most") if fields[name].spread else ("",))
    ]
    for column, name in columns:
        if column not in kinds or not _FITS[fields[name].kind](kinds[column]):
            raise ValueError(f"the column {column} is missing or of another kind than its field")
    floats = [column for column, _ in columns if kinds[column].is_float()]
    if not floats:
        return table
    return table.with_columns(
        pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name) for name in sorted(floats)
    )


@dataclass(frozen=True)
class Decided:
    """What a programme says of each row. `fail`, `unknown`: masks over `clauses`."""

    programme: Programme
    clauses: tuple[Ready, ...]
    fail: pl.Series
    unknown: pl.Series

    @property
    def outcome(self) -> pl.Series:
        """An Enum of layak, tidak layak, belum tahu."""
        kinds = pl.Enum([each.value for each in Outcome])
        return pl.select(
            pl.when(self.fail != 0).then(pl.lit(Outcome.TIDAK_LAYAK.value, dtype=kinds))
            .when(self.unknown != 0).then(pl.lit(Outcome.BELUM_TAHU.value, dtype=kinds))
            .otherwise(pl.lit(Outcome.LAYAK.value, dtype=kinds)).alias(self.programme.code)
        ).to_series()  # fmt: skip

    @property
    def marks(self) -> Marks:
        """The same as numbers: YES, UNKNOWN or NO."""
        fail, unknown = self.fail.to_numpy(), self.unknown.to_numpy()
        return np.where(fail != 0, NO, np.where(unknown != 0, UNKNOWN, YES)).astype(np.uint8)

    def lifted(self, belongs: pl.Series, families: int) -> Marks:
        """Of a rule about persons, per keluarga what the best of its members is: one who is layak makes it YES; where nobody is, one
        of whom it is not known makes it UNKNOWN, and so does not knowing who its members are."""
        folds = folding.Folds.of(belongs.to_numpy(), families)
        best = np.minimum.reduceat(self.marks, folds.first) if len(folds.first) else self.marks
        return folds.spread(best, UNKNOWN).astype(np.uint8)

    def counts(self) -> dict[Outcome, int]:
        """How many of each."""
        failed = int((self.fail != 0).sum())
        open_ = int(((self.fail == 0) & (self.unknown != 0)).sum())
        return {
            Outcome.LAYAK: len(self.fail) - failed - open_,
            Outcome.TIDAK_LAYAK: failed,
            Outcome.BELUM_TAHU: open_,
        }


def decide(registry: Registry, programmes: Sequence[Programme], on: dt.date) -> list[Decided]:
    """Every programme on a day, in the order given; rows as in the table of its unit: `members` for persons, else `families`.

    Raises SelarasError as `programme.ready` for a rule that cannot be applied that day.
    """
    held = [
        ready(each, Subject(registry.catalogue, person=each.unit is Unit.PERSON), on) for each in programmes
    ]
    families = [
        clauses for each, clauses in zip(programmes, held, strict=True) if each.unit is not Unit.PERSON
    ]
    nodes = [ready.node for clauses in families for ready in clauses]
    table = _with_members(registry.sound(nodes, person=False), nodes)
    of_families = iter(_masks(table, families))
    persons = [clauses for each, clauses in zip(programmes, held, strict=True) if each.unit is Unit.PERSON]
    of_persons = iter(_of_persons(registry, persons) if persons else [])
    found = []
    for each, clauses in zip(programmes, held, strict=True):
        fail, unknown = next(of_persons if each.unit is Unit.PERSON else of_families)
        found.append(Decided(each, clauses, fail, unknown))
    return found


def _with_members(registry: Registry, nodes: Iterable[syntax.Node]) -> pl.LazyFrame:
    """The families with a column for every question over members."""
    asked = {
        compiling.folded(each): each
        for node in nodes
        for each in syntax.walk(node)
        if isinstance(each, syntax.Members)
    }
    if not asked:
        return registry.families.lazy()
    around = {name for each in asked.values() for of, name in syntax.names(each.condition) if of != "anggota"}
    members = _gathered(registry, around)
    questions = [(each, compiling.truth(each.condition, compiling.of_member)) for each in asked.values()]
    folds = folding.Folds.of(registry.members[BELONGS].to_numpy(), registry.families.height)
    columns = folding.answered(members, questions, folds)
    return registry.families.with_columns(columns).lazy()


def _of_persons(registry: Registry, rules: Sequence[Sequence[Ready]]) -> list[tuple[pl.Series, pl.Series]]:
    nodes = [ready.node for clauses in rules for ready in clauses]
    return _masks(_with_keluarga(registry.sound(nodes, person=True), rules), rules)


def beside_keluarga(registry: Registry, rules: Sequence[Sequence[Ready]]) -> pl.DataFrame:
    """The members with the fields of their keluarga these rules about persons look at, as columns with the prefix of
    `compiling.OF_KELUARGA`."""
    nodes = [ready.node for clauses in rules for ready in clauses]
    return _with_keluarga(registry.sound(nodes, person=True), rules).collect()


def _with_keluarga(registry: Registry, rules: Iterable[Sequence[Ready]]) -> pl.LazyFrame:
    around = {
        name
        for clauses in rules
        for each in clauses
        for of, name in syntax.names(each.node)
        if of == "keluarga"
    }
    return _gathered(registry, around)


def _gathered(registry: Registry, around: set[str]) -> pl.LazyFrame:
    """Members with these fields of their keluarga beside them."""
    belongs = registry.members[BELONGS]
    columns = [
        registry.families[name].gather(belongs).alias(compiling.OF_KELUARGA + name) for name in sorted(around)
    ]
    return registry.members.with_columns(columns).lazy()


def _masks(table: pl.LazyFrame, rules: Sequence[Sequence[Ready]]) -> list[tuple[pl.Series, pl.Series]]:
    wanted = [
        mask.alias(f"{kind}{number}")
        for number, clauses in enumerate(rules)
        for kind, mask in zip(("fail", "unknown"), _mask_pair(clauses), strict=True)
    ]
    if not wanted:
        return []
    found = compiling.select(table, wanted)
    return [(found[f"fail{number}"], found[f"unknown{number}"]) for number in range(len(rules))]


def _mask_pair(clauses: Sequence[Ready]) -> tuple[pl.Expr, pl.Expr]:
    kind = next(
        kind
        for bits, kind in ((8, pl.UInt8), (16, pl.UInt16), (32, pl.UInt32), (64, pl.UInt64))
        if len(clauses) <= bits
    )
    fails, unknowns = [], []
    for bit, each in enumerate(clauses):
        held = compiling.truth(each.node)
        if each.clause.missing is not Missing.ASK:
            held = held.fill_null(each.clause.missing is Missing.LET)
        else:
            unknowns.append(_bit(held.is_null(), bit, kind))
        fails.append(_bit(~held.fill_null(True), bit, kind))  # noqa: FBT003  a value, not a flag
    return _together(fails, kind), _together(unknowns, kind)


def _bit(held: pl.Expr, bit: int, kind: type[pl.DataType]) -> pl.Expr:
    return held.cast(kind) * pl.lit(1 << bit, dtype=kind)


def _together(bits: list[pl.Expr], kind: type[pl.DataType]) -> pl.Expr:
    found = pl.lit(0, dtype=kind)
    for each in bits:
        found = found | each
    return found
