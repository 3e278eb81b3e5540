"""One row per person: every field from the row that won it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl

from selaras.engine import tables
from selaras.engine.merge import authority, claims, seen, survive

_OLDEST_BIRTH = date(1900, 1, 1)


def merge(records: pl.DataFrame, clusters: pl.DataFrame, rules: Mapping[str, authority.Rule]) -> pl.DataFrame:
    """PERSONS, sorted by person_id. `records` are sorted by rid and joined to clusters by rid."""
    grouped = records.select("rid").join(clusters, on="rid", how="left", maintain_order="left")
    person = grouped["person_id"]
    rows = survive.ledger([records.with_columns(grouped["keluarga_id"])], person)
    claimed = claims.weigh(rows)
    columns: list[pl.Series] = [rows.ids.alias("person_id")]
    won: dict[str, survive.Ints] = {}
    for name, rule in rules.items():
        along = won[rule.along] if rule.along else None
        won[name] = survive.winners(rows, name, rule, doubtful=_doubtful(rows, name, claimed), along=along)
        columns += [rows.take(name, won[name]), rows.take("rid", won[name]).alias(f"{name}__rid")]
    columns += [
        rows.take("source", won["desil"]).alias("desil__source"),
        rows.take("edition", won["desil"]).alias("desil__edition"),
    ]
    frame = pl.DataFrame(columns)
    parts = [frame, claims.marks(claimed, frame["nik"]), seen.summary(rows), seen.programmes(rows, ("rid",))]
    return tables.PERSONS.conform(pl.concat(parts, how="horizontal"))


def with_decile_of(persons: pl.DataFrame, keluarga: pl.DataFrame) -> pl.DataFrame:
    """Persons with the official decile of their keluarga; their own row's where the keluarga has none.

    A decile is given to a family. Taking it member by member would give two deciles to one household.
    """
    names = ["desil", "desil__source", "desil__edition", "desil__rid", "desil__krid"]
    home = persons.select("keluarga_id").join(
        keluarga.select("keluarga_id", *names), on="keluarga_id", how="left", maintain_order="left"
    )
    known = home["desil"].is_not_null()
    return persons.with_columns(home[name].zip_with(known, persons[name]).alias(name) for name in names)


def _doubtful(rows: survive.Ledger, name: str, claimed: claims.Claims) -> survive.Mask | None:
    """Values that do not look right by themselves, by sorted position."""
    if name == "nik":
        return claimed.doubtful
    if name == "tanggal_lahir":
        return _on_rows(rows, _unlikely_birth(rows.column(name)))
    if name in ("nama", "nama_ibu"):
        return _on_rows(rows, rows.column(name).str.count_matches("[A-Z]") < 2)
    return None


def _unlikely_birth(born: pl.Series) -> pl.Series:
    """1 January stands in for an unknown day; before 1900 is a slip of the keyboard."""
    return ((born.dt.month() == 1) & (born.dt.day() == 1)) | (born < _OLDEST_BIRTH)


def _on_rows(rows: survive.Ledger, mask: pl.Series) -> survive.Mask:
    plain: survive.Mask = mask.fill_null(value=False).to_numpy()[rows.order].astype(np.bool_)
    return plain
