"""Whether an allocation holds every limit: counted anew from the problem alone, with nothing of how it was found."""

from __future__ import annotations

import numpy as np

from selaras.engine.allocate.choosing import Chosen
from selaras.engine.allocate.problem import Problem


def broken(problem: Problem, chosen: Chosen) -> dict[str, int]:
    """What is broken and by how much: shares, rupiah or families too many (or, of floors, too few). Empty where all is held.

    Kinds: tidak_layak (pairs), kuota, anggaran (rupiah), wilayah (shares), saling_mengecualikan, terlalu_banyak, lantai (families),
    putusan (pairs).
    """
    held = problem.kin.held(chosen)
    found = {
        "tidak_layak": int(np.count_nonzero(chosen & ~problem.eligible)),
        "saling_mengecualikan": sum(
            int(np.count_nonzero(held[:, one] & held[:, other])) for one, other in problem.exclusive
        ),
        "terlalu_banyak": int(np.count_nonzero(held.sum(axis=1) > problem.most)),
        "putusan": sum(not chosen[pair] for pair in set(problem.given))
        + sum(bool(chosen[pair]) for pair in set(problem.barred)),
        "kuota": 0,
        "anggaran": 0,
        "wilayah": 0,
        "lantai": 0,
    }
    for number, offer in enumerate(problem.offers):
        having = chosen[:, number]
        if offer.quota is not None:
            found["kuota"] += max(0, int(np.count_nonzero(having)) - offer.quota)
        if offer.budget is not None:
            found["anggaran"] += max(0, offer.rupiah(having) - offer.budget)
        for code, shares in offer.by_region.items():
            found["wilayah"] += max(0, int(np.count_nonzero(having & (problem.region == code))) - shares)
    served, homes = held.any(axis=1), problem.village[problem.kin.first]
    for village, floor in problem.floors.items():
        found["lantai"] += max(0, floor - int(np.count_nonzero(served & (homes == village))))
    return {kind: much for kind, much in found.items() if much}
