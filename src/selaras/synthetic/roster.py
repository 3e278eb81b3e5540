"""Who stands on a list: families as the office knew them, some as they were before they moved, split or lost somebody."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from selaras.synthetic import world
from selaras.synthetic.columns import Array, Flags, Ints
from selaras.synthetic.faults import Faults

MEMORY = 4 * 365  # days for which the dead and the moved may still be listed
OLDER = 3  # how many moments back a stale family may lie
FAMILY_COLUMNS = ("village", "rt", "rw", "street", "kk")


@dataclass(frozen=True)
class Choice:
    """Which moment a list is taken at and which families (by number, as of that moment) it means to cover."""

    at: int
    families: Flags


def take(w: world.World, choice: Choice, rng: np.random.Generator, faults: Faults) -> pl.DataFrame:
    """One row per mention, in the order of the list.

    Columns: person, fam (the family it is listed in), copy (0; 1 for the second entry of a family listed twice),
    seen (moment), rel, marital, status, status_day, village, rt, rw, street, kk (row of the KK log),
    fault (null, or why the row should not be there).
    """
    now = w.snapshots[choice.at]
    covered = np.zeros(len(w.families), bool)
    covered[: len(choice.families)] = choice.families
    active = np.zeros(len(w.families), bool)
    active[: now.count] = now.families["status"] == world.AKTIF
    seen = np.full(len(w.families), choice.at)
    stale = rng.random(len(w.families)) < faults.stale
    back = rng.integers(1, OLDER + 1, len(w.families))
    seen = np.where(stale | ~active, np.maximum(choice.at - back, 0), seen)
    fresh = w.families["step"] >= seen
    seen = np.where(fresh, choice.at, seen)
    listed = covered & (active | (rng.random(len(w.families)) < faults.gone_listed))
    parts = [
        _at(w, number, listed & (seen == number), rng, faults)
        for number in range(max(0, choice.at - OLDER), choice.at + 1)
    ]
    frame = pl.concat(part for part in parts if part.height)
    frame = frame.with_columns(_stale_note(frame, choice.at))
    return _ordered(pl.concat([frame, _twice(frame, rng, faults), _guests(frame, rng, faults)]), rng)


def _stale_note(frame: pl.DataFrame, at: int) -> pl.Expr:
    old = pl.col("fault").is_null() & (pl.col("seen") < at)
    return pl.when(old).then(pl.lit("data_lama")).otherwise("fault").alias("fault")


def _at(w: world.World, number: int, wanted: Flags, rng: np.random.Generator, faults: Faults) -> pl.DataFrame:
    """Members of the wanted families as they stood at one moment."""
    snap = w.snapshots[number]
    people = snap.people
    fam = people["fam"]
    recent = people["status_day"] > snap.day - MEMORY
    late = rng.random(snap.persons)
    dead = (people["status"] == world.MATI) & recent & (late < faults.dead_listed)
    moved = (people["status"] == world.PINDAH) & recent & (late < faults.moved_listed)
    home = snap.families["status"][fam] == world.AKTIF
    here = (people["status"] == world.HADIR) | (home & (dead | moved))
    left_out = (people["rel"] != world.KEPALA) & (rng.random(snap.persons) < faults.member_missing)
    rows = np.flatnonzero(here & wanted[fam] & ~left_out)
    status = people["status"][rows]
    kind = np.array([None, "meninggal_masih_tercatat", "pindah_masih_tercatat"], dtype=object)[status]
    columns: dict[str, Array] = {"person": rows, "fam": fam[rows]}
    columns |= {name: people[name][rows] for name in ("rel", "marital", "status", "status_day")}
    columns |= {name: snap.families[name][fam[rows]] for name in FAMILY_COLUMNS}
    return pl.DataFrame(columns).with_columns(
        pl.col("person").cast(pl.UInt32),
        copy=pl.lit(0, pl.Int8),
        seen=pl.lit(number, pl.Int8),
        fault=pl.Series(list(kind), dtype=pl.String),
    )


def _twice(frame: pl.DataFrame, rng: np.random.Generator, faults: Faults) -> pl.DataFrame:
    """Families entered a second time."""
    fams = frame["fam"].unique(maintain_order=True)
    again = fams.filter(pl.Series(rng.random(len(fams)) < faults.family_twice))
    return frame.filter(pl.col("fam").is_in(again.implode())).with_columns(
        copy=pl.lit(1, pl.Int8), fault=pl.lit("keluarga_ganda")
    )


def _guests(frame: pl.DataFrame, rng: np.random.Generator, faults: Faults) -> pl.DataFrame:
    """People listed in a second family of their village as a relative."""
    rows = np.flatnonzero(
        (rng.random(frame.height) < faults.person_twice) & (frame["rel"] != world.KEPALA).to_numpy()
    )
    village = frame["village"].to_numpy()
    order = np.argsort(village, kind="stable")
    place = np.empty(frame.height, np.int64)
    place[order] = np.arange(frame.height)
    hosts = order[(place[rows] + rng.integers(5, 200, len(rows))) % frame.height]
    same = (village[hosts] == village[rows]) & (
        frame["fam"].to_numpy()[hosts] != frame["fam"].to_numpy()[rows]
    )
    guest: pl.DataFrame = frame[rows[same]]
    host: pl.DataFrame = frame[hosts[same]]
    taken = ["fam", "seen", *FAMILY_COLUMNS]
    return guest.with_columns(
        *(host.get_column(name) for name in taken),
        host.get_column("copy"),
        rel=pl.lit(world.FAMILI, pl.Int8),
        fault=pl.lit("orang_di_dua_keluarga"),
    )


def _ordered(frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """By village; families in an order of their own inside it, head first."""
    fams = frame["fam"].to_numpy()
    shuffle = rng.permutation(int(fams.max(initial=0)) + 1)
    made: pl.DataFrame = (
        frame.with_columns(order=pl.Series(shuffle[fams]))
        .with_columns(
            first=pl.col("rel").replace_strict({world.SUAMI: 2, world.ISTRI: 2}, default=pl.col("rel"))
        )
        .sort("village", "copy", "order", "first", "person")
        .drop("order", "first")
    )
    return made


def heads(frame: pl.DataFrame) -> Ints:
    """Row of the head of each family entry (its first row), in order."""
    fam, copy = frame["fam"].to_numpy(), frame["copy"].to_numpy()
    return np.flatnonzero(np.r_[True, (fam[1:] != fam[:-1]) | (copy[1:] != copy[:-1])])
