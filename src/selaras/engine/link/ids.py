"""Stable ids: who was known keeps the id, who is new gets one from what their first record says.

A new id is a digest of the content of the smallest record of the group (by content, not by row number), so neither the
order of rows nor another file changes it. NIK and KK are not part of it: an id must not be a way to guess them.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.engine.link import database

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
# Fewer texts are digested before a database has started.
_MANY = 20_000
_KEY = ("source", "edition", "file", "sheet", "row")


def content_keys(records: pl.DataFrame) -> pl.Series:
    """One number (60 bits) per record, in the order of `records`. Records that say exactly the same are numbered
    in the order of their key."""
    present = [name for name in CONTENT if name in records.columns]
    columns = [pl.col(name).cast(pl.String).fill_null("") for name in present] or [pl.repeat("", pl.len())]
    said = records.select(pl.concat_str(columns, separator="\x1f")).to_series()
    order = [name for name in _KEY if name in records.columns] or ["rid"]
    alike = said.is_duplicated().arg_true()
    again = (
        records.select(order)[alike]
        .with_columns(text=said.gather(alike), at=alike)
        .sort(["text", *order], nulls_last=False)
        .select("at", again=pl.int_range(pl.len()).over("text"))
    )
    number = pl.zeros(len(said), dtype=pl.Int64, eager=True).scatter(again["at"], again["again"])
    texts = pl.select(pl.concat_str([said, number.cast(pl.String)], separator="\x1f").alias("t")).to_series()
    return pl.Series("content", _digests(texts))


def _digests(texts: pl.Series) -> Ints:
    """The first 60 bits of the MD5 of each text."""
    if len(texts) < _MANY:
        return np.array(
            [int(hashlib.md5(t.encode(), usedforsecurity=False).hexdigest()[:15], 16) for t in texts]
        )
    with database.opened(ordered=True) as connection:
        connection.register("incoming", texts.to_frame("t").to_arrow())
        found = connection.execute(
            "SELECT CAST('0x' || substr(md5(t), 1, 15) AS BIGINT) AS k FROM incoming"
        ).fetchnumpy()
    digests: Ints = found["k"].astype(np.int64)
    return digests


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


def carried(groups: Ints, content: Ints, earlier: pl.Series) -> pl.Series:
    """Earlier id of each group, null for a new one. groups: dense number of every record's group; content: its content
    key; earlier: the id it had, or null.

    An id stays with the group that holds most of its records; a group that inherits several keeps the one it has most
    records of. Ties go to the smaller content key, then the smaller id.
    """
    frame = pl.DataFrame({"group": groups, "content": content, "id": earlier}).drop_nulls("id")
    votes = frame.group_by("group", "id").agg(votes=pl.len(), first=pl.col("content").min())
    order = {"by": ["votes", "first", "id"], "descending": [True, False, False]}
    kept = votes.sort(**order).unique("id", keep="first", maintain_order=True)  # type: ignore[arg-type]
    kept = kept.unique("group", keep="first", maintain_order=True).select("group", "id")
    number = pl.DataFrame({"group": np.arange(int(groups.max()) + 1 if len(groups) else 0)})
    return number.join(kept, on="group", how="left", maintain_order="left")["id"]


def named(label: Ints, content: Ints, earlier: pl.Series, prefix: str) -> pl.Series:
    """Id of every record's group. label: group of every record (any numbers); see `carried` for the others."""
    _, groups = np.unique(label, return_inverse=True)
    count = int(groups.max()) + 1 if len(groups) else 0
    least = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(least, groups, content)
    fresh = pl.Series(name(distinct(least), prefix).tolist(), dtype=pl.String)
    if earlier.null_count() < len(earlier):
        old = carried(groups, content, earlier)
        # A new group must not take the id of an earlier one that its content happens to give.
        taken = fresh.is_in(earlier.unique().drop_nulls().to_list()) & old.is_null()
        if taken.any():
            again = pl.Series(name(distinct(least ^ 0x5A5A5A5A5A5A5A5), prefix).tolist(), dtype=pl.String)
            fresh = pl.select(pl.when(taken).then(again).otherwise(fresh)).to_series()
        fresh = pl.select(pl.coalesce(old, fresh)).to_series()
    return fresh.gather(groups)
