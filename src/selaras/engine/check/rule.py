"""What a rule is.

A rule is an expression that is true where there is something to look at. It says nothing about texts: severity,
message and hint stand in kernel/data/findings.toml under its code. Rules read the columns of their contract
(engine/tables.py) and the derived columns, which begin with `_` and are made and explained in `persons.py`, `families.py`,
`repeats.py` and `households.py`. A null counts as "nothing to say": unknown is not "wrong".
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import polars as pl

from selaras.engine import tables
from selaras.kernel import findings

ROW = "baris"
FAMILY = "keluarga"
SHEET = "lembar"


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """One thing to look at.

    code    code of the finding
    table   contract whose rows are looked at
    field   column concerned, or None where it is about the row, the family or the sheet as a whole
    when    true where there is something to look at. scope "baris": one answer per row. scope "keluarga": one
            answer per family of person records, read from the table in `families.py`; the remark stands at its first
            row. scope "lembar": an aggregation, one answer per sheet of a file
    detail  text that helps to decide, never a full NIK or a name; evaluated only where `when` is true
    scope   "baris", "keluarga" or "lembar"
    missing says only that a value, or all of a column, is not there: needless where reading has already said why
    """

    code: str
    table: tables.Table
    field: str | None
    when: pl.Expr = dataclasses.field(repr=False)
    detail: pl.Expr | None = dataclasses.field(default=None, repr=False)
    scope: str = ROW
    missing: bool = False

    @property
    def severity(self) -> str:
        """info, perlu_ditinjau or tolak, from the list of findings. KeyError where the list misses the code."""
        return findings.catalogue()[self.code].severity

    @property
    def sensitive(self) -> bool:
        """Whether the value found is masked, from the contract's column."""
        return self.field is not None and self.table.column(self.field).sensitive


@dataclasses.dataclass(slots=True)
class Ledger:
    """Collects the rules of one table while a module writes them down, so that each reads as one line."""

    table: tables.Table
    rules: list[Rule] = dataclasses.field(default_factory=list)

    def row(self, code: str, name: str | None, when: pl.Expr, detail: pl.Expr | None = None) -> None:
        self.rules.append(Rule(code, self.table, name, when, detail, ROW))

    def missing(self, code: str, name: str, when: pl.Expr) -> None:
        self.rules.append(Rule(code, self.table, name, when, missing=True))

    def family(self, code: str, name: str | None, when: pl.Expr, detail: pl.Expr | None = None) -> None:
        self.rules.append(Rule(code, self.table, name, when, detail, FAMILY))

    def sheet(
        self,
        code: str,
        name: str | None,
        when: pl.Expr,
        detail: pl.Expr | None = None,
        *,
        missing: bool = False,
    ) -> None:
        self.rules.append(Rule(code, self.table, name, when, detail, SHEET, missing))

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)
