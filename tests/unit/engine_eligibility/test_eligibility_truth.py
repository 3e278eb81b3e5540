"""On the made-up regency whose truth is known: answers hidden at random make nobody layak; filling the gaps with a sentinel does."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from selaras.engine.eligibility import deciding, programme
from selaras.engine.eligibility.answering import Outcome
from selaras.engine.eligibility.fields import Catalogue, Field, Kind
from selaras.synthetic import history, housing, programmes, region, social, welfare, world

DAY = dt.date(2026, 11, 22)
RULES = {
    "pkh": ("desil <= 4", "anggota.exists(o, o.umur < 7 or o.hamil or (o.umur <= 21 and o.sekolah) or o.umur >= 60 or o.disabilitas)"),
    "sembako": ("desil <= 5", "not mobil"),
    "blt_desa": ("desil <= 4", "not pkh", "not rumah_lain"),
    "rtlh": ("rumah == 1", "lantai in [5, 7, 8] or luas / jumlah < 7.2", "desil <= 5"),
    "jamban": ("bab != 1", "not mobil"),
    "seragam": ("desil <= 6", "anggota.filter(o, o.umur >= 6 and o.umur <= 15 and o.sekolah).size() >= 2"),
    "pelatihan": ("anggota.exists(o, o.umur >= 18 and o.umur <= 45 and not o.bekerja)", "desil <= 6"),
    "lansia": ("anggota.exists(o, o.umur >= 60)", "not pkh", "desil <= 4"),
}  # fmt: skip
PROGRAMMES = [
    programme.Programme(
        code, "1", programme.Unit.KELUARGA, tuple(programme.Clause(f"{code}.{n}", text, "") for n, text in enumerate(texts))
    )
    for code, texts in RULES.items()
]  # fmt: skip


def catalogue(*tables: pl.DataFrame) -> Catalogue:
    found = [
        [Field(name, Kind.TRUTH if kind == pl.Boolean else Kind.NUMBER, name) for name, kind in table.schema.items()
         if name != deciding.BELONGS]
        for table in tables
    ]  # fmt: skip
    return Catalogue.of(*found)


@pytest.fixture(scope="module")
def true_regency() -> deciding.Registry:
    w = history.run(6000, 5, region.load("64.02"), lambda _: None)
    snapshot = w.snapshots[-1]
    wealth = welfare.at(w, snapshot)
    fams = np.flatnonzero(wealth.size > 0)
    z, town = wealth.z[fams], w.region.urban[snapshot.families["village"][fams]]
    families = pl.DataFrame(
        {
            "desil": wealth.decile()[fams], "jumlah": wealth.size[fams], "luas": housing.floor_area(z, fams),
            "rumah": housing.rung("status_rumah", z, town, fams), "lantai": housing.rung("lantai", z, town, fams),
            "bab": housing.rung("bab", z, town, fams), "mobil": housing.owns("mobil", z, town, fams),
            "rumah_lain": housing.owns("rumah_lain", z, town, fams), "pkh": programmes.receives(w, snapshot, wealth, "pkh")[fams],
        }
    )  # fmt: skip
    place = np.full(snapshot.count, -1)
    place[fams] = np.arange(len(fams))
    who = np.flatnonzero(snapshot.people["status"] == world.HADIR)
    who = who[np.argsort(place[snapshot.people["fam"][who]], kind="stable")]
    jobs, _, _ = social.work(
        w, who, snapshot.day, snapshot.families["village"][snapshot.people["fam"][who]].astype(np.int64)
    )
    members = pl.DataFrame(
        {
            deciding.BELONGS: place[snapshot.people["fam"][who]].astype(np.uint32), "umur": (snapshot.day - w.people["birth"][who]) // 365,
            "sekolah": social.at_school(w, who, snapshot.day), "hamil": social.pregnant(w, who, snapshot.day),
            "disabilitas": social.disability(w, who, snapshot.day) > 0, "bekerja": jobs > 4,
        }
    )  # fmt: skip
    return deciding.Registry(families, members, catalogue(families, members))


def layak(registry: deciding.Registry) -> np.ndarray:
    return np.stack(
        [
            (each.outcome == Outcome.LAYAK.value).to_numpy()
            for each in deciding.decide(registry, PROGRAMMES, DAY)
        ]
    )


def changed(registry: deciding.Registry, change) -> deciding.Registry:
    return deciding.Registry(change(registry.families), change(registry.members), registry.catalogue)


def sentinels(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(
        pl.selectors.numeric().fill_null(-1), pl.selectors.boolean().fill_null(value=False)
    )


def test_hidden_answers_make_nobody_layak_and_a_sentinel_would(true_regency) -> None:
    rng = np.random.default_rng(9)

    def hidden(table: pl.DataFrame) -> pl.DataFrame:
        return table.with_columns(
            pl.when(pl.Series(rng.random(table.height) > 0.05)).then(pl.col(name)).alias(name)
            for name in table.columns
            if name != deciding.BELONGS
        )

    truth, asked = layak(true_regency), changed(true_regency, hidden)
    filled = changed(asked, sentinels)
    assert truth.sum() > 1000
    assert layak(asked).sum() > 0.7 * truth.sum()
    assert (layak(asked) & ~truth).sum() == 0
    assert (layak(filled) & ~truth).sum() > 100
