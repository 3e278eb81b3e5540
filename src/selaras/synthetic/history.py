"""Runs the kabupaten from 2019 to 2026."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np

from selaras.synthetic import calendar, life, region, settle, world

# People who ever enter the tables per family of the first day (measured; births and arrivals included).
PER_FAMILY = 4.41


def run(
    persons: int, seed: int, place: region.Region, progress: Callable[[str], None] | None = None
) -> world.World:
    """The world with about `persons` people, all moments remembered in `World.snapshots`."""
    w = world.World(place, np.random.default_rng(seed))
    days = [calendar.day(text) for text in calendar.STEPS]
    settle.families(w, max(3, round(persons / PER_FAMILY)), days[0])
    w.remember(days[0])
    for number, (start, end) in enumerate(itertools.pairwise(days), start=1):
        w.step = number
        life.step(w, start, end, life.Rates())
        w.remember(end)
        if progress:
            progress(f"Kehidupan sampai {calendar.STEPS[number]}")
    return w
