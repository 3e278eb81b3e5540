"""Stable ids: who was known keeps the id, who is new gets one from what their first record says.

A new id is a digest of the content of the smallest record of the group (by content, not by row number), so neither the
order of rows nor another file changes it. NIK and KK are not part of it: an id must not be a way to guess them.
"""

from __future__ import annotations

import hashlib

import duckdb
import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]
_ALPHABET = np.frombuffer(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ", dtype=np.uint8)
CONTENT = (
    "source",
    "edition",
    "nama",
    "tanggal_lahir",
    "jenis_kelamin",
    "tempat_lahir",
    "nama_ibu",
    "kode_desa",
    "person_ref",
)
_KEY = ("source", "edition", "file", "sheet", "row")


def content_keys(records: pl.DataFrame) -> pl.Series:
    """One number (60 bits) per record, in the order of `records`. Records that say exactly the same are numbered
    in the order of their key."""
    present = [name for name in CONTENT if name in records.columns]
    text = pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in present], separator="\x1f")
    frame = records.select(
        text.alias("text") if present else pl.lit("").alias("text"), pl.int_range(pl.len()).alias("at")
    )
    order = [name for name in _KEY if name in records.columns] or ["rid"]
    again = (
        pl.concat([frame, records.select(order)], how="horizontal")
        .sort(["text", *order], nulls_last=False)
        .with_columns(again=pl.int_range(pl.len()).over("text"))
        .sort("at")
    )
    incoming = again.select(
        pl.concat_str([pl.col("text"), pl.col("again").cast(pl.String)], separator="\x1f").alias("t")
    ).to_arrow()
    with duckdb.connect() as connection:
        connection.register("incoming", incoming)
        found = connection.execute(
            "SELECT CAST('0x' || substr(md5(t), 1, 15) AS BIGINT) AS k FROM incoming"
        ).fetchnumpy()
    return pl.Series("content", found["k"].astype(np.int64))


def name(keys: Ints, prefix: str) -> npt.NDArray[np.str_]:
    """60-bit numbers -> prefix and twelve characters."""
    shifts = np.arange(55, -5, -5, dtype=np.int64)
    letters = _ALPHABET[(keys[:, None] >> shifts[None, :]) & 31]
    text = np.concatenate([np.full((len(keys), 1), ord(prefix), dtype=np.uint8), letters], axis=1)
    return np.ascontiguousarray(text).view("S13").ravel().astype("U13")


def distinct(keys: Ints) -> Ints:
    """The same keys, a repeated one moved on by a second digest. `keys` belong to different groups."""
    order = np.argsort(keys, kind="stable")
    repeated = order[1:][keys[order][1:] == keys[order][:-1]]
    fixed = keys.copy()
    for position in repeated:
        again = hashlib.blake2b(f"{keys[position]}:{position}".encode(), digest_size=8).digest()
        fixed[position] = int.from_bytes(again, "big") >> 4
    return fixed
