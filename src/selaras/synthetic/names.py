"""Names by people, sex and generation: tokens drawn with Zipf weights and put together as each group does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from selaras.synthetic import calendar, columns, name_pools, region, world
from selaras.synthetic.columns import Flags, Ints

MODERN = calendar.day("1985-01-01")
SLOTS = ("awal", "satu", "dua", "tiga", "marga")
SAME_LAST_TWIN = 0.55
NEAR_FIRST_TWIN = 0.3
AFTER_FATHER = 0.07


@dataclass
class Drawn:
    """Token numbers per slot, -1 where the slot is empty. Shape (people,) each."""

    slot: dict[str, Ints]

    def text(self, vocabulary: pl.Series) -> pl.Series:
        """The names, tokens joined by one space."""
        frame = pl.DataFrame(
            {
                name: vocabulary.gather(pl.Series(np.where(index < 0, 0, index))).set(
                    pl.Series(index < 0), None
                )
                for name, index in self.slot.items()
            }
        )
        return frame.select(pl.concat_str(SLOTS, separator=" ", ignore_nulls=True)).to_series()


def draw(rng: np.random.Generator, group: Ints, female: Ints, modern: Flags) -> Drawn:
    """First draft of names, everyone alone. Shapes (people,)."""
    count = len(group)
    slot = {name: np.full(count, -1, np.int64) for name in SLOTS}
    style = group * 4 + female * 2 + modern
    for number in np.unique(style):
        here = np.flatnonzero(style == number)
        pool = name_pools.pool(region.GROUPS[number // 4], bool(number // 2 % 2), bool(number % 2))
        size = len(here)
        slot["awal"][here] = pool.prefix[columns.weighted(rng, pool.prefix_weight, size)]
        slot["satu"][here] = pool.first[columns.weighted(rng, pool.first_weight, size)]
        length = 1 + columns.weighted(rng, pool.length, size)
        # A prefix such as MUHAMMAD or SITI takes the place of one token as often as not.
        length -= (slot["awal"][here] >= 0) & (length > 1) & (rng.random(size) < 0.6)
        for name, need in (("dua", 2), ("tiga", 3)):
            drawn = pool.later[columns.weighted(rng, pool.later_weight, size)]
            slot[name][here] = np.where(length >= need, drawn, -1)
        if len(pool.marga):
            drawn = pool.marga[columns.weighted(rng, pool.marga_weight, size)]
            slot["marga"][here] = np.where(rng.random(size) < pool.marga_share, drawn, -1)
    slot["awal"][name_pools.begins_with(slot["satu"], slot["awal"])] = -1
    for name in ("dua", "tiga"):
        again = (slot[name] == slot["satu"]) | ((name == "tiga") & (slot[name] == slot["dua"]))
        slot[name][again] = -1
    return Drawn(slot)


def of_people(w: world.World) -> tuple[pl.Series, pl.Series]:
    """The name of every person, and of every person's mother."""
    folk, rng = w.people, w.rng
    group = folk["group"].astype(np.int64)
    modern = (folk["birth"] + rng.normal(0, 2500, len(folk))) > MODERN
    drawn = draw(rng, group, folk["sex"].astype(np.int64), modern)
    inherit(w, drawn)
    twins(w, drawn)
    vocabulary = name_pools.vocabulary()
    name = drawn.text(vocabulary)
    ghost, back = np.unique(folk["ghost"], return_inverse=True)
    ghost_group = (ghost // 2**26) % 2**6
    ghosts = draw(rng, ghost_group, np.ones(len(ghost), np.int64), np.zeros(len(ghost), bool))
    mother = folk["mother"]
    known = pl.Series(mother >= 0)
    own = name.gather(pl.Series(np.maximum(mother, 0)))
    return name, ghosts.text(vocabulary).gather(pl.Series(back)).zip_with(~known, own)


def inherit(w: world.World, drawn: Drawn) -> None:
    """Marga from the father; some children carry their father's name behind their own."""
    folk = w.people
    father = folk["father"].astype(np.int64)
    own = np.arange(len(folk))
    root = np.where(father >= 0, father, own)
    for _ in range(6):
        root = root[root]
    # Brothers and sisters without a known father share their mother's number, hence the marga.
    _, first, back = np.unique(folk["ghost"], return_index=True, return_inverse=True)
    alike = first[back]
    marga = drawn.slot["marga"]
    shared = np.where(folk["group"][alike] == folk["group"], marga[alike], marga)
    # A forefather who is written without marga still had one: any that was drawn in his line will do.
    line = np.full(len(folk), -1, np.int64)
    np.maximum.at(line, root, marga)
    line = np.where(shared >= 0, shared, line)
    drawn.slot["marga"] = np.where(marga >= 0, line[root], -1)
    after = (father >= 0) & (marga < 0) & (drawn.slot["dua"] >= 0) & (w.rng.random(len(folk)) < AFTER_FATHER)
    last = np.where(after, drawn.slot["satu"][father], -1)
    drawn.slot["tiga"] = np.where(after, -1, drawn.slot["tiga"])
    drawn.slot["dua"] = np.where(after & (last != drawn.slot["satu"]), last, drawn.slot["dua"])


def twins(w: world.World, drawn: Drawn) -> None:
    """Twins often share the second name, and their first names may be neighbours in the alphabet."""
    other = w.people["twin"].astype(np.int64)
    second = np.flatnonzero((other >= 0) & (other < np.arange(len(other))))
    first = other[second]
    same = w.rng.random(len(second)) < SAME_LAST_TWIN
    for name in ("dua", "tiga"):
        drawn.slot[name][second[same]] = drawn.slot[name][first[same]]
    brothers = w.people["sex"][second] == w.people["sex"][first]
    near = brothers & (w.rng.random(len(second)) < NEAR_FIRST_TWIN)
    drawn.slot["satu"][second[near]] = name_pools.next_token(drawn.slot["satu"][first[near]])
    clash = brothers & (drawn.slot["satu"][second] == drawn.slot["satu"][first])
    drawn.slot["satu"][second[clash]] = name_pools.next_token(drawn.slot["satu"][first[clash]])
