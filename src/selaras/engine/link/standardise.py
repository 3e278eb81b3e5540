"""Person records -> whole numbers per row, and the dictionaries those numbers point into.

Reads the columns a `Comparison` names; a column the records do not have counts as empty. Gives one row per record,
in the order of `rid`. Everything after this works on integers.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from selaras.engine.link import comparison, words


@dataclass(frozen=True, slots=True)
class Encoded:
    """`features`: rid and the integers of every field, sorted by rid. `entries`: dictionary per field with words."""

    features: pl.DataFrame
    entries: dict[str, pl.DataFrame]

    @property
    def rows(self) -> int:
        return self.features.height


def encode(records: pl.DataFrame, compare: comparison.Comparison) -> Encoded:
    """All fields of `compare` for all `records` (rid and any of the named columns)."""
    records = _complete(records, compare).sort("rid")
    columns: dict[str, pl.Series] = {"rid": records["rid"].cast(pl.Int32)}
    entries: dict[str, pl.DataFrame] = {}
    for field in compare.fields:
        if field.kind in _WORDS:
            dictionary = _WORDS[field.kind](records[field.columns[0]])
            entries[field.name] = _grade_equal(dictionary.entries, field)
            columns |= _word_features(field, dictionary.codes, entries[field.name])
        else:
            columns |= _NUMBERS[field.kind](records, field)
    return Encoded(pl.DataFrame(columns), entries)


def _complete(records: pl.DataFrame, compare: comparison.Comparison) -> pl.DataFrame:
    missing = [name for name in compare.columns if name not in records.columns]
    return records.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing)


# Bits above which an equal value counts as rarer, per number of levels (name, mother's name, text, digits).
EQUAL_STEPS: dict[str, tuple[float, ...]] = {
    "name": (26.0, 20.0, 14.0),
    "latin": (26.0, 20.0, 14.0),
    "text": (8.0,),
    "digits": (),
}


def _grade_equal(entries: pl.DataFrame, field: comparison.Field) -> pl.DataFrame:
    """Column c: the level two equal values get, by how rare the value is."""
    steps = EQUAL_STEPS[field.kind]
    if field.kind == "name" and len(field.levels) == 5:
        steps = (18.0,)
    grade = pl.lit(len(steps) + 1, dtype=pl.Int8)
    for level, step in reversed(list(enumerate(steps, start=1))):
        grade = pl.when(pl.col("info") >= step).then(pl.lit(level, dtype=pl.Int8)).otherwise(grade)
    return entries.with_columns(c=grade)


def _word_features(field: comparison.Field, codes: pl.Series, entries: pl.DataFrame) -> dict[str, pl.Series]:
    looked_up = pl.DataFrame({"id": codes}).join(
        entries.select("id", "c", "sk", "k3", "l3"), on="id", how="left", maintain_order="left"
    )
    name = field.name
    return {name: codes} | {f"{name}_{key}": looked_up[key] for key in ("c", "sk", "k3", "l3")}


def _nomor(records: pl.DataFrame, field: comparison.Field) -> dict[str, pl.Series]:
    """16 digits as a number, and its last 15 digits four bits each, to count digits that differ by xor."""
    text = records[field.columns[0]].cast(pl.String)
    text = pl.select(pl.when(text.str.contains(r"^[0-9]{16}$")).then(text)).to_series()
    day = text.str.slice(6, 2).cast(pl.Int32)
    return {
        field.name: text.cast(pl.Int64),
        f"{field.name}_bcd": text.str.slice(1).str.to_integer(base=16, dtype=pl.Int64),
        f"{field.name}_date": text.str.slice(8, 4).cast(pl.Int32) * 100
        + pl.select(pl.when(day > 40).then(day - 40).otherwise(day)).to_series(),
    }


def _date(records: pl.DataFrame, field: comparison.Field) -> dict[str, pl.Series]:
    """yyyymmdd; `_k` is the same for a date and the date with day and month exchanged; `_y` the year.

    A column of text may hold dates that never were (1856-86-18): its digits are compared all the same."""
    column = records[field.columns[0]]
    if column.dtype == pl.Date:
        year, month, day = (
            part.cast(pl.Int32) for part in (column.dt.year(), column.dt.month(), column.dt.day())
        )
    else:
        digits = column.cast(pl.String).str.replace_all(r"[^0-9]", "")
        number = pl.select(pl.when(digits.str.len_chars() == 8).then(digits)).to_series().cast(pl.Int32)
        year, month, day = number // 10000, number // 100 % 100, number % 100
    low = pl.select(pl.min_horizontal(month, day)).to_series()
    high = pl.select(pl.max_horizontal(month, day)).to_series()
    return {
        field.name: year * 10000 + month * 100 + day,
        f"{field.name}_k": year * 10000 + low * 100 + high,
        f"{field.name}_y": year,
    }


def _code(records: pl.DataFrame, field: comparison.Field) -> dict[str, pl.Series]:
    text = records[field.columns[0]].cast(pl.String)
    return {field.name: text.rank("dense").cast(pl.Int32)}


def _place(records: pl.DataFrame, field: comparison.Field) -> dict[str, pl.Series]:
    """Numbers of desa and kecamatan, RT and RW as they are. The kecamatan is the head of the desa's code."""
    desa, kecamatan, rt, rw = (records[name] for name in field.columns)
    desa, kecamatan = desa.cast(pl.String), kecamatan.cast(pl.String)
    head = pl.select(pl.coalesce(desa.str.extract(r"^(.*)\.[^.]*$"), kecamatan)).to_series()
    name = field.name
    return {
        name: desa.rank("dense").cast(pl.Int32),
        f"{name}_kec": head.rank("dense").cast(pl.Int32),
        f"{name}_rt": rt.cast(pl.Int16),
        f"{name}_rw": rw.cast(pl.Int16),
    }


def _list(records: pl.DataFrame, field: comparison.Field) -> dict[str, pl.Series]:
    whole = records.select(
        pl.concat_str(list(field.columns), separator="\x1f", ignore_nulls=True)
    ).to_series()
    number = whole.fill_null("").rank("dense").cast(pl.Int32)
    return {field.name: number, f"{field.name}_n": number.clip(upper_bound=comparison.MOST_LISTS)}


def _family(records: pl.DataFrame, field: comparison.Field) -> dict[str, pl.Series]:
    """Number of the row's family in its own list: the list's family id, or else its KK number."""
    inside = [name for name in ("source", "edition") if name in records.columns]
    reference = pl.coalesce(
        [pl.col(name).cast(pl.String) for name in ("family_ref", "kk") if name in records.columns]
    )
    whole = records.select(
        pl.when(reference.is_not_null()).then(pl.concat_str([*inside, reference], separator="\x1f"))
    ).to_series()
    return {field.name: whole.rank("dense").cast(pl.Int32)}


_WORDS = {
    "name": words.names_column,
    "latin": words.plain_names_column,
    "text": words.text_column,
    "digits": words.digits_column,
}
_NUMBERS = {"nomor": _nomor, "date": _date, "code": _code, "place": _place, "list": _list, "family": _family}
