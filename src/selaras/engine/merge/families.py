"""Which keluarga a row of a family list speaks about."""

from __future__ import annotations

import polars as pl

from selaras.engine import tables

_LIST = ["source", "edition"]
_ROW = tables.KEY_NAMES
_HEAD_COUNTS = (
    3  # a head is the family's name in the list: as much as three members, a larger family overrules it
)


def keluarga_of(
    records: pl.DataFrame, keluarga_records: pl.DataFrame, clusters: pl.DataFrame
) -> pl.DataFrame:
    """The keluarga of every keluarga record (contract KELUARGA_OF, sorted by krid).

    records           PERSON_RECORDS + rid
    keluarga_records  KELUARGA_RECORDS + krid
    clusters          CLUSTERS

    Asked in this order, the first that answers counts: the persons the same list puts under the same family id; the
    head named in the same row; persons with the same KK in the same list; the head's NIK in the same list; the same
    KK in any list. Among several answers most persons count, the head as three. A record nobody answers for gets
    null: no keluarga is made up here.
    """
    told = records.select("rid", *_ROW, "part", "family_ref", "kk", "nik", "hubungan").join(
        clusters.select("rid", "keluarga_id"), on="rid", how="inner"
    )
    votes = told.with_columns(
        pl.when((pl.col("part") == "kepala") | (pl.col("hubungan") == "kepala"))
        .then(_HEAD_COUNTS)
        .otherwise(1)
        .alias("weight")
    )
    heads = votes.filter(pl.col("part") == "kepala")
    asked = keluarga_records.select("krid", *_ROW, "family_ref", "kk", pl.col("nik_kepala").alias("nik"))
    answers: list[pl.DataFrame] = []
    for method, voters, key in (
        ("family_ref", votes, [*_LIST, "family_ref"]),
        ("baris", heads, _ROW),
        ("kk", votes, [*_LIST, "kk"]),
        ("nik_kepala", votes, [*_LIST, "nik"]),
        ("kk_lain", votes, ["kk"]),
    ):
        found = _elected(asked, voters, key).with_columns(pl.lit(method).alias("method"))
        answers.append(found)
        asked = asked.join(found, on="krid", how="anti")
    answers.append(asked.select("krid", pl.lit(None, pl.String).alias("keluarga_id")))
    return tables.KELUARGA_OF.conform(pl.concat(answers, how="diagonal").sort("krid"))


def _elected(asked: pl.DataFrame, voters: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """krid, keluarga_id of the records for which persons with the same key can be found."""
    if asked.is_empty():
        return pl.DataFrame(schema={"krid": pl.UInt32, "keluarga_id": pl.String})
    elected = (
        voters.lazy()
        .join(asked.lazy().select(key).unique(), on=key, how="semi")
        .group_by(*key, "keluarga_id")
        .agg(pl.col("weight").sum())
        .sort("weight", "keluarga_id", descending=[True, False])
        .unique(key, keep="first", maintain_order=True)
    )
    return asked.lazy().join(elected, on=key, how="inner").select("krid", "keluarga_id").collect()
