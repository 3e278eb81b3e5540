"""The merge stage: linked records in, one row per person and one per keluarga out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from selaras.engine.merge import authority as authority_
from selaras.engine.merge import families
from selaras.engine.merge import keluarga as keluarga_
from selaras.engine.merge import persons as persons_


@dataclass(frozen=True, slots=True)
class Merged:
    """What came out, by the contracts PERSONS, KELUARGA and KELUARGA_OF (see `families.keluarga_of`)."""

    persons: pl.DataFrame
    keluarga: pl.DataFrame
    keluarga_of: pl.DataFrame


def merge(
    records: pl.DataFrame,
    keluarga_records: pl.DataFrame,
    clusters: pl.DataFrame,
    *,
    authority: authority_.Authority | None = None,
    as_known_on: date | None = None,
) -> Merged:
    """Merge linked records.

    records           PERSON_RECORDS + rid
    keluarga_records  KELUARGA_RECORDS + krid (dense from 0)
    clusters          CLUSTERS, one row per rid
    authority         which source wins; None: the default rules in authority.toml
    as_known_on       lists issued after this day take no part; None: all lists

    The result does not depend on the order of the rows. Persons and keluarga that only later lists know are not in
    the result. No value is computed: each stands in the record its companion column names. Exceptions are the
    counts of rows and members, which count, and the programmes, which are yes when any source says yes.
    """
    rules = authority or authority_.Authority.default()
    known = known_on(records, as_known_on).sort("rid")
    known_keluarga = known_on(keluarga_records, as_known_on).sort("krid")
    merged = persons_.merge(known, clusters, rules.persons)
    belongs = families.keluarga_of(known, known_keluarga, clusters)
    of_record = known.select("rid").join(clusters, on="rid", how="left", maintain_order="left")["keluarga_id"]
    homes = keluarga_.merge(
        known, known_keluarga, (belongs["keluarga_id"], of_record), merged, rules.keluarga
    )
    return Merged(persons_.with_decile_of(merged, homes), homes, belongs)


def known_on(frame: pl.DataFrame, day: date | None) -> pl.DataFrame:
    """The rows of editions issued on or before that day.

    An edition begins with its year, month or day ("2024", "2024-10", "2024-06-S1", "2024-10-15"); a month counts as
    known once it has begun. Labels that do not begin with a year have no date and stay.
    """
    if day is None:
        return frame
    dated = pl.col("edition").str.extract(r"^(\d{4}(?:-\d{2}){0,2})")
    begun = dated <= pl.lit(day.isoformat()).str.slice(0, dated.str.len_chars())
    return frame.filter(begun.fill_null(value=True))
