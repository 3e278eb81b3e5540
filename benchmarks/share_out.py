"""A made-up regency for sharing out: families with deciles in villages, 17 programmes with budgets in rupiah, quotas (three of them by
kecamatan), six exclusive pairs, at most four programmes a family, 237 village floors. PKH pays each family another amount.

Values are whole policy points of the kind an office writes: by decile, with something for children, old people, bad housing; so ties
are common, as in life."""

from __future__ import annotations

import numpy as np

from selaras.engine.allocate.problem import Offer, Problem

VILLAGES, REGIONS, PROGRAMMES = 237, 20, 17
EXCLUSIVE = ((0, 2), (1, 2), (1, 3), (5, 6), (8, 9), (11, 12))
PKH = 0
# code, rupiah a year, share of families eligible, shares there are for each eligible family
CATALOGUE = (
    ("pkh", 0, 0.26, 0.55), ("sembako", 2_400_000, 0.34, 0.6), ("blt_desa", 3_600_000, 0.12, 0.3), ("pbi", 504_000, 0.4, 0.7),
    ("pip", 750_000, 0.2, 0.6), ("beasiswa", 3_000_000, 0.15, 0.25), ("seragam", 600_000, 0.15, 0.5), ("rtlh", 20_000_000, 0.09, 0.08),
    ("listrik", 1_200_000, 0.1, 0.4), ("pompa", 2_500_000, 0.07, 0.3), ("jamban", 4_000_000, 0.1, 0.25), ("umkm", 5_000_000, 0.2, 0.1),
    ("pelatihan", 3_500_000, 0.22, 0.1), ("lansia", 3_600_000, 0.12, 0.5), ("disabilitas", 3_600_000, 0.05, 0.5),
    ("gizi", 1_500_000, 0.11, 0.6), ("perahu", 15_000_000, 0.04, 0.1),
)  # fmt: skip


def regency(families: int, seed: int = 7) -> tuple[Problem, np.ndarray]:
    """The problem and the decile of each family (1-10)."""
    rng = np.random.default_rng(seed)
    weight = rng.dirichlet(np.full(VILLAGES, 3.0))
    village = np.sort(rng.choice(VILLAGES, families, p=weight))
    region = village * REGIONS // VILLAGES
    poor = rng.normal(0, 1, families) + rng.normal(0, 0.4, VILLAGES)[village]
    decile = 1 + (np.argsort(np.argsort(poor)) * 10 // families)
    value = np.zeros((families, PROGRAMMES), np.float32)
    offers = []
    for number, (_, _, share, _) in enumerate(CATALOGUE):
        lean = np.exp(-0.28 * (decile - 1))
        can = rng.random(families) < share * lean / lean.mean()
        points = 11 - decile + rng.integers(0, 5, families) + 0.5 * rng.integers(0, 3, families)
        value[:, number] = np.where(can, points, 0)
        offers.append(_offer(number, value, region, rng))
    reachable = np.bincount(village[(value > 0).any(axis=1)], minlength=VILLAGES)
    floors = {one: int(reachable[one] * rng.uniform(0.3, 0.6)) for one in range(VILLAGES)}
    problem = Problem(
        value, tuple(offers), village, region, EXCLUSIVE, 4, floors, seed=2026,
        reference=rng.permutation(families).astype(np.int64) + 9000,
    )  # fmt: skip
    return problem, decile


def _offer(number: int, value: np.ndarray, region: np.ndarray, rng: np.random.Generator) -> Offer:
    code, cost, _, covered = CATALOGUE[number]
    can = value[:, number] > 0
    shares = max(1, int(covered * np.count_nonzero(can)))
    if number == PKH:
        # Components: pregnancy, small child, SD, SMP, SMA, old age, disability; at most four count.
        amounts = np.array([3_000_000, 3_000_000, 900_000, 1_500_000, 2_000_000, 2_400_000, 2_400_000])
        costs = amounts[rng.integers(0, 7, (len(can), 4))]
        costs = (costs * (rng.random((len(can), 4)) < [1, 0.6, 0.3, 0.1])).sum(axis=1)
        return Offer(code, 0, budget=int(costs[can].mean()) * shares, costs=costs.astype(np.int64))
    if number in (1, 7, 10):
        here = np.bincount(region[can], minlength=REGIONS)
        by_region = {code: int(covered * n * rng.uniform(0.7, 1.3)) for code, n in enumerate(here)}
        return Offer(code, cost, quota=shares, by_region=by_region)
    return Offer(code, cost, budget=cost * shares + cost // 2, quota=None if number % 2 else shares + 50)
