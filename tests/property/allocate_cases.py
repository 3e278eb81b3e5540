"""Random problems of sharing out, small enough to be solved outright."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from selaras.engine.allocate.problem import Offer, Problem


@st.composite
def problems(
    draw, *, most_families: int = 14, most_programmes: int = 5, floors: bool = True, decided: bool = False
):
    families, programmes = draw(st.integers(1, most_families)), draw(st.integers(1, most_programmes))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    family = _kin(families, rng) if draw(st.booleans()) else None
    value = rng.integers(-3, 8, (families, programmes)) + draw(st.sampled_from([0.0, 0.25])) * rng.random(
        (families, programmes)
    )
    value[rng.random(value.shape) < 0.05] = np.nan
    village = rng.integers(0, 3, families)
    village = village if family is None else village[family]
    offers = tuple(_offer(number, families, rng) for number in range(programmes))
    pairs = [(one, other) for one in range(programmes) for other in range(one + 1, programmes)]
    exclusive = tuple(pair for pair in pairs if rng.random() < 0.3)
    problem = Problem(
        value.astype(np.float32), offers, village, village // 2, exclusive, int(rng.integers(1, 4)), seed=draw(st.integers(0, 99)),
        reference=rng.permutation(families * 3)[:families], family=family,
    )  # fmt: skip
    barred = tuple(
        (family, programme) for family in range(families) for programme in range(programmes)
        if decided and rng.random() < 0.08
    )  # fmt: skip
    reachable = np.pad(problem.served(problem.eligible), (0, 3))
    held = {one: int(rng.integers(0, max(1, reachable[one] // 2) + 1)) for one in range(3)} if floors else {}
    return Problem(**{**vars(problem), "barred": barred, "floors": held})


def _kin(rows: int, rng: np.random.Generator) -> np.ndarray:
    """Rows of families with one to four claims."""
    return np.repeat(np.arange(rows), rng.integers(1, 5, rows))[:rows]


def _offer(number: int, families: int, rng: np.random.Generator) -> Offer:
    kind = rng.integers(0, 4)
    if kind == 0:
        return Offer(f"p{number}", int(rng.integers(0, 9)), quota=int(rng.integers(0, families + 1)))
    if kind == 1:
        cost = int(rng.integers(1, 9))
        return Offer(f"p{number}", cost, budget=int(rng.integers(0, cost * families + 1)))
    if kind == 2:
        regions = {code: int(rng.integers(0, families + 1)) for code in range(2)}
        return Offer(f"p{number}", 3, quota=int(rng.integers(0, families + 1)), by_region=regions)
    costs = rng.integers(0, 9, families)
    return Offer(f"p{number}", 0, budget=int(rng.integers(0, int(costs.sum()) + 1)), costs=costs)
