"""Programmes one list says yes to and another no."""

from __future__ import annotations

import polars as pl

from selaras.engine.compare import found, households, identity, rules
from selaras.engine.compare import view as view_

_YES, _NO = "ya", "tidak"


def differing(
    view: view_.View, homes: households.Households, pairs: tuple[view_.Ints, view_.Ints], told: rules.Rules
) -> list[pl.DataFrame]:
    """bantuan_beda; side a is the list that says yes.

    What a family receives is compared once for the keluarga: a list says yes when any of its rows does. What a person
    receives is compared for the person, and between family rows where family rows tell it.
    """
    parts = []
    for programme in rules.PROGRAMMES:
        family = programme in told.family_programmes
        parts.append(_of_keluarga(homes, programme, ask_members=family))
        if not family:
            parts.append(_of_persons(view, pairs, programme))
    return parts


def _of_keluarga(homes: households.Households, programme: str, *, ask_members: bool) -> pl.DataFrame:
    said = [households.values_of(homes.stated, homes.keluarga_records, programme)]
    if ask_members:
        said.append(households.values_of(homes.told, homes.records, programme))
    facts = (
        pl.concat(said, how="diagonal")
        .with_columns(pl.lit(None, pl.Int64).alias("rid") if not ask_members else pl.col("rid"))
        .sort("v", descending=True, maintain_order=True)
        .unique(["k", "s"], keep="first", maintain_order=True)
    )
    rows = households.beside(facts).filter(pl.col("v_a") != pl.col("v_b"))
    return found.shaped(
        found.oriented(rows, pl.col("v_b")), "bantuan_beda", field=programme, value_a=_YES, value_b=_NO
    )


def _of_persons(view: view_.View, pairs: tuple[view_.Ints, view_.Ints], programme: str) -> pl.DataFrame:
    a, b = identity.clashing(view, pairs, programme)
    second = view.values(programme, b.positions)
    rows = found.persons(view, "bantuan_beda", a, b, field=programme).with_columns(second.alias("turn"))
    turned = found.oriented(rows, pl.col("turn")).drop("turn")
    return turned.with_columns(pl.lit(_YES).alias("value_a"), pl.lit(_NO).alias("value_b"))
