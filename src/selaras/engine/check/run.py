"""The check: person and keluarga records in, findings out."""

from __future__ import annotations

import datetime as dt

import polars as pl

from selaras.engine import tables
from selaras.engine.check import households, lists, masking, persons, rule, rules
from selaras.kernel import findings

_NOTHING = pl.lit(None, dtype=pl.String)


def check(
    person_records: pl.DataFrame,
    keluarga_records: pl.DataFrame,
    *,
    as_known_on: dt.date,
    reported: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Findings of all rules, in the order of `rules.RULES`, then of the rows.

    `person_records` and `keluarga_records` keep PERSON_RECORDS and KELUARGA_RECORDS; the result keeps FINDINGS. A remark
    about a sheet as a whole has no row number. `as_known_on` is the day the check is made for: ages are those on the
    last day of the edition, never after that day. `reported`: FINDINGS of reading; where they say why a value could not be
    read, or refuse a column, it is not said again that the value or the column is missing. The same input gives the same findings.
    """
    rows, families = persons.prepare(person_records, as_known_on)
    keluarga = households.prepare(keluarga_records, rows, families, as_known_on)
    of_persons = _apply(tables.PERSON_RECORDS, rows, families)
    of_keluarga = _apply(tables.KELUARGA_RECORDS, keluarga, families.clear())
    found = pl.concat([of_persons, _not_said_before(of_keluarga, of_persons, rows)])
    return tables.FINDINGS.conform(found if reported is None else _not_explained(found, reported))


def _not_explained(found: pl.DataFrame, reported: pl.DataFrame) -> pl.DataFrame:
    """Without what reading has said already: of a value in its row, or of a column that it refused as a whole."""
    codes = [entry.code for entry in rules.RULES if entry.missing]
    at_row, in_sheet = [*tables.KEY_NAMES, "field"], [*lists.SHEET_KEY, "field"]
    about = reported.filter(pl.col("field").is_not_null())
    values = about.filter(pl.col("row").is_not_null()).select(at_row).unique()
    whole = pl.col("row").is_null() & (pl.col("severity") == findings.TOLAK)
    columns = about.filter(whole).select(in_sheet).unique()
    missing = found.filter(pl.col("code").is_in(codes))
    explained = pl.concat(
        [
            missing.join(values, on=at_row, how="semi"),
            missing.join(columns, on=in_sheet, how="semi", nulls_equal=True),
        ]
    )
    return found.join(explained, on=[*at_row, "code"], how="anti", nulls_equal=True, maintain_order="left")


def _not_said_before(said: pl.DataFrame, before: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """A sheet with one row per person may also stand for its families: what was said of a row is not said again."""
    sheets = rows.filter("_anggota").select(lists.SHEET_KEY).unique()
    if said.join(sheets, on=lists.SHEET_KEY, how="semi", nulls_equal=True).is_empty():
        return said
    place = [*tables.KEY_NAMES, "field", "code"]
    return said.join(before.select(place), on=place, how="anti", nulls_equal=True, maintain_order="left")


def _apply(table: tables.Table, rows: pl.DataFrame, families: pl.DataFrame) -> pl.DataFrame:
    if rows.is_empty():
        return tables.FINDINGS.empty()
    chosen = [entry for entry in rules.RULES if entry.table is table]
    found = [_at_rows(entry, rows, hits) for entry, hits in _hits(chosen, rule.ROW, rows)]
    found += [
        _at_families(entry, rows, families[hits]) for entry, hits in _hits(chosen, rule.FAMILY, families)
    ]
    by_sheet = [entry for entry in chosen if entry.scope == rule.SHEET]
    return pl.concat([tables.FINDINGS.empty(), *found, *_at_sheets(by_sheet, rows)])


def _hits(chosen: list[rule.Rule], scope: str, prepared: pl.DataFrame) -> list[tuple[rule.Rule, pl.Series]]:
    """All expressions in one pass, so that what several of them ask for is computed once."""
    scoped = [entry for entry in chosen if entry.scope == scope]
    answers = prepared.lazy().select(entry.when.alias(str(i)) for i, entry in enumerate(scoped)).collect()
    masks = [(entry, answers[str(i)]) for i, entry in enumerate(scoped)]
    return [(entry, answer.arg_true()) for entry, answer in masks if answer.any()]


def _at_rows(entry: rule.Rule, rows: pl.DataFrame, hits: pl.Series) -> pl.DataFrame:
    needed = {*tables.KEY_NAMES, *_value(entry).meta.root_names(), *_detail(entry).meta.root_names()}
    return _findings(entry, rows.select(pl.col(*sorted(needed)).gather(hits)))


def _at_families(entry: rule.Rule, rows: pl.DataFrame, families: pl.DataFrame) -> pl.DataFrame:
    """Key and value from the first row of each family, detail from the family."""
    needed = {*tables.KEY_NAMES, *_value(entry).meta.root_names()}
    first = rows.select(pl.col(*sorted(needed)).gather(families["_first_i"]))
    return _findings(entry, first.hstack(families.select(_detail(entry).meta.root_names())))


def _findings(entry: rule.Rule, found: pl.DataFrame) -> pl.DataFrame:
    return found.select(
        *tables.KEY_NAMES,
        pl.lit(entry.field, dtype=pl.String).alias("field"),
        pl.lit(entry.code).alias("code"),
        pl.lit(entry.severity).alias("severity"),
        _value(entry).alias("value"),
        _detail(entry).alias("detail"),
    )


def _value(entry: rule.Rule) -> pl.Expr:
    return _NOTHING if entry.field is None else masking.value(entry.table.column(entry.field))


def _detail(entry: rule.Rule) -> pl.Expr:
    return _NOTHING if entry.detail is None else entry.detail


def _at_sheets(by_sheet: list[rule.Rule], prepared: pl.DataFrame) -> list[pl.DataFrame]:
    if not by_sheet:
        return []
    when = [entry.when.alias(f"when{i}") for i, entry in enumerate(by_sheet)]
    detail = [_detail(entry).alias(f"detail{i}") for i, entry in enumerate(by_sheet)]
    key = pl.col(*lists.SHEET_KEY).first()
    answers = prepared.lazy().group_by("_sheet").agg(key, *when, *detail).sort("_sheet").collect()
    return [
        answers.filter(pl.col(f"when{i}").fill_null(value=False)).select(
            *lists.SHEET_KEY,
            pl.lit(None, dtype=pl.UInt32).alias("row"),
            pl.lit(entry.field, dtype=pl.String).alias("field"),
            pl.lit(entry.code).alias("code"),
            pl.lit(entry.severity).alias("severity"),
            _NOTHING.alias("value"),
            pl.col(f"detail{i}").alias("detail"),
        )
        for i, entry in enumerate(by_sheet)
    ]
