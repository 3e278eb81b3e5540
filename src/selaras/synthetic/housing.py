"""Houses, assets and livestock of families, drawn from their living standard. Codes of Regsosek 2022.K.

Each family keeps one number per attribute; a better-off family of the same luck never has the poorer floor.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from selaras.synthetic.columns import Flags, Floats, Ints


@dataclass(frozen=True)
class Ladder:
    """Categories from the poorest to the best, with the share of families at z = 0 in each."""

    codes: tuple[int, ...]
    shares: tuple[float, ...]
    slope: float = 0.9
    town: float = 0.5


# Shares at the middle of the national scale; assumptions.
LADDERS: dict[str, Ladder] = {
    "status_rumah": Ladder((3, 2, 4, 1), (0.10, 0.09, 0.03, 0.78), 0.25, -0.9),
    "lantai": Ladder((8, 7, 5, 6, 4, 2, 1), (0.02, 0.01, 0.36, 0.27, 0.04, 0.27, 0.03)),
    "dinding": Ladder((7, 6, 4, 5, 3, 2, 1), (0.01, 0.01, 0.02, 0.01, 0.54, 0.02, 0.39), 0.8, 0.7),
    "atap": Ladder((7, 5, 6, 3, 4, 2, 1), (0.04, 0.04, 0.005, 0.775, 0.04, 0.08, 0.02), 0.7, 0.3),
    "air_minum": Ladder(
        (9, 8, 10, 6, 7, 5, 4, 3, 2, 1), (0.13, 0.03, 0.07, 0.06, 0.04, 0.09, 0.1, 0.2, 0.26, 0.02)
    ),
    "penerangan": Ladder((4, 3, 2, 1), (0.012, 0.05, 0.09, 0.848), 0.7, 0.8),
    "daya": Ladder((1, 2, 3, 4, 5), (0.27, 0.47, 0.19, 0.05, 0.02), 1.0, 0.4),
    "bahan_bakar": Ladder((10, 7, 12, 4, 3, 2, 1), (0.10, 0.03, 0.02, 0.80, 0.03, 0.01, 0.01), 0.9, 0.9),
    "bab": Ladder((6, 4, 3, 2, 1), (0.05, 0.05, 0.03, 0.07, 0.80), 0.9, 0.5),
    "kloset": Ladder((4, 3, 2, 1), (0.10, 0.05, 0.04, 0.81), 0.9, 0.5),
    "tinja": Ladder((5, 3, 4, 2, 1), (0.02, 0.17, 0.11, 0.01, 0.69), 0.8, 0.6),
    "sertifikat": Ladder((6, 5, 3, 2, 4, 1), (0.2, 0.3, 0.04, 0.03, 0.03, 0.4), 0.7, 0.4),
}
# Share of owners at z = 0 and how strongly the living standard moves it (probit).
ASSETS: dict[str, tuple[float, float, float]] = {
    "tabung_gas": (0.10, 0.8, 0.3),
    "lemari_es": (0.64, 0.9, 0.4),
    "ac": (0.10, 1.1, 0.8),
    "pemanas_air": (0.015, 0.9, 0.5),
    "telepon_rumah": (0.015, 0.7, 0.5),
    "televisi": (0.55, 0.8, 0.3),
    "emas": (0.13, 0.9, 0.1),
    "komputer": (0.16, 1.0, 0.6),
    "sepeda_motor": (0.84, 0.8, 0.0),
    "sepeda": (0.17, 0.4, 0.3),
    "mobil": (0.10, 1.2, 0.3),
    "perahu": (0.10, -0.2, -1.6),
    "kapal_motor": (0.035, 0.3, -1.4),
    "smartphone": (0.88, 0.7, 0.3),
    "lahan": (0.24, 0.5, -0.6),
    "rumah_lain": (0.06, 0.8, 0.1),
    "simpanan": (0.3, 0.9, 0.2),
}
LIVESTOCK: dict[str, tuple[float, int]] = {
    "sapi": (0.035, 3),
    "kerbau": (0.006, 3),
    "kuda": (0.001, 2),
    "babi": (0.012, 4),
    "kambing": (0.03, 4),
}


def luck(name: str, count: int) -> Floats:
    """A lasting standard normal number per family for an attribute. Shape (count,)."""
    return np.random.default_rng([53716402, zlib.crc32(name.encode())]).standard_normal(count)


def rung(name: str, z: Floats, town: Floats, fams: Ints) -> Ints:
    """Code of an attribute for families with living standard `z` in villages that are `town` (0-1) urban."""
    ladder = LADDERS[name]
    score = ladder.slope * z + ladder.town * (town - 0.4) + luck(name, int(fams.max(initial=0)) + 1)[fams]
    spread = np.sqrt(1 + 0.3 * ladder.slope**2)
    edges = cutoff(np.cumsum(ladder.shares)[:-1]) * spread
    return np.asarray(ladder.codes)[np.searchsorted(edges, score)]


def owns(name: str, z: Floats, town: Floats, fams: Ints) -> Flags:
    """Whether each family owns the asset."""
    share, slope, lean = ASSETS[name]
    score = slope * z + lean * (town - 0.4) + luck(name, int(fams.max(initial=0)) + 1)[fams]
    return np.asarray(score > cutoff(np.array([1 - share]))[0])


def heads_of(name: str, town: Floats, fams: Ints) -> Ints:
    """Head of livestock."""
    share, mean = LIVESTOCK[name]
    score = luck(name, int(fams.max(initial=0)) + 1)[fams] - (town - 0.4)
    over = score - cutoff(np.array([1 - share]))[0]
    return np.where(over > 0, 1 + np.floor(over * 2.2 * mean), 0).astype(np.int64)


def floor_area(z: Floats, fams: Ints) -> Ints:
    """Floor area in m2."""
    area = np.exp(3.95 + 0.28 * z + 0.35 * luck("luas", int(fams.max(initial=0)) + 1)[fams])
    return np.clip(np.round(area), 6, 400).astype(np.int64)


def cutoff(share: Floats) -> Floats:
    """Standard normal quantiles, from the summed density on a fine grid (error below 0.002)."""
    grid = np.linspace(-4, 4, 4001)
    density = np.exp(-(grid**2) / 2)
    return np.interp(share, np.cumsum(density) / density.sum(), grid)
