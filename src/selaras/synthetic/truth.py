"""Everything that is true of the people, gathered once: names, numbers, places, living standard."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import polars as pl

from selaras.synthetic import addresses, calendar, names, numbers, region, social, welfare, world
from selaras.synthetic.columns import Ints

HAJI_AGE = 45


@dataclass(frozen=True, eq=False)
class Truth:
    """The finished world with identities. Series and arrays run over the people, `kk` over the log of KK cards."""

    world: world.World
    seed: int
    name: pl.Series
    mother: pl.Series
    father: pl.Series
    birthplace: pl.Series
    title: pl.Series
    degree: pl.Series
    nik: Ints
    second_nik: Ints
    kk: Ints
    previous_kk: Ints

    @property
    def place(self) -> region.Region:
        return self.world.region

    @functools.cache  # noqa: B019  (one Truth lives as long as one run)
    def welfare(self, at: int) -> welfare.Welfare:
        return welfare.at(self.world, self.world.snapshots[at])

    def rng(self, *salt: int) -> np.random.Generator:
        """A stream of chance of its own for each purpose: adding a list changes no other list."""
        return np.random.default_rng([self.seed, *salt])


def settle(w: world.World, seed: int) -> Truth:
    """Gives everyone in a finished world a name and numbers."""
    folk = w.people
    numbers.heap_birth_dates(w)
    nik, second = numbers.nik(w)
    name, mother = names.of_people(w)
    muslim = np.isin(
        folk["group"], [region.GROUPS.index(g) for g in ("kutai", "jawa", "bugis", "muslim_ntt")]
    )
    father = folk["father"].astype(np.int64)
    first_word = name.str.split(" ").list.first()
    known = pl.Series((father >= 0) & muslim)
    age = calendar.ages(folk["birth"], w.snapshots[-1].day)
    rich = w.families["z0"][folk["fam"]] > 0.1
    haji = muslim & (age > HAJI_AGE) & rich & (social.chance("gelar", len(folk)) < 0.16)
    level = social.level(w)
    degree = np.array([None, "S.PD", "S.E", "S.SOS", "S.H", "S.T", "S.KOM", "S.AG"], dtype=object)
    held = np.where(
        (level >= 5) & (age > 23), 1 + (social.chance("gelar", len(folk)) * 7).astype(np.int64), 0
    )
    log = w.kk_log["fam"].astype(np.int64)
    order = np.argsort(log, kind="stable")
    before = np.r_[-1, order[:-1]]
    previous = np.empty(len(log), np.int64)
    previous[order] = np.where(np.r_[-1, log[order][:-1]] == log[order], before, -1)
    return Truth(
        world=w,
        seed=seed,
        name=name,
        mother=mother,
        father=first_word.gather(pl.Series(np.maximum(father, 0))).zip_with(
            known, pl.Series([None], dtype=pl.String)
        ),
        birthplace=addresses.birthplaces(
            w.region,
            folk["origin"].astype(np.int64),
            folk["home"].astype(np.int64),
            social.chance("akta", len(folk)),
        ),
        title=pl.Series(list(np.where(haji, np.where(folk["sex"] == 0, "H.", "HJ."), None)), dtype=pl.String),
        degree=pl.Series(list(degree[held]), dtype=pl.String),
        nik=nik,
        second_nik=second,
        kk=numbers.kk(w),
        previous_kk=previous,
    )
