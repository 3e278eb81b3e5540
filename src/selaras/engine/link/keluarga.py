"""Which keluarga each record belongs to, beside which person it is.

A card: the rows one list gives to one family (its family id, or its KK number where it has none). The KK number
changes with every move and split, so cards of different lists are one keluarga by the people on them:

- two cards are a pair when they share persons and either the KK number too or at least half of the larger card;
  a shared KK number in the same desa is enough where the lists name different members;
- of several possible partners in another list only the best counts, and only when both cards choose each other. So a
  card that split keeps its keluarga with the part that took most people along, and the other part is a new keluarga;
- a row without any family stands in a keluarga of its person;
- cards of which a person said "sekeluarga" are one keluarga whatever their members.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.engine.link import cluster

Ints = npt.NDArray[np.int64]
_SHARED_KK = 0.5
_NOBODY: Ints = np.zeros((0, 2), dtype=np.int64)


def keluarga(features: pl.DataFrame, person: Ints, together: Ints = _NOBODY) -> Ints:
    """Number of each record's keluarga: the place in `features` of its first record. `features`: as standardised, one
    row per record, with keluarga (the card), kk, alamat (the desa) and daftar (the list) where the comparison has them;
    `person`: any number that tells persons apart; `together`: pairs of places in `features`, shape (pairs, 2)."""
    frame = pl.DataFrame({"rid": np.arange(len(person)), "person": person})
    for name, column in (("card", "keluarga"), ("kk", "kk"), ("desa", "alamat"), ("list", "daftar")):
        there = features[column] if column in features.columns else pl.lit(None)
        frame = frame.with_columns(
            pl.Series(name, there) if isinstance(there, pl.Series) else there.alias(name)
        )
        frame = frame.with_columns(pl.col(name).cast(pl.Int64))
    frame = frame.with_columns(
        card=pl.coalesce("card", -1 - pl.col("person")), list=pl.col("list").fill_null(0)
    )
    cards = frame.group_by("card").agg(
        pl.col("rid").min(),
        pl.col("person").n_unique().alias("size"),
        pl.col("list").first(),
        pl.col("kk").drop_nulls().mode().min(),
        pl.col("desa").drop_nulls().mode().min(),
    )
    pairs = _best(_candidates(frame, cards))
    first = cards.select("card", "rid")
    ends = pairs.join(first, on="card").join(first, left_on="card_other", right_on="card", suffix="_other")
    at = frame.join(first.rename({"rid": "head"}), on="card", how="left", maintain_order="left")[
        "head"
    ].to_numpy()
    label = cluster.components(
        len(person),
        np.concatenate([ends["rid"].to_numpy(), at[together[:, 0]]]),
        np.concatenate([ends["rid_other"].to_numpy(), at[together[:, 1]]]),
    )
    heads: Ints = label[at]
    return heads


def _candidates(frame: pl.DataFrame, cards: pl.DataFrame) -> pl.DataFrame:
    """Pairs of cards of different lists that share persons, or a KK number and a desa: card, card_other, shared ..."""
    on_card = frame.select("card", "person").unique()
    several = on_card.filter(pl.len().over("person") > 1)
    shared = (
        several.join(several, on="person", suffix="_other")
        .filter(pl.col("card") < pl.col("card_other"))
        .group_by("card", "card_other")
        .agg(shared=pl.len().cast(pl.Int64))
    )
    with_kk = cards.filter(pl.col("kk").is_not_null(), pl.len().over("kk", "desa").is_between(2, 12))
    by_number = (
        with_kk.join(with_kk, on=["kk", "desa"], suffix="_other")
        .filter(pl.col("card") < pl.col("card_other"))
        .select("card", "card_other", shared=pl.lit(0, dtype=pl.Int64))
    )
    both = pl.concat([shared, by_number]).group_by("card", "card_other").agg(pl.col("shared").max())
    about = cards.rename({"rid": "head"})
    both = both.join(about, on="card").join(about, left_on="card_other", right_on="card", suffix="_other")
    same_kk = (pl.col("kk") == pl.col("kk_other")).fill_null(value=False)
    enough = same_kk | (pl.col("shared") * 2 >= pl.max_horizontal("size", "size_other"))
    value = pl.col("shared") + same_kk.cast(pl.Float64) * _SHARED_KK
    return both.filter((pl.col("list") != pl.col("list_other")) & enough).with_columns(value=value)


def _best(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs in which each card is the other's best in that list; ties go to the smaller first rid."""
    turned = pairs.select(
        "value", "shared",
        card="card_other", card_other="card", list_other="list", head="head_other", head_other="head",
    )  # fmt: skip
    both = pl.concat([pairs.select(turned.columns), turned])
    best = both.sort(
        ["card", "list_other", "value", "head_other"], descending=[False, False, True, False]
    ).unique(["card", "list_other"], keep="first", maintain_order=True)
    return best.join(
        best, left_on=["card", "card_other"], right_on=["card_other", "card"], how="semi"
    ).filter(pl.col("card") < pl.col("card_other"))
