"""The compare stage: what two lists, or two rows of one list, say differently about one person or keluarga."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import polars as pl

from selaras.engine.compare import absence, aid, doubles, found, households, identity, overlap, standing
from selaras.engine.compare import rules as rules_
from selaras.engine.compare import view as view_


class Registry(Protocol):
    """What merging gave: tables PERSONS, KELUARGA and KELUARGA_OF."""

    @property
    def persons(self) -> pl.DataFrame: ...
    @property
    def keluarga(self) -> pl.DataFrame: ...
    @property
    def keluarga_of(self) -> pl.DataFrame: ...


@dataclass(frozen=True, slots=True)
class Survey:
    """`discrepancies`: contract DISCREPANCIES. `overlap`: denominators, see `overlap.count`."""

    discrepancies: pl.DataFrame
    overlap: pl.DataFrame


def compare(
    records: pl.DataFrame,
    keluarga_records: pl.DataFrame,
    clusters: pl.DataFrame,
    registry: Registry,
    *,
    rules: rules_.Rules | None = None,
    as_known_on: date | None = None,
) -> pl.DataFrame:
    """The discrepancies of `survey`, without the denominators."""
    found_ = survey(records, keluarga_records, clusters, registry, rules=rules, as_known_on=as_known_on)
    return found_.discrepancies


def survey(
    records: pl.DataFrame,
    keluarga_records: pl.DataFrame,
    clusters: pl.DataFrame,
    registry: Registry,
    *,
    rules: rules_.Rules | None = None,
    as_known_on: date | None = None,
) -> Survey:
    """Compare the newest edition in force of each source with that of each other source.

    records           PERSON_RECORDS + rid
    keluarga_records  KELUARGA_RECORDS + krid
    clusters          CLUSTERS
    registry          what merging gave for the same records
    rules             whom each list should hold; None: rules.toml
    as_known_on       lists issued after this day take no part, as in merging

    The result does not depend on the order of the rows. NIK, KK and names are masked in it.
    """
    told = rules or rules_.Rules.default()
    known = view_.known_on(records, as_known_on).sort("rid")
    known_keluarga = view_.known_on(keluarga_records, as_known_on).sort("krid")
    persons, keluarga = registry.persons.sort("person_id"), registry.keluarga.sort("keluarga_id")
    view = view_.build(known, clusters, persons, keluarga, told)
    homes = households.build(view, known_keluarga, registry.keluarga_of, keluarga["keluarga_id"])
    listed = absence.register(view, homes, persons, keluarga)
    parts = [
        *(_beside_one_another(view, homes, told) if len(view.sources) > 1 else []),
        *standing.receiving(view, persons, told),
        *absence.missing(view, homes, listed, (persons, keluarga), told),
        doubles.persons(view),
        doubles.keluarga(homes.stated, known_keluarga),
    ]
    return Survey(
        discrepancies=found.contract(parts, view, persons, keluarga),
        overlap=overlap.count(view, listed, persons, keluarga),
    )


def _beside_one_another(
    view: view_.View, homes: households.Households, told: rules_.Rules
) -> list[pl.DataFrame]:
    """What two lists that both speak say differently; of a single list there is nothing to ask."""
    pairs = identity.speaking(view, view.pairs())
    return [
        *identity.differing(view, pairs),
        *standing.clashing(view, pairs),
        *households.differing(homes, view, pairs),
        *aid.differing(view, homes, pairs, told),
    ]
