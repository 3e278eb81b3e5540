"""Keluarga that two lists describe differently: decile, KK, number of members, head, and who belongs together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from selaras.engine.compare import found, identity
from selaras.engine.compare import view as view_

_PAIR = ["k", "s_a", "s_b"]


@dataclass(frozen=True, slots=True)
class Households:
    """What lists say about keluarga, in force.

    stated   one row per family row of a list: position in `keluarga_records`, krid, k, s, e
    told     one row per person row: position in `records`, rid, k, s, e, face
    """

    keluarga_records: pl.DataFrame
    records: pl.DataFrame
    stated: pl.DataFrame
    told: pl.DataFrame

    def facts(self, name: str) -> pl.DataFrame:
        """k, s, e, krid, rid, v: one value per keluarga and source; from its family row, else from a member's row."""
        stated = values_of(self.stated, self.keluarga_records, name)
        told = values_of(self.told, self.records, name).join(stated, on=["k", "s"], how="anti")
        both = pl.concat([stated, told], how="diagonal")
        return both.unique(["k", "s"], keep="first", maintain_order=True)


def values_of(rows: pl.DataFrame, frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """k, s, e, krid or rid, v: the values of a field in these rows of `frame`."""
    record = "krid" if "krid" in rows.columns else "rid"
    values = view_.gather(frame[name], rows["position"].to_numpy()).alias("v")
    return rows.select("k", "s", "e", record, values).drop_nulls("v")


def build(
    view: view_.View, keluarga_records: pl.DataFrame, keluarga_of: pl.DataFrame, ids: pl.Series
) -> Households:
    """The family rows in force: the same editions as the person rows. `ids`: keluarga_id by row of the merged table."""
    of_row = keluarga_records.select("krid").join(keluarga_of, on="krid", how="left", maintain_order="left")
    sources, editions, desas = (
        pl.Series(w, dtype=pl.String) for w in (view.sources, view.editions, view.desas)
    )
    keys = pl.DataFrame(
        {
            "position": np.arange(keluarga_records.height),
            "krid": keluarga_records["krid"].cast(pl.Int64),
            "k": view_.numbered(of_row["keluarga_id"], ids),
            "s": view_.numbered(keluarga_records["source"], sources),
            "e": view_.numbered(keluarga_records["edition"], editions),
            "d": view_.numbered(keluarga_records["kode_desa"], desas),
        }
    ).filter((pl.col("k") != view_.ABSENT) & (pl.col("s") != view_.ABSENT))
    force = view.places.select("s", "d", pl.col("e").alias("force"))
    newest = pl.col("e").max().over("s")
    stated = (
        keys.join(force, on=["s", "d"], how="left")
        .filter(pl.col("e") >= pl.col("force").fill_null(newest))
        .filter(pl.col("e") == pl.col("e").max().over("k", "s"))
        .sort("k", "s", "krid")
        .select("position", "krid", "k", "s", "e")
    )
    told = pl.DataFrame(
        {
            "position": view.at,
            "rid": view.values("rid", view.at).cast(pl.Int64),
            "k": view.keluarga,
            "s": view.source[view.face],
            "e": view.edition[view.face],
            "face": view.face,
        }
    )
    return Households(keluarga_records, view.records, stated, told)


def differing(
    homes: Households, view: view_.View, pairs: tuple[view_.Ints, view_.Ints]
) -> list[pl.DataFrame]:
    """desil_beda, jumlah_anggota_beda, kk_beda, kepala_beda, keluarga_terpecah."""
    together = _together(view, pairs)
    split = _split(view, together)
    disjoint, numbers = _numbers_apart(homes, view, together, split)
    return [
        _pairwise(homes.facts("desil"), "desil_beda", "desil"),
        _pairwise(_sizes(homes), "jumlah_anggota_beda", "jumlah_anggota"),
        disjoint,
        numbers,
        _heads(homes, view),
        split,
    ]


def beside(facts: pl.DataFrame) -> pl.DataFrame:
    """Each fact beside the facts of the same keluarga in sources with a higher number."""
    sides = [facts.rename({name: f"{name}_{side}" for name in facts.columns if name != "k"}) for side in "ab"]
    return sides[0].join(sides[1], on="k", how="inner").filter(pl.col("s_a") < pl.col("s_b"))


def _pairwise(facts: pl.DataFrame, kind: str, field: str) -> pl.DataFrame:
    """Numbers that differ; size is by how much."""
    apart = (pl.col("v_a").cast(pl.Float64) - pl.col("v_b").cast(pl.Float64)).abs()
    rows = beside(facts).filter(pl.col("v_a") != pl.col("v_b")).with_columns(apart.alias("size"))
    shown = {f"value_{side}": found.masked(rows[f"v_{side}"], field) for side in "ab"}
    return found.shaped(rows, kind, field=field, **shown)


def _sizes(homes: Households) -> pl.DataFrame:
    """Stated numbers of members, of keluarga that stand in one family row of a list only."""
    alone = homes.stated.filter(pl.len().over("k", "s") == 1)
    stated = values_of(alone, homes.keluarga_records, "jumlah_anggota")
    return stated.with_columns(pl.lit(None, pl.Int64).alias("rid"))


def _heads(homes: Households, view: view_.View) -> pl.DataFrame:
    """kepala_beda: keluarga with one head in each of two lists, not the same person."""
    shown = homes.records.select("part", "hubungan", "nama")[homes.told["position"].to_numpy()]
    head = ((shown["part"] == "kepala") | (shown["hubungan"] == "kepala")).fill_null(value=False)
    called = homes.told.with_columns(pl.Series("g", view.person[view.face]), shown["nama"]).filter(head)
    one = called.filter(pl.col("g").n_unique().over("k", "s") == 1)
    facts = one.unique(["k", "s"], keep="first", maintain_order=True)
    rows = beside(facts.select("k", "s", "e", "rid", "nama", pl.col("g").alias("v")))
    rows = rows.filter(pl.col("v_a") != pl.col("v_b"))
    shown_names = {f"value_{side}": found.masked(rows[f"nama_{side}"], "nama") for side in "ab"}
    return found.shaped(rows, "kepala_beda", field="hubungan", **shown_names)


# ---------------------------------------------------------------------------------------------- who is together


def _together(view: view_.View, pairs: tuple[view_.Ints, view_.Ints]) -> pl.DataFrame:
    """Persons in two lists with the family each list puts them in: k, s, e, face, ref of both sides."""
    first = view.first("family_ref")
    refs = view.values("family_ref", first)
    known = refs.unique().drop_nulls()
    ref = view_.numbered(refs, known)
    width = max(len(known), 1)
    home = view.keluarga[view.begins]
    columns: dict[str, view_.Ints] = {"k": home[pairs[0]], "g": view.person[pairs[0]]}
    for side, faces in zip("ab", pairs, strict=True):
        columns[f"s_{side}"] = view.source[faces]
        columns[f"e_{side}"] = view.edition[faces]
        columns[f"face_{side}"] = faces
        columns[f"ref_{side}"] = np.where(
            ref[faces] == view_.ABSENT, view_.ABSENT, view.source[faces] * width + ref[faces]
        )
    return pl.DataFrame(columns)


_SWAPPED = {f"{name}_{a}": f"{name}_{b}" for name in ("s", "e", "face", "ref") for a, b in ("ab", "ba")}


def _split(view: view_.View, together: pl.DataFrame) -> pl.DataFrame:
    """keluarga_terpecah: one family in a whose persons stand in several families of b. Size: how many."""
    known = together.filter((pl.col("ref_a") != view_.ABSENT) & (pl.col("ref_b") != view_.ABSENT))
    parts = []
    for pairs in (known, known.rename(_SWAPPED)):
        key = ["ref_a", "s_b"]
        families = pairs.lazy().group_by(key).agg(
            pl.col("ref_b").min().alias("low"), pl.col("ref_b").max().alias("high")
        ).filter(pl.col("low") != pl.col("high"))  # fmt: skip
        members = pairs.lazy().join(families, on=key, how="inner").sort(*key, "face_a").collect()
        first = pl.col("ref_b").first().over(key)
        counted = members.with_columns(
            pl.col("ref_b").n_unique().over(key).alias("size"), first.alias("first")
        )
        origin = counted.unique(key, keep="first", maintain_order=True)
        other = counted.filter(pl.col("ref_b") != pl.col("first")).unique(
            key, keep="first", maintain_order=True
        )
        rows = origin.drop("face_b", "e_b").join(other.select(*key, "face_b", "e_b"), on=key, how="inner")
        parts.append(
            rows.select(
                "k",
                "s_a",
                "e_a",
                "s_b",
                "e_b",
                pl.col("size").cast(pl.Float64),
                view.values("rid", view.shown()[rows["face_a"].to_numpy()]).alias("rid_a"),
                view.values("rid", view.shown()[rows["face_b"].to_numpy()]).alias("rid_b"),
                pl.lit("1 keluarga").alias("value_a"),
                pl.format("{} keluarga", "size").alias("value_b"),
            )
        )
    return found.shaped(pl.concat(parts), "keluarga_terpecah", field="family_ref")


def _numbers_apart(
    homes: Households, view: view_.View, together: pl.DataFrame, split: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """kk_beda. Once for a keluarga whose KK numbers in two lists have nothing in common; for a single person where
    they have, unless the two lists split the family differently, which is told already."""
    stated = values_of(homes.stated, homes.keluarga_records, "kk")
    told = values_of(homes.told, homes.records, "kk")
    numbers = pl.concat([stated, told], how="diagonal").unique(
        ["k", "s", "v"], keep="first", maintain_order=True
    )
    sets = numbers.group_by("k", "s", maintain_order=True).agg(
        pl.col("v").alias("all"), *(pl.col(name).first() for name in ("e", "krid", "rid", "v"))
    )
    apart = beside(sets).filter(pl.col("all_a").list.set_intersection("all_b").list.len() == 0)
    shown = {f"value_{side}": found.masked(apart[f"v_{side}"], "kk") for side in "ab"}
    whole = found.shaped(apart, "kk_beda", field="kk", **shown)

    a, b = identity.clashing(view, (together["face_a"].to_numpy(), together["face_b"].to_numpy()), "kk")
    single = found.persons(
        view, "kk_beda", a, b, field="kk",
        value_a=found.masked(view.values("kk", a.positions), "kk"),
        value_b=found.masked(view.values("kk", b.positions), "kk"),
    ).with_columns(pl.Series("k", view.keluarga[view.begins][a.faces]))  # fmt: skip
    told_already = pl.concat(
        [frame.select(_PAIR) for frame in (whole, split, split.rename({"s_a": "s_b", "s_b": "s_a"}))]
    )
    return whole, single.join(told_already, on=_PAIR, how="anti", maintain_order="left")
