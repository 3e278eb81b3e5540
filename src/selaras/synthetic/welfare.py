"""The latent living standard of every family, its true national decile, and the noisy deciles of the lists.

z is on the national scale: 0 is the middle of Indonesia, 1 a standard deviation above. Consumption per head is
log-normal in z. All coefficients are assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from selaras.synthetic import calendar, social, world
from selaras.synthetic.columns import Floats, Ints

# Deciles of the standard normal distribution.
NORMAL_DECILES = np.array([-1.28155, -0.84162, -0.5244, -0.25335, 0.0, 0.25335, 0.5244, 0.84162, 1.28155])
LOG_MIDDLE = np.log(1_180_000.0)  # rupiah per head and month at z = 0, end of 2022
LOG_SPREAD = 0.56
GROWTH = 0.055  # nominal, per year


@dataclass(frozen=True)
class Welfare:
    """Per family of a snapshot; NaN where nobody is left."""

    z: Floats
    size: Ints

    def decile(self, rng: np.random.Generator | None = None, noise: float = 0.0) -> Ints:
        """National decile 1-10, of z seen through a proxy with this much noise."""
        seen = self.z if rng is None else (self.z + rng.normal(0, noise, len(self.z))) / np.sqrt(1 + noise**2)
        return 1 + np.searchsorted(NORMAL_DECILES, seen)


def consumption(z: Floats, day: int) -> Floats:
    """Rupiah per head and month at that day."""
    years = (day - calendar.day("2022-12-31")) / calendar.YEAR
    return np.asarray(np.exp(LOG_MIDDLE + LOG_SPREAD * z + GROWTH * years))


def at(w: world.World, snapshot: world.Snapshot) -> Welfare:
    """The living standard at a snapshot: the lasting part, the passing part, who must be fed, who can earn."""
    folk, count = w.people, snapshot.count
    alive = snapshot.people["status"] == world.HADIR
    fam = snapshot.people["fam"][alive]
    birth = folk["birth"][: snapshot.persons][alive]
    age = (snapshot.day - birth) / calendar.YEAR
    size = np.bincount(fam, minlength=count)
    dependent = np.bincount(fam, (age < 15) | (age > 64), minlength=count)
    school = np.zeros(count)
    heads = np.flatnonzero(alive & (snapshot.people["rel"] == world.KEPALA))
    school[snapshot.people["fam"][heads]] = social.level(w)[heads]
    village = snapshot.families["village"].astype(np.int64)
    base = w.families["z0"][:count] + snapshot.families["z1"]
    share = dependent / np.maximum(size, 1)
    z = base - 0.17 * (size - 3.3) - 0.6 * (share - 0.4) + 0.17 * (school - 2.2)
    z = (z - w.region.shift) / 0.93 + w.region.shift
    z += 0.05 * (w.region.wealth[village] - w.region.wealth.mean())
    return Welfare(z, size.astype(np.int64))
