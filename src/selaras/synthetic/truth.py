"""Everything that is true of the people, gathered once: names, numbers, places, living standard."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from selaras.synthetic import addresses, calendar, name_pools, names, numbers, region, social, welfare, world
from selaras.synthetic.columns import Flags, Ints

HAJI_AGE = 45
HAJI_ABOVE = 0.1
HAJI_SHARE = 0.16
DEGREES = (None, "S.PD", "S.E", "S.SOS", "S.H", "S.T", "S.KOM", "S.AG")


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
    muslim: Flags
    nik: Ints
    second_nik: Ints
    kk: Ints
    previous_kk: Ints
    _seen: dict[int, welfare.Welfare] = field(default_factory=dict)

    @property
    def place(self) -> region.Region:
        return self.world.region

    def welfare(self, at: int) -> welfare.Welfare:
        """The living standard of families at a moment, worked out once."""
        if at not in self._seen:
            self._seen[at] = welfare.at(self.world, self.world.snapshots[at])
        return self._seen[at]

    def stream(self, *salt: int) -> np.random.Generator:
        """A stream of chance of its own for each purpose: adding a list changes no other list."""
        return np.random.default_rng([self.seed, *salt])


def settle(w: world.World, seed: int) -> Truth:
    """Gives everyone in a finished world a name and numbers."""
    folk = w.people
    numbers.heap_birth_dates(w)
    nik, second = numbers.nik(w)
    name, mother = names.of_people(w)
    father = folk["father"].astype(np.int64)
    known = pl.Series(father >= 0)
    title, degree = _titles(w)
    return Truth(
        world=w,
        seed=seed,
        name=name,
        mother=mother,
        father=name.gather(pl.Series(np.maximum(father, 0))).set(~known, None),
        birthplace=addresses.birthplaces(
            w.region,
            folk["origin"].astype(np.int64),
            folk["home"].astype(np.int64),
            social.chance("akta", len(folk)),
        ),
        title=title,
        degree=degree,
        muslim=muslims(w),
        nik=nik,
        second_nik=second,
        kk=numbers.kk(w),
        previous_kk=_previous(w.kk_log["fam"].astype(np.int64)),
    )


def muslims(w: world.World) -> Flags:
    """People of groups that use BIN, BINTI and H."""
    return np.isin(w.people["group"], [region.GROUPS.index(group) for group in name_pools.MUSLIM])


def _titles(w: world.World) -> tuple[pl.Series, pl.Series]:
    """H. or HJ. of older and better-off Muslims; the degree of graduates. Null for the others."""
    folk = w.people
    luck = social.chance("gelar", len(folk))
    age = calendar.ages(folk["birth"], w.snapshots[-1].day)
    rich = w.families["z0"][folk["fam"]] > HAJI_ABOVE
    haji = muslims(w) & (age > HAJI_AGE) & rich & (luck < HAJI_SHARE)
    word = np.where(haji, 1 + folk["sex"], 0)
    held = np.where((social.level(w) >= 5) & (age > 23), 1 + (luck * (len(DEGREES) - 1)).astype(np.int64), 0)
    titles = pl.Series([None, "H.", "HJ."], dtype=pl.String).gather(pl.Series(word))
    return titles, pl.Series(DEGREES, dtype=pl.String).gather(pl.Series(held))


def _previous(fams: Ints) -> Ints:
    """For each row of the log of cards the row of the same family's card before it, or -1."""
    order = np.argsort(fams, kind="stable")
    ordered = fams[order]
    same = np.r_[False, ordered[1:] == ordered[:-1]]
    previous = np.empty(len(fams), np.int64)
    previous[order] = np.where(same, np.r_[-1, order[:-1]], -1)
    return previous
