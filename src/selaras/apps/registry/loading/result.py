"""The conveyor's result as the load needs it, and the small dictionaries its rows point into."""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.apps.registry.loading import trees
from selaras.kernel import names
from selaras.pipeline import outputs

SHEET = ("source", "edition", "file", "sheet")
_NOT_A_NAME = "[^A-Z]+"


@dataclass(frozen=True)
class Result:
    """A folder the conveyor wrote. Raises SelarasError where it is not whole."""

    folder: Path

    @functools.cached_property
    def manifest(self) -> dict[str, object]:
        return outputs.read_manifest(self.folder)

    def _table(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.folder / f"{name}.parquet")

    @functools.cached_property
    def persons(self) -> pl.DataFrame:
        return self._table("persons").sort("person_id")

    @functools.cached_property
    def keluarga(self) -> pl.DataFrame:
        return self._table("keluarga").sort("keluarga_id")

    @functools.cached_property
    def records(self) -> pl.DataFrame:
        return self._table("records")

    @functools.cached_property
    def keluarga_records(self) -> pl.DataFrame:
        """With the keluarga each row belongs to."""
        return self._table("keluarga_records").join(
            self._table("keluarga_of").select("krid", "keluarga_id"),
            on="krid",
            how="left",
            maintain_order="left",
        )

    @functools.cached_property
    def links(self) -> pl.DataFrame:
        """By rid, with `place`: which of the person's mentions it is, from 0 in the order of the key."""
        links = self._table("links").sort("rid")
        return links.with_columns(pl.Series("place", places(links["person_id"]), dtype=pl.Int16))

    @functools.cached_property
    def pairs(self) -> pl.DataFrame:
        return pl.scan_parquet(self.folder / "pairs.parquet").filter("linked").collect()

    @functools.cached_property
    def review(self) -> pl.DataFrame:
        return self._table("review")

    @functools.cached_property
    def spanning(self) -> pl.DataFrame:
        """The strongest pairs that hold each person's mentions together: rid_a, rid_b, weight, pattern."""
        person, pairs = self.links["person_id"], self.pairs
        inside = pairs.filter(person.gather(pairs["rid_a"]) == person.gather(pairs["rid_b"]))
        first, second = (inside[name].to_numpy().astype(np.int64) for name in ("rid_a", "rid_b"))
        return inside[trees.strongest(first, second, inside["weight"].to_numpy(), person.len())]

    @functools.cached_property
    def explained(self) -> pl.DataFrame:
        """`pattern`, `key`, `parts` of every pattern that is told or asked about: the key is the digest of the parts."""
        wanted = pl.concat([self.spanning["pattern"], self.review["pattern"]]).unique()
        contributions = pl.scan_parquet(self.folder / "patterns.parquet").filter(
            pl.col("pattern").is_in(wanted.implode())
        )
        listed = contributions.collect().group_by("pattern", maintain_order=True).agg(
            "comparison", "level", pl.col("bits").round(4)
        )  # fmt: skip
        columns = (listed[name].to_list() for name in ("comparison", "level", "bits"))
        texts = [
            json.dumps(list(zip(*parts, strict=True)), ensure_ascii=False)
            for parts in zip(*columns, strict=True)
        ]
        keys = [
            int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
            for text in texts
        ]
        return pl.DataFrame(
            {"pattern": listed["pattern"], "key": pl.Series(keys, dtype=pl.Int64), "parts": texts},
            schema_overrides={"parts": pl.String},
        )

    def sheets(self) -> pl.DataFrame:
        """Every sheet rows stand in."""
        frames = [frame.select(SHEET).unique() for frame in (self.records, self.keluarga_records)]
        return pl.concat(frames).unique().sort(SHEET)

    def numbers(self) -> pl.DataFrame:
        """Every NIK and KK number once: `text`, `kind`."""
        nik = pl.concat([self.records["nik"], self.persons["nik"], self.keluarga_records["nik_kepala"]])
        kk = pl.concat(
            [self.records["kk"], self.persons["kk"], self.keluarga["kk"], self.keluarga_records["kk"]]
        )
        old = self.keluarga.select(pl.col("kk_riwayat").explode().struct.field("kk"))["kk"]
        found = [
            pl.DataFrame({"text": part.drop_nulls().unique(), "kind": kind})
            for kind, part in (("nik", nik), ("kk", pl.concat([kk, old])))
        ]
        return pl.concat(found).unique("text", keep="first", maintain_order=True)


def places(persons: pl.Series) -> npt.NDArray[np.int64]:
    """For each row, how many earlier rows have the same person."""
    distinct = persons.unique().to_frame("person").with_row_index("code")
    codes = (
        persons.to_frame("person").join(
            distinct, on="person", how="left", maintain_order="left", nulls_equal=True
        )
    )["code"].to_numpy()
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    sizes = np.diff(np.r_[starts, len(ordered)])
    found = np.empty(len(codes), dtype=np.int64)
    found[order] = np.arange(len(codes)) - np.repeat(starts, sizes)
    return found


def words_of(written: pl.Series) -> pl.DataFrame:
    """`nama` (distinct) and `word`, a row for each word of its standard form, in order."""
    distinct = written.drop_nulls().unique(maintain_order=True).alias("nama")
    plain = distinct.map_elements(names.folded, return_dtype=pl.String) if _folding(distinct) else distinct
    split = pl.DataFrame({"nama": distinct, "word": plain.str.replace_all(_NOT_A_NAME, " ").str.split(" ")})
    long = split.explode("word").filter(pl.col("word") != "")
    tokens = long["word"].unique()
    standard = pl.DataFrame(
        {"word": tokens, "standard": [names.standard_token(token)[:80] for token in tokens.to_list()]}
    )
    known = long.join(standard, on="word", maintain_order="left").filter(pl.col("standard") != "")
    return known.select("nama", pl.col("standard").alias("word"))


def _folding(written: pl.Series) -> bool:
    return bool(written.str.contains(r"[^A-Z .,]").any())


def names_in(result: Result) -> pl.DataFrame:
    """The words of all names of persons."""
    return words_of(result.persons["nama"])
