"""Rows of one list that may speak of the same person, and numbers shared by several people.

Heads named in family sheets are compared only with one another, never with the member rows of the same list: there the same
person stands twice by design. Derived columns made here (null where nothing is shared):
    _nik_rows          rows of the list with this NIK, where there are several
    _nik_first, _nik_last      row numbers of the first and last of them
    _nik_same          they look like one person: same name, or same birth date and first letter
    _nik_one_family    all of them stand in one family
    _nik_is_kk         the NIK is the KK number of another row of the list
    _person_rows, _person_first, _person_last    rows with the same name, birth date and family
    _person_niks       how many different NIKs those rows have
    _elsewhere         same full name and birth date in another family of the same village
"""

from __future__ import annotations

import polars as pl

from selaras.engine.check import beside

_SCOPE = ["_list", "_anggota"]
_NAME_KEY = (
    pl.col("nama").str.replace_all(r"\b(?:H|HJ|DRS?|IR|ALM|ALMH)\b\.?", "").str.replace_all(r"[^A-Z]", "")
)


def join(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the columns above, rows in the same order."""
    for found in (_same_nik(frame), _same_person(frame), _elsewhere(frame), _nik_is_kk(frame)):
        frame = beside.join(frame, found, ["_i"])
    return frame


def _same_nik(frame: pl.DataFrame) -> pl.DataFrame:
    key = [*_SCOPE, "_nik"]
    lean = frame.lazy().filter(pl.col("_nik").is_not_null())
    several = lean.group_by(key).len().filter(pl.col("len") > 1).select(key)
    rows = lean.select(*key, "_i", "row", "nama", "tanggal_lahir", "_family")
    rows = rows.join(several, on=key, how="semi").with_columns(
        _NAME_KEY.alias("_name"), pl.col("nama").str.slice(0, 1).alias("_letter")
    )
    one_name = pl.col("_name").min() == pl.col("_name").max()
    one_birth = (pl.col("tanggal_lahir").min() == pl.col("tanggal_lahir").max()) & (
        pl.col("_letter").min() == pl.col("_letter").max()
    )
    one_family = (pl.col("_family").min() == pl.col("_family").max()) & (
        pl.col("_family").count() == pl.len()
    )
    groups = rows.group_by(key).agg(
        pl.len().alias("_nik_rows"),
        pl.col("row").min().alias("_nik_first"),
        pl.col("row").max().alias("_nik_last"),
        (one_name | one_birth).fill_null(value=False).alias("_nik_same"),
        one_family.fill_null(value=False).alias("_nik_one_family"),
    )
    return rows.select("_i", *key).join(groups, on=key, how="left").drop(key).collect()


def _same_person(frame: pl.DataFrame) -> pl.DataFrame:
    key = [*_SCOPE, "_family", "nama", "tanggal_lahir"]
    lean = frame.lazy().filter(pl.all_horizontal(pl.col(*key[2:]).is_not_null()))
    # The hash only finds candidates cheaply; the grouping below compares the values themselves.
    hashed = lean.select("_i", pl.struct(key).hash().alias("_hash"))
    several = hashed.group_by("_hash").len().filter(pl.col("len") > 1)
    candidates = hashed.join(several, on="_hash", how="semi").select("_i")
    rows = lean.join(candidates, on="_i", how="semi").select("_i", "row", "_nik", *key)
    groups = rows.group_by(key).agg(
        pl.len().alias("_person_rows"),
        pl.col("row").min().alias("_person_first"),
        pl.col("row").max().alias("_person_last"),
        pl.col("_nik").drop_nulls().n_unique().alias("_person_niks"),
    )
    found = rows.select("_i", *key).join(groups.filter(pl.col("_person_rows") > 1), on=key, how="inner")
    return found.drop(key).collect()


def _elsewhere(frame: pl.DataFrame) -> pl.DataFrame:
    """Names of one word and births on 1 January or 31 December are too common to say anything."""
    key = ["_list", "kode_desa", "nama", "tanggal_lahir"]
    month_day = pl.col("_birth_month").cast(pl.Int16) * 100 + pl.col("_birth_day")
    telling = pl.col("nama").str.contains(" ", literal=True) & ~month_day.is_in([101, 1231])
    known = pl.all_horizontal(pl.col(*key[1:], "_family").is_not_null())
    lean = frame.lazy().filter(known & telling & pl.col("_anggota"))
    hashed = lean.select("_i", pl.struct(key).hash().alias("_hash"))
    several = hashed.group_by("_hash").len().filter(pl.col("len") > 1)
    candidates = hashed.join(several, on="_hash", how="semi").select("_i")
    rows = lean.join(candidates, on="_i", how="semi").select("_i", "_family", *key)
    groups = rows.group_by(key).agg((pl.col("_family").min() != pl.col("_family").max()).alias("_elsewhere"))
    return rows.join(groups.filter("_elsewhere"), on=key, how="inner").select("_i", "_elsewhere").collect()


def _nik_is_kk(frame: pl.DataFrame) -> pl.DataFrame:
    lean = frame.lazy().filter(pl.col("_nik").is_not_null() & pl.col("_nik").ne_missing(pl.col("_kk")))
    numbers = (
        frame.lazy().filter(pl.col("_kk").is_not_null()).select("_list", pl.col("_kk").alias("_nik")).unique()
    )
    hits = lean.select("_i", "_list", "_nik").join(numbers, on=["_list", "_nik"], how="semi")
    return hits.select("_i", pl.lit(value=True).alias("_nik_is_kk")).collect()
