"""Keluarga records made ready for the rules.

Derived columns made here, besides those of `lists.py`:
    _kk, _kk_day, _kk_registered, _kk_region_unknown    as in `persons.py`
    _any_aid               receives any programme of the list
    _place                 the row is placed by a code or a name
    _size, _heads          member rows of this keluarga in the same list, and heads among them; null where there are none
    _nik_known             some member has a usable NIK
    _head_nik_found        the NIK of the head is that of a member row
    _list_has_members      the list has member rows at all
    _ref_rows, _ref_first, _ref_last    rows of this keluarga in the list's family sheets, where there are several
    _kk_refs               different families of the list that state this KK number
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from selaras.engine import tables
from selaras.engine.check import beside, lists, nik_columns

PRESENT = (
    "kk_status",
    "nama_kepala",
    "nik_kepala",
    "jumlah_anggota",
    "kode_desa",
    "rt",
    "desil",
    "luas_lantai",
)
_AID = tuple(column.name for column in tables.PROGRAMMES)
_LIST = ["source", "edition"]


def prepare(
    records: pl.DataFrame, members: pl.DataFrame, known: pl.DataFrame, as_known_on: dt.date
) -> pl.DataFrame:
    """One row per record, in order. `records` keeps KELUARGA_RECORDS; `members` (rows) and `known` (families) come from
    `persons.prepare`."""
    numbered = lists.number(records, as_known_on, PRESENT)
    derived = numbered.lazy().with_columns(_whole()).collect()
    unknown = nik_columns.unknown_regions(derived, "_kk")
    derived = derived.with_columns(
        *_kk_parts(), (pl.col("_kk") // 10**10).is_in(unknown.implode()).alias("_kk_region_unknown")
    )
    return _with_repeats(_with_members(derived, members, known)).drop("_ref")


def _whole() -> list[pl.Expr]:
    on = pl.col("_on")
    return [
        nik_columns.number(pl.col("kk")).alias("_kk"),
        (on.dt.year() * 10_000 + on.dt.month().cast(pl.Int32) * 100 + on.dt.day().cast(pl.Int32)).alias(
            "_on_ymd"
        ),
        pl.any_horizontal(pl.col(*_AID)).alias("_any_aid"),
        pl.any_horizontal(pl.col("kode_desa", "desa").is_not_null()).alias("_place"),
        pl.coalesce("family_ref", "kk").alias("_ref"),
    ]


def _kk_parts() -> list[pl.Expr]:
    kk = pl.col("_kk")
    parts = (nik_columns.day_as_written(kk), nik_columns.month(kk), nik_columns.year(kk))
    return [
        parts[0].alias("_kk_day"),
        nik_columns.registered(*parts, pl.col("_on_ymd")).alias("_kk_registered"),
    ]


def _with_members(derived: pl.DataFrame, members: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    sizes = known.select(*_LIST, "_ref", "_family", "_size", "_heads", "_nik_known")
    listed = known.select(_LIST).unique().with_columns(pl.lit(value=True).alias("_list_has_members"))
    joined = beside.join(beside.join(derived, sizes, [*_LIST, "_ref"]), listed, _LIST, nulls_equal=True)
    return beside.join(joined, _heads_among_members(joined, members), ["_i"])


def _heads_among_members(joined: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Rows whose `nik_kepala` is the NIK of a member of the same family."""
    heads = joined.lazy().select("_i", "_family", nik_columns.number(pl.col("nik_kepala")).alias("_nik"))
    niks = members.lazy().filter("_anggota").select("_family", "_nik").drop_nulls()
    found = heads.drop_nulls().join(niks, on=["_family", "_nik"], how="semi")
    return found.select("_i", pl.lit(value=True).alias("_head_nik_found")).collect()


def _with_repeats(joined: pl.DataFrame) -> pl.DataFrame:
    keyed = joined.with_columns(pl.col("_ref").hash().alias("_ref_hash"))
    referring = keyed.lazy().filter(pl.col("_ref").is_not_null())
    several = referring.group_by("_list", "_ref_hash").len().filter(pl.col("len") > 1)
    rows = referring.join(several, on=["_list", "_ref_hash"], how="semi").group_by("_list", "_ref")
    repeats = rows.agg(
        pl.len().alias("_ref_rows"),
        pl.col("row").min().alias("_ref_first"),
        pl.col("row").max().alias("_ref_last"),
    ).filter(pl.col("_ref_rows") > 1)
    shared = keyed.lazy().filter(pl.col("_kk").is_not_null()).group_by("_list", "_kk")
    refs = shared.agg(pl.col("_ref_hash").n_unique().alias("_kk_refs")).filter(pl.col("_kk_refs") > 1)
    joined = beside.join(joined, repeats.collect(), ["_list", "_ref"])
    return beside.join(joined, refs.collect(), ["_list", "_kk"])
