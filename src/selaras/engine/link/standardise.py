"""Person records -> whole numbers per row, and the dictionaries those numbers point into.

Reads the columns a `Comparison` names; a column the records do not have counts as empty. Gives one row per record,
in the order of `rid`. Everything after this works on integers.
"""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from selaras.engine.link import comparison, words


@dataclass(frozen=True, slots=True)
class Encoded:
    """`features`: rid and the integers of every field, sorted by rid. `words`: dictionary per field with words, without
    its codes."""

    features: pl.DataFrame
    words: dict[str, words.Dictionary]

    @property
    def rows(self) -> int:
        return self.features.height


def encode(records: pl.DataFrame, plan: comparison.Comparison, known: Encoded | None = None) -> Encoded:
    """All fields of `plan` for all `records` (rid and any of the named columns).

    With `known` (the records linked before) equal values get equal numbers in both; the result holds the new rows and
    what is new in the dictionaries.
    """
    records = _complete(records, plan).sort("rid")
    wordy = [field for field in plan.fields if field.kind in WORDS]
    with ThreadPoolExecutor(max_workers=max(len(wordy), 1)) as pool:
        found = list(pool.map(lambda field: _dictionary(records[field.columns[0]], field, known), wordy))
    columns: dict[str, pl.Series] = {"rid": records["rid"].cast(pl.Int32)}
    dictionaries: dict[str, words.Dictionary] = {}
    for field, dictionary in zip(wordy, found, strict=True):
        before = None if known is None else known.words[field.name].entries
        columns |= _word_features(field, dictionary, before)
        dictionaries[field.name] = dataclasses.replace(dictionary, codes=dictionary.codes.clear())
    for field in plan.fields:
        if field.kind in _NUMBERS:
            columns |= _NUMBERS[field.kind](records, field)
    return Encoded(pl.DataFrame(columns), dictionaries)


def _dictionary(column: pl.Series, field: comparison.Field, known: Encoded | None) -> words.Dictionary:
    if known is None:
        found = words.build(column, field.kind)
    else:
        found = words.extend(column, field.kind, known.words[field.name], known.rows)
    return dataclasses.replace(found, entries=_grade_equal(found.entries, field))


def _complete(records: pl.DataFrame, plan: comparison.Comparison) -> pl.DataFrame:
    missing = [name for name in plan.columns if name not in records.columns]
    return records.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing)


# Bits above which an equal value counts as rarer, per number of levels (name, mother's name, text, digits).
WORDS = ("name", "latin", "text", "digits")
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


def _word_features(
    field: comparison.Field, found: words.Dictionary, before: pl.DataFrame | None
) -> dict[str, pl.Series]:
    kept = ["id", "c", "sk", "k3", "l3"]
    entries = (
        found.entries.select(kept)
        if before is None
        else pl.concat([before.select(kept), found.entries.select(kept)])
    )
    looked_up = pl.DataFrame({"id": found.codes}).join(entries, on="id", how="left", maintain_order="left")
    return {field.name: found.codes} | {f"{field.name}_{key}": looked_up[key] for key in kept[1:]}


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
    return {field.name: words.digest(text)}


def _place(records: pl.DataFrame, field: comparison.Field) -> dict[str, pl.Series]:
    """Numbers of desa and kecamatan, RT and RW as they are. The kecamatan is the head of the desa's code."""
    desa, kecamatan, rt, rw = (records[name] for name in field.columns)
    desa, kecamatan = desa.cast(pl.String), kecamatan.cast(pl.String)
    head = pl.select(pl.coalesce(desa.str.extract(r"^(.*)\.[^.]*$"), kecamatan)).to_series()
    name = field.name
    return {
        name: words.digest(desa),
        f"{name}_kec": words.digest(head),
        f"{name}_rt": rt.cast(pl.Int16),
        f"{name}_rw": rw.cast(pl.Int16),
    }


def _list(records: pl.DataFrame, field: comparison.Field) -> dict[str, pl.Series]:
    whole = records.select(
        pl.concat_str(list(field.columns), separator="\x1f", ignore_nulls=True)
    ).to_series()
    number = whole.fill_null("").rank("dense").cast(pl.Int32)
    return {
        field.name: words.digest(whole.fill_null("")),
        f"{field.name}_n": number.clip(upper_bound=comparison.MOST_LISTS),
    }


def _family(records: pl.DataFrame, field: comparison.Field) -> dict[str, pl.Series]:
    """Number of the row's family in its own list: the list's family id, or else its KK number."""
    inside = [name for name in ("source", "edition") if name in records.columns]
    reference = pl.coalesce(
        [pl.col(name).cast(pl.String) for name in ("family_ref", "kk") if name in records.columns]
    )
    whole = records.select(
        pl.when(reference.is_not_null()).then(pl.concat_str([*inside, reference], separator="\x1f"))
    ).to_series()
    return {field.name: words.digest(whole)}


_NUMBERS = {"nomor": _nomor, "date": _date, "code": _code, "place": _place, "list": _list, "family": _family}
