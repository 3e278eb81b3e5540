"""One row per keluarga: its head, its KK numbers over time, its place, decile, house, assets and programmes."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from selaras.engine import tables
from selaras.engine.merge import authority, seen, survive

GONE = ("meninggal", "pindah", "tidak_ditemukan")
_SHARED = ["rid", "source", "edition", "padan", *tables.TOLD_BY_MEMBERS, *(c.name for c in tables.PROGRAMMES)]


def merge(
    records: pl.DataFrame,
    keluarga_records: pl.DataFrame,
    groups: tuple[pl.Series, pl.Series],
    persons: pl.DataFrame,
    rules: Mapping[str, authority.Rule],
) -> pl.DataFrame:
    """KELUARGA, sorted by keluarga_id.

    records, keluarga_records   sorted by rid and krid
    groups                      keluarga_id of each row of keluarga_records, and of each row of records
    persons                     PERSONS
    """
    rows = survive.ledger([keluarga_records, records.select(_SHARED)], pl.concat(groups))
    columns: list[pl.Series] = [rows.ids.alias("keluarga_id")]
    won: dict[str, survive.Ints] = {}
    for name, rule in rules.items():
        won[name] = survive.winners(rows, name, rule, along=won[rule.along] if rule.along else None)
        columns += [rows.take(name, won[name]), rows.take("krid", won[name]).alias(f"{name}__krid")]
        if name in tables.TOLD_BY_MEMBERS:
            columns.append(rows.take("rid", won[name]).alias(f"{name}__rid"))
    columns += [
        rows.take("source", won["desil"]).alias("desil__source"),
        rows.take("edition", won["desil"]).alias("desil__edition"),
    ]
    parts = [pl.DataFrame(columns), seen.summary(rows), seen.programmes(rows, ("krid", "rid"))]
    frame = pl.concat(parts, how="horizontal")
    for extra in (_members(persons), _heads(persons, keluarga_records, groups[0]), _kk_history(rows)):
        frame = frame.join(extra, on="keluarga_id", how="left", maintain_order="left")
    counted = [pl.col(name).fill_null(0) for name in ("anggota_hadir", "anggota_tercatat")]
    return tables.KELUARGA.conform(frame.with_columns(counted))


def _members(persons: pl.DataFrame) -> pl.DataFrame:
    return persons.group_by("keluarga_id").agg(
        (~pl.col("status").is_in(GONE).fill_null(value=False)).sum().alias("anggota_hadir"),
        pl.len().alias("anggota_tercatat"),
    )


def _heads(persons: pl.DataFrame, keluarga_records: pl.DataFrame, group: pl.Series) -> pl.DataFrame:
    """The person a list calls the head. Among several: present, named by a family list, newest, most often seen."""
    named = keluarga_records.select(
        group.alias("keluarga_id"), pl.col("nik_kepala").alias("nik")
    ).drop_nulls()
    called = persons.filter(pl.col("hubungan") == "kepala").select(
        "keluarga_id",
        pl.col("person_id").alias("kepala_person_id"),
        pl.col("hubungan__rid").alias("kepala_person_id__rid"),
        "nik",
        "last_edition",
        "n_records",
        (~pl.col("status").is_in(GONE).fill_null(value=False)).alias("present"),
    )
    order = ["present", "named", "last_edition", "n_records", "kepala_person_id"]
    return (
        called.join(named.unique().with_columns(named=True), on=["keluarga_id", "nik"], how="left")
        .with_columns(pl.col("named").fill_null(value=False))
        .sort(order, descending=[True, True, True, True, False])
        .unique("keluarga_id", keep="first", maintain_order=True)
        .select("keluarga_id", "kepala_person_id", "kepala_person_id__rid")
    )


def _kk_history(rows: survive.Ledger) -> pl.DataFrame:
    """Every KK number with the editions and sources it was seen in, newest first."""
    seen_kk = pl.LazyFrame(
        {
            "g": rows.group,
            "kk": rows.column("kk").gather(rows.order),
            "edition": rows.edition,
            "source": rows.source,
        }
    )
    spans = (
        seen_kk.drop_nulls("kk")
        .group_by("g", "kk")
        .agg(
            pl.col("edition").min().alias("first"),
            pl.col("edition").max().alias("last"),
            pl.col("source").unique().sort().alias("sources"),
        )
        .sort("g", "last", "first", "kk", descending=[False, True, True, False])
        .collect()
    )
    editions, sources = (pl.Series(words, dtype=pl.String) for words in (rows.editions, rows.sources))
    entry = pl.DataFrame(
        {
            "keluarga_id": rows.ids.gather(spans["g"]),
            "kk": spans["kk"],
            "first_edition": editions.gather(spans["first"]),
            "last_edition": editions.gather(spans["last"]),
            "sources": _named(spans["sources"], sources),
        }
    )
    struct = pl.struct("kk", "first_edition", "last_edition", "sources").alias("kk_riwayat")
    return entry.group_by("keluarga_id", maintain_order=True).agg(struct)


def _named(numbers: pl.Series, names: pl.Series) -> pl.Series:
    """Lists of source numbers as lists of source names."""
    mapping = dict(enumerate(names))
    frame = pl.DataFrame({"n": numbers}).select(
        pl.col("n").list.eval(pl.element().replace_strict(mapping, return_dtype=pl.String))
    )
    return frame["n"]
