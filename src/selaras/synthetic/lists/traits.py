"""Columns that several lists print: work, schooling, health, house, assets and programmes, as known at their date."""

from __future__ import annotations

import numpy as np
import polars as pl

from selaras.synthetic import housing, listing, programmes, social, truth
from selaras.synthetic.columns import Array, Ints
from selaras.synthetic.draft import Draft
from selaras.synthetic.region import load_table

PROXY_NOISE = {"dtsen": 0.42, "p3ke": 0.62}


def occupations() -> dict[int, str]:
    """The 89 occupations of SIAK by code."""
    table = load_table("pekerjaan.csv")
    return {int(code): name for code, name in table.iter_rows()}


def social_columns(facts: truth.Truth, edition: listing.Edition, made: Draft) -> None:
    """Adds pekerjaan (code of SIAK), usaha, kedudukan, tamat (0-6), sekolah, disabilitas, penyakit, hamil, umur."""
    w = facts.world
    day = w.snapshots[edition.at].day
    who = made.frame["person"].to_numpy().astype(np.int64)
    village = made.frame["village"].to_numpy().astype(np.int64)
    job, field, standing = social.work(w, who, day, village)
    made.frame = made.frame.with_columns(
        pekerjaan=pl.Series(job),
        usaha=pl.Series(field),
        kedudukan=pl.Series(standing),
        tamat=pl.Series(social.attained(w, who, day)),
        sekolah=pl.Series(social.at_school(w, who, day)),
        disabilitas=pl.Series(social.disability(w, who, day)),
        penyakit=pl.Series(social.illness(w, who, day)),
        hamil=pl.Series(social.pregnant(w, who, day)),
        umur=pl.Series((day - w.people["birth"][who]) // 365),
    )


def aid_columns(facts: truth.Truth, edition: listing.Edition, made: Draft, names: tuple[str, ...]) -> None:
    """Adds one true-or-false column per programme."""
    snapshot = facts.world.snapshots[edition.at]
    wealth = facts.welfare(edition.at)
    fam = listed_family(facts, edition, made)
    made.frame = made.frame.with_columns(
        **{name: pl.Series(programmes.receives(facts.world, snapshot, wealth, name)[fam]) for name in names}
    )


def listed_family(facts: truth.Truth, edition: listing.Edition, made: Draft) -> Ints:
    """The family each row is listed under, as a row of the snapshot."""
    return made.frame["fam"].to_numpy().astype(np.int64).clip(0, facts.world.snapshots[edition.at].count - 1)


def house_columns(facts: truth.Truth, edition: listing.Edition, made: Draft) -> None:
    """Adds the codes of housing.LADDERS, luas, aset_* and jumlah_* for the family of each row."""
    w = facts.world
    fam = listed_family(facts, edition, made)
    unique, back = np.unique(fam, return_inverse=True)
    z = facts.welfare(edition.at).z[unique]
    town = w.region.urban[w.snapshots[edition.at].families["village"][unique]]
    columns: dict[str, Array] = {name: housing.rung(name, z, town, unique) for name in housing.LADDERS}
    columns["luas"] = housing.floor_area(z, unique)
    columns |= {f"aset_{name}": housing.owns(name, z, town, unique) for name in housing.ASSETS}
    columns |= {f"jumlah_{name}": housing.heads_of(name, town, unique) for name in housing.LIVESTOCK}
    made.frame = made.frame.with_columns(**{name: pl.Series(value[back]) for name, value in columns.items()})


def decile_column(facts: truth.Truth, edition: listing.Edition, made: Draft) -> None:
    """Adds desil: the true living standard seen through the list's own noise, one value per family."""
    wealth = facts.welfare(edition.at)
    seen = wealth.decile(facts.stream(77, edition.at), PROXY_NOISE[edition.source])
    made.frame = made.frame.with_columns(desil=pl.Series(seen[listed_family(facts, edition, made)]))
