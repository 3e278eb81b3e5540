"""What is true of a family as one list shows it, put beside each of its rows.

A family is the member rows of one list under one `family_ref` (or one KK number where the list has no family id). The
head named in a row of a family sheet is not a member row. Derived columns made here:
    _family               number of the family, null where the row names none
    _family_first         the row is the first of its family: remarks about the family stand there
    _size, _heads, _spouses, _relations    rows; rows that are head, spouse; rows whose relation is known
    _head_nik, _head_birth, _head_sex, _head_rows_named
    _desa_low/_desa_high, _desil_low/_desil_high, _kk_low/_kk_high    least and greatest value among the members
    _birth_low/_birth_high, _births, _new_year_births, _oldest_age, _ages
    _row_low/_row_high, _sheets    where the members stand
    _other_name           some members have different names
    _nik_low/_nik_high
    _apart_share          share of the families of the list whose rows do not follow one another
"""

from __future__ import annotations

import polars as pl

SPOUSES = ("suami", "istri")


def join(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the columns above, rows in the same order."""
    keyed = frame.with_columns(pl.coalesce("family_ref", "kk").alias("_ref"))
    stats = _stats(keyed)
    known = keyed.join(stats, on=["_list", "_ref"], how="left", maintain_order="left").drop("_ref")
    return known.with_columns((pl.col("_i") == pl.col("_first_i")).alias("_family_first"))


def references(frame: pl.DataFrame) -> pl.DataFrame:
    """One row per family with member rows: source, edition, reference and what the keluarga rules need."""
    keep = ["_size", "_heads", "_head_nik", "_nik_low", "_nik_high", "_family"]
    members = frame.lazy().filter(pl.col("_family").is_not_null() & pl.col("_anggota"))
    reference = pl.coalesce("family_ref", "kk").alias("_ref")
    return members.group_by("source", "edition", reference).agg(pl.col(*keep).first()).collect()


def _stats(keyed: pl.DataFrame) -> pl.DataFrame:
    members = keyed.lazy().filter(pl.col("_anggota") & pl.col("_ref").is_not_null())
    relation = pl.col("hubungan")
    head = relation == "kepala"
    marked = members.with_columns(
        head.alias("_is_head"),
        relation.is_in(SPOUSES).alias("_is_spouse"),
        pl.when(head).then("_nik").alias("_nik_if_head"),
        pl.when(head).then("tanggal_lahir").alias("_birth_if_head"),
        pl.when(head).then("jenis_kelamin").alias("_sex_if_head"),
        ((pl.col("_birth_day") == 1) & (pl.col("_birth_month") == 1)).alias("_new_year"),
    )
    grouped = marked.group_by("_list", "_ref").agg(_counts() + _ranges())
    named = _named_heads(keyed)
    stats = grouped.join(named, on=["_list", "_ref"], how="left").collect()
    stats = stats.sort("_first_i").with_row_index("_family")
    apart = (pl.col("_row_high") - pl.col("_row_low") + 1 > pl.col("_size")) & (pl.col("_sheets") == 1)
    return stats.with_columns(apart.mean().over("_list").alias("_apart_share"))


def _named_heads(keyed: pl.DataFrame) -> pl.LazyFrame:
    """How many rows of family sheets name the head of the family."""
    heads = keyed.lazy().filter(~pl.col("_anggota") & pl.col("_ref").is_not_null())
    return heads.group_by("_list", "_ref").agg(pl.len().alias("_head_rows_named"))


def _counts() -> list[pl.Expr]:
    return [
        pl.len().alias("_size"),
        pl.col("_i").min().alias("_first_i"),
        pl.col("_is_head").sum().alias("_heads"),
        pl.col("_is_spouse").sum().alias("_spouses"),
        pl.col("hubungan").count().alias("_relations"),
        pl.col("tanggal_lahir").count().alias("_births"),
        pl.col("_new_year").sum().alias("_new_year_births"),
        pl.col("_age").count().alias("_ages"),
        pl.col("_age").max().alias("_oldest_age"),
    ]


def _ranges() -> list[pl.Expr]:
    found: list[pl.Expr] = [
        pl.col("_nik_if_head").min().alias("_head_nik"),
        pl.col("_birth_if_head").min().alias("_head_birth"),
        pl.col("_sex_if_head").min().alias("_head_sex"),
        (pl.col("_sheet").max() - pl.col("_sheet").min() + 1).alias("_sheets"),
        (pl.col("nama").min() != pl.col("nama").max()).alias("_other_name"),
    ]
    ranges = {
        "kode_desa": "_desa",
        "desil": "_desil",
        "_kk": "_kk",
        "tanggal_lahir": "_birth",
        "row": "_row",
        "_nik": "_nik",
    }
    for name, prefix in ranges.items():
        found += [pl.col(name).min().alias(f"{prefix}_low"), pl.col(name).max().alias(f"{prefix}_high")]
    return found
