"""What is true of a family as one list shows it.

A family is the member rows of one list under one `family_ref` (or one KK number where the list has no family id). The
head named in a row of a family sheet is not a member row. Rules with the scope "keluarga" read this table, one row per family:
    _family, _first_i     its number; position of its first row: remarks about the family stand there
    source, edition, _list, _ref    the list and the reference
    _size, _heads, _spouses, _relations, _births, _ages    rows; heads, spouses; rows where relation, birth, age is known
    _new_year_births, _oldest_age
    _two_desa, _two_kk, _one_birth, _one_name    what the members have, or have not, in common
    _desil_low, _desil_high, _row_low, _row_high
    _head_nik, _head_year, _head_sex    of the head among the members (the least, where there are several)
    _nik_known            some member has a usable NIK
    _shared_<f>           all of several members have the programme: the list repeats what the family receives
    _named                rows of family sheets that name its head
    _apart, _apart_share  its rows do not follow one another; share of such families in the list
    _kk_elsewhere         its KK number stands in another family of the list too
Every row of the records gets only the columns in `BESIDE_ROWS`: what is joined to a million rows costs memory.
"""

from __future__ import annotations

import polars as pl

from selaras.engine.check import beside

SPOUSES = ("suami", "istri")
# Programmes for one person of a certain age, which some lists nevertheless repeat for every member.
PERSONAL = ("terima_pip", "terima_prakerja", "terima_kur", "terima_bpum")
BESIDE_ROWS = (
    "_family",
    "_heads",
    "_spouses",
    "_head_nik",
    "_head_year",
    "_head_sex",
    *(f"_shared_{name}" for name in PERSONAL),
)
_KEY = ["_list", "_ref"]


def join(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The frame with the columns of BESIDE_ROWS, rows in the same order, and the table of families."""
    keyed = frame.with_columns(pl.coalesce("family_ref", "kk").alias("_ref"))
    families = _table(keyed)
    rows = beside.join(keyed, families.select(*_KEY, *BESIDE_ROWS), _KEY).drop("_ref")
    return rows, beside.join(families, _kk_elsewhere(rows), ["_family"])


def _table(keyed: pl.DataFrame) -> pl.DataFrame:
    members = keyed.lazy().filter(pl.col("_anggota") & pl.col("_ref").is_not_null())
    head = pl.col("hubungan") == "kepala"
    marked = members.with_columns(
        head.alias("_is_head"),
        pl.col("hubungan").is_in(SPOUSES).alias("_is_spouse"),
        pl.when(head).then("_nik").alias("_nik_if_head"),
        pl.when(head).then("_birth_year").alias("_year_if_head"),
        pl.when(head).then("jenis_kelamin").alias("_sex_if_head"),
        ((pl.col("_birth_day") == 1) & (pl.col("_birth_month") == 1)).alias("_new_year"),
        _code("kode_desa").alias("_desa_code"),
        _code("nama").alias("_name_code"),
    )
    grouped = marked.group_by(_KEY).agg(_counts() + _common())
    table = grouped.join(_named_heads(keyed), on=_KEY, how="left").collect()
    table = table.sort("_first_i").with_row_index("_family")
    apart = (pl.col("_row_high") - pl.col("_row_low") + 1 > pl.col("_size")) & ~pl.col("_two_sheets")
    table = table.with_columns(apart.alias("_apart"), pl.col("_named").fill_null(0))
    return table.with_columns(pl.col("_apart").mean().over("_list").alias("_apart_share"))


def _code(name: str) -> pl.Expr:
    """A number for a text, null for none: least and greatest of numbers are found faster than those of texts."""
    return pl.when(pl.col(name).is_not_null()).then(pl.col(name).hash())


def _differ(name: str) -> pl.Expr:
    return pl.col(name).min() != pl.col(name).max()


def _named_heads(keyed: pl.DataFrame) -> pl.LazyFrame:
    heads = keyed.lazy().filter(~pl.col("_anggota") & pl.col("_ref").is_not_null())
    return heads.group_by(_KEY).agg(pl.len().alias("_named"))


def _counts() -> list[pl.Expr]:
    return [
        pl.col("source", "edition").first(),
        pl.len().alias("_size"),
        pl.col("_i").min().alias("_first_i"),
        pl.col("_is_head").sum().alias("_heads"),
        pl.col("_is_spouse").sum().alias("_spouses"),
        pl.col("hubungan").count().alias("_relations"),
        pl.col("tanggal_lahir").count().alias("_births"),
        pl.col("_new_year").sum().alias("_new_year_births"),
        pl.col("_age").count().alias("_ages"),
        pl.col("_age").max().alias("_oldest_age"),
        (pl.col("_nik").count() > 0).alias("_nik_known"),
    ]


def _common() -> list[pl.Expr]:
    return [
        pl.col("_nik_if_head").min().alias("_head_nik"),
        pl.col("_year_if_head").min().alias("_head_year"),
        pl.col("_sex_if_head").min().alias("_head_sex"),
        _differ("_sheet").alias("_two_sheets"),
        _differ("_desa_code").alias("_two_desa"),
        _differ("_kk").alias("_two_kk"),
        (~_differ("tanggal_lahir")).alias("_one_birth"),
        (~_differ("_name_code") & (pl.col("nama").count() == pl.len())).alias("_one_name"),
        pl.col("desil").min().alias("_desil_low"),
        pl.col("desil").max().alias("_desil_high"),
        pl.col("row").min().alias("_row_low"),
        pl.col("row").max().alias("_row_high"),
        *(
            (pl.col(name).all(ignore_nulls=False) & (pl.len() > 1)).alias(f"_shared_{name}")
            for name in PERSONAL
        ),
    ]


def _kk_elsewhere(rows: pl.DataFrame) -> pl.DataFrame:
    """Families that share a KK number with another family of the same list."""
    members = (
        rows.lazy().filter(pl.col("_kk").is_not_null() & pl.col("_anggota")).select("_list", "_kk", "_family")
    )
    shared = members.group_by("_list", "_kk").agg(_differ("_family").alias("differ")).filter("differ")
    found = members.join(shared, on=["_list", "_kk"], how="semi").select("_family").unique()
    return found.with_columns(pl.lit(value=True).alias("_kk_elsewhere")).collect()
