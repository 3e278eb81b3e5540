"""Findings turned into what stands in an annotated copy: a note beside each row, a mark on each cell concerned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from selaras.engine import tables
from selaras.engine.read import sheet as sheets_
from selaras.kernel import findings as kinds

LEVELS = {kinds.INFO: "catatan", kinds.PERLU_DITINJAU: "perlu ditinjau", kinds.TOLAK: "tidak dipakai"}
_RANK = {severity: rank for rank, severity in enumerate(LEVELS)}
_WORDS = list(LEVELS.values())
_BETWEEN = " · "
_LONGEST = 1500
# A finding about a value that was worked out points at the cells it was worked out from.
_STANDS_FOR = {
    "kode_desa": ("desa",),
    "desa": ("kode_desa",),
    "nik": ("nik_kepala",),
    "nama": ("nama_kepala",),
    "nik_kepala": ("nik",),
    "nama_kepala": ("nama",),
    "rt": ("rw",),
}


@dataclass(frozen=True, slots=True)
class Note:
    """What is said beside a row. `level`: word of the gravest finding."""

    level: str
    found: str
    advice: str


@dataclass(slots=True)
class Notes:
    """For one sheet: notes by row number, marks by row number and then column index (rank of severity, text)."""

    rows: dict[int, Note] = field(default_factory=dict)
    marks: dict[int, dict[int, tuple[int, str]]] = field(default_factory=lambda: defaultdict(dict))


def by_sheet(findings: pl.DataFrame, lineage: pl.DataFrame | None) -> Mapping[str, Notes]:
    """Notes of every sheet that has any. Findings without a row belong to the summary."""
    placed = told(findings.filter(pl.col("row").is_not_null() & pl.col("sheet").is_not_null()))
    found: dict[str, Notes] = defaultdict(Notes)
    for sheet, row, rank, text, advice in _beside_rows(placed).iter_rows():
        found[sheet].rows[row] = Note(_WORDS[rank], text, advice)
    for sheet, row, column, rank, text in _on_cells(placed, lineage).iter_rows():
        found[sheet].marks[row][column] = (rank, text)
    return found


def told(findings: pl.DataFrame) -> pl.DataFrame:
    """The findings with `message`, `hint` and `rank` beside them."""
    codes = findings["code"].unique().to_list()
    texts = pl.DataFrame(
        [(kind.code, kind.message, kind.hint) for kind in map(kinds.kind, codes)],
        schema={"code": pl.String, "message": pl.String, "hint": pl.String},
        orient="row",
    )
    rank = pl.col("severity").replace_strict(_RANK, return_dtype=pl.Int8).alias("rank")
    return findings.join(texts, on="code", how="left", maintain_order="left").with_columns(rank)


def columns(lineage: pl.DataFrame | None) -> dict[tuple[str, str], list[int]]:
    """Column indexes by sheet and field."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    if lineage is None:
        return found
    for sheet, name, letter in lineage.select("sheet", "field", "column").iter_rows():
        if sheet is not None and letter:
            found[sheet, name].append(sheets_.index_of(letter))
    return found


def _text() -> pl.Expr:
    detail = pl.when(pl.col("detail").is_not_null()).then(pl.format(" ({})", "detail")).otherwise(pl.lit(""))
    return pl.concat_str(pl.col("message").str.strip_chars_end("."), detail)


def _joined(name: str) -> pl.Expr:
    return pl.col(name).unique(maintain_order=True).str.join(_BETWEEN).str.slice(0, _LONGEST)


def _beside_rows(placed: pl.DataFrame) -> pl.DataFrame:
    gravest_first = placed.with_columns(_text().alias("text")).sort(
        "rank", descending=True, maintain_order=True
    )
    grouped = gravest_first.group_by("sheet", "row", maintain_order=True)
    return grouped.agg(pl.col("rank").max(), _joined("text"), _joined("hint"))


def _on_cells(placed: pl.DataFrame, lineage: pl.DataFrame | None) -> pl.DataFrame:
    where = columns(lineage)
    asked = placed.select("sheet", "field").drop_nulls().unique()
    pairs = [
        (sheet, name, column) for sheet, name in asked.iter_rows() for column in _cells_of(where, sheet, name)
    ]
    schema = {"sheet": pl.String, "field": pl.String, "column": pl.Int32}
    table = pl.DataFrame(pairs, schema=schema, orient="row")
    text = pl.concat_str(_text(), pl.lit(". "), pl.col("hint")).alias("text")
    cells = placed.with_columns(text).join(table, on=["sheet", "field"], how="inner")
    return cells.group_by("sheet", "row", "column").agg(pl.col("rank").max(), _joined("text"))


def _cells_of(where: Mapping[tuple[str, str], list[int]], sheet: str, name: str) -> list[int]:
    for candidate in (name, *_STANDS_FOR.get(name, ())):
        if (sheet, candidate) in where:
            return where[sheet, candidate]
    return []


def number_columns(lineage: pl.DataFrame | None) -> set[tuple[str, int]]:
    """Sheet and index of the columns that hold numbers of 16 digits: they must stay text when somebody types in them."""
    fields = {"nik", "kk", "nik_kepala", "family_ref", "person_ref"} & set(
        tables.PERSON_RECORDS.names + tables.KELUARGA_RECORDS.names
    )
    found = columns(lineage)
    return {(sheet, index) for (sheet, name), places in found.items() if name in fields for index in places}
