"""The check: person and keluarga records in, findings out."""

from __future__ import annotations

import datetime as dt

import polars as pl

from selaras.engine import tables
from selaras.engine.check import households, lists, masking, persons, rule, rules

_FALLBACK = pl.lit(None, dtype=pl.String)


def check(
    person_records: pl.DataFrame, keluarga_records: pl.DataFrame, *, as_known_on: dt.date
) -> pl.DataFrame:
    """Findings of all rules, in the order of `rules.RULES`, then of the rows.

    `person_records` and `keluarga_records` keep PERSON_RECORDS and KELUARGA_RECORDS; the result keeps FINDINGS. A remark
    about a sheet as a whole has no row number. `as_known_on` is the day the check is made for: ages are those on the
    last day of the edition, never after that day. The same input gives the same findings.
    """
    members = persons.prepare(person_records, as_known_on)
    families = households.prepare(keluarga_records, members, as_known_on)
    of_persons = _apply(_chosen(tables.PERSON_RECORDS), members)
    of_families = _apply(_chosen(tables.KELUARGA_RECORDS), families)
    # A sheet with one row per person may also stand for its families: what was said of the row is not said again.
    place = [*tables.KEY_NAMES, "field", "code"]
    repeated = of_families.join(of_persons.select(place), on=place, how="semi", nulls_equal=True)
    if repeated.height:
        of_families = of_families.join(of_persons.select(place), on=place, how="anti", nulls_equal=True)
    return tables.FINDINGS.conform(pl.concat([of_persons, of_families]))


def _chosen(table: tables.Table) -> list[rule.Rule]:
    return [entry for entry in rules.RULES if entry.table is table]


def _apply(chosen: list[rule.Rule], prepared: pl.DataFrame) -> pl.DataFrame:
    if prepared.is_empty():
        return tables.FINDINGS.empty()
    by_row = [entry for entry in chosen if entry.scope == rule.ROW]
    by_sheet = [entry for entry in chosen if entry.scope == rule.SHEET]
    found = [_at_rows(entry, prepared, hits) for entry, hits in _hits(by_row, prepared)]
    return pl.concat([tables.FINDINGS.empty(), *found, *_at_sheets(by_sheet, prepared)])


def _hits(by_row: list[rule.Rule], prepared: pl.DataFrame) -> list[tuple[rule.Rule, pl.Series]]:
    """All expressions in one pass, so that what several of them ask for is computed once."""
    answers = prepared.lazy().select(entry.when.alias(str(i)) for i, entry in enumerate(by_row)).collect()
    masks = [(entry, answers[str(i)]) for i, entry in enumerate(by_row)]
    return [(entry, answer.arg_true()) for entry, answer in masks if answer.any()]


def _at_rows(entry: rule.Rule, prepared: pl.DataFrame, hits: pl.Series) -> pl.DataFrame:
    value = _FALLBACK if entry.field is None else masking.value(entry.table.column(entry.field))
    needed = {*tables.KEY_NAMES, *value.meta.root_names()}
    if entry.detail is not None:
        needed.update(entry.detail.meta.root_names())
    return prepared.select(pl.col(*sorted(needed)).gather(hits)).select(
        *tables.KEY_NAMES,
        pl.lit(entry.field, dtype=pl.String).alias("field"),
        pl.lit(entry.code).alias("code"),
        pl.lit(entry.severity).alias("severity"),
        value.alias("value"),
        (_FALLBACK if entry.detail is None else entry.detail).alias("detail"),
    )


def _at_sheets(by_sheet: list[rule.Rule], prepared: pl.DataFrame) -> list[pl.DataFrame]:
    if not by_sheet:
        return []
    when = [entry.when.alias(f"when{i}") for i, entry in enumerate(by_sheet)]
    detail = [
        (pl.lit(None) if entry.detail is None else entry.detail).cast(pl.String).alias(f"detail{i}")
        for i, entry in enumerate(by_sheet)
    ]
    key = pl.col(*lists.SHEET_KEY).first()
    answers = prepared.lazy().group_by("_sheet").agg(key, *when, *detail).sort("_sheet").collect()
    return [
        answers.filter(pl.col(f"when{i}").fill_null(value=False)).select(
            *lists.SHEET_KEY,
            pl.lit(None, dtype=pl.UInt32).alias("row"),
            pl.lit(entry.field, dtype=pl.String).alias("field"),
            pl.lit(entry.code).alias("code"),
            pl.lit(entry.severity).alias("severity"),
            _FALLBACK.alias("value"),
            pl.col(f"detail{i}").alias("detail"),
        )
        for i, entry in enumerate(by_sheet)
    ]
