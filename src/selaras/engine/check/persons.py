"""Person records made ready for the rules: derived columns, one value per row.

Derived columns made here, besides those of `lists.py`, `families.py` and `repeats.py`:
    _anggota                    a row of its own (not the head named in a row of a family sheet)
    _nik, _kk                   the 16 digits as a number
    _nik_day ... _kk_year       their parts, see `nik_columns.py`
    _nik_date_possible, _nik_century_open, _kk_registered
    _nik_region_unknown, _kk_region_unknown    the first six digits are no kecamatan, past or present
    _birth_day, _birth_month, _birth_year
    _on_ymd                     the day of the edition as 20241122
    _age                        whole years on that day
    _any_aid                    receives any programme of the list
    _place                      the row is placed by a code or a name
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from selaras.engine import tables
from selaras.engine.check import families, lists, nik_columns, repeats

PRESENT = (
    "nik_status",
    "kk_status",
    "nama",
    "tanggal_lahir",
    "jenis_kelamin",
    "hubungan",
    "desil",
    "kode_desa",
    "rt",
)
AID = tuple(column.name for column in tables.PROGRAMMES)


def prepare(records: pl.DataFrame, as_known_on: dt.date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows: one per record, in order; and the table of families. `records` keeps PERSON_RECORDS."""
    numbered = lists.number(records, as_known_on, PRESENT)
    whole = numbered.lazy().with_columns(_whole()).collect()
    derived = whole.lazy().with_columns(_parts()).with_columns(_dates() + _regions(whole)).collect()
    rows, table = families.join(derived)
    return repeats.join(rows), table


def _whole() -> list[pl.Expr]:
    birth, on = pl.col("tanggal_lahir"), pl.col("_on")
    return [
        (pl.col("part") == "anggota").fill_null(value=True).alias("_anggota"),
        nik_columns.number(pl.col("nik")).alias("_nik"),
        nik_columns.number(pl.col("kk")).alias("_kk"),
        birth.dt.day().alias("_birth_day"),
        birth.dt.month().alias("_birth_month"),
        birth.dt.year().alias("_birth_year"),
        _ymd(on).alias("_on_ymd"),
        ((_ymd(on) - _ymd(birth)).floordiv(10_000)).alias("_age"),
        pl.any_horizontal(pl.col(*AID)).alias("_any_aid"),
        pl.any_horizontal(pl.col("kode_desa", "desa").is_not_null()).alias("_place"),
    ]


def _ymd(day: pl.Expr) -> pl.Expr:
    """20241122: the difference of two of these, divided by 10000, is the age in whole years."""
    return day.dt.year() * 10_000 + day.dt.month().cast(pl.Int32) * 100 + day.dt.day().cast(pl.Int32)


def _parts() -> list[pl.Expr]:
    nik, kk = pl.col("_nik"), pl.col("_kk")
    return [
        nik_columns.day(nik).alias("_nik_day"),
        nik_columns.month(nik).alias("_nik_month"),
        nik_columns.year(nik).alias("_nik_year"),
        nik_columns.sex(nik).alias("_nik_sex"),
        nik_columns.day_as_written(kk).alias("_kk_day"),
        nik_columns.month(kk).alias("_kk_month"),
        nik_columns.year(kk).alias("_kk_year"),
    ]


def _dates() -> list[pl.Expr]:
    nik = (pl.col("_nik_day"), pl.col("_nik_month"), pl.col("_nik_year"))
    kk = (pl.col("_kk_day"), pl.col("_kk_month"), pl.col("_kk_year"))
    on, sexed = pl.col("_on_ymd"), nik_columns.sexed_day(pl.col("_nik"))
    return [
        (nik_columns.possible_day(*nik) & sexed).alias("_nik_date_possible"),
        (nik_columns.century_open(*nik, on) & sexed).alias("_nik_century_open"),
        nik_columns.registered(*kk, on).alias("_kk_registered"),
    ]


def _regions(whole: pl.DataFrame) -> list[pl.Expr]:
    return [
        (pl.col(name) // 10**10)
        .is_in(nik_columns.unknown_regions(whole, name).implode())
        .alias(f"{name}_region_unknown")
        for name in ("_nik", "_kk")
    ]
