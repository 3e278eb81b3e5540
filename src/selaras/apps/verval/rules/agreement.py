"""How far an officer's answers and a back-check agree, beyond what chance would give: Cohen's kappa with an interval.

kappa = (p_o - p_e) / (1 - p_e) (Cohen 1960). Its standard error is the one for a kappa that is not zero, of large samples
(Fleiss, Cohen & Everitt 1969, formula 13); the interval of 95 % is kappa ± 1.96 of it, cut to what kappa can be.

Where nearly all answers are the same, p_e is near 1 and kappa falls although hardly anything differs (Feinstein & Cicchetti
1990): then p_o is the figure to read, and `paradox` says so.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

LEAST = 10
_Z = 1.959964
HIGH, LOW = 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement over `n` pairs, `same` of them equal. `kappa` None: under LEAST pairs, or only one answer ever given."""

    n: int
    same: int
    kappa: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def share(self) -> float | None:
        """The share of equal answers."""
        return self.same / self.n if self.n else None

    @property
    def paradox(self) -> bool:
        """Whether kappa is low, or not to be had, although nearly all answers are equal."""
        if self.n < LEAST or not self.n or self.same / self.n < HIGH:
            return False
        return self.kappa is None or self.kappa < LOW


def agreement(pairs: Iterable[tuple[str, str]]) -> Agreement:
    """Of (officer's answer, answer of the back-check)."""
    table = Counter(pairs)
    n = sum(table.values())
    same = sum(count for (one, other), count in table.items() if one == other)
    if n < LEAST:
        return Agreement(n, same)
    rows, columns = Counter[str](), Counter[str]()
    for (one, other), count in table.items():
        rows[one] += count
        columns[other] += count
    values = rows.keys() | columns.keys()
    expected = sum(rows[value] * columns[value] for value in values) / n**2
    if math.isclose(expected, 1.0):
        return Agreement(n, same)
    observed = same / n
    kappa = (observed - expected) / (1 - expected)
    error = _error(table, rows, columns, observed, expected)
    return Agreement(n, same, kappa, max(kappa - _Z * error, -1.0), min(kappa + _Z * error, 1.0))


def _error(
    table: Counter[tuple[str, str]],
    rows: Counter[str],
    columns: Counter[str],
    observed: float,
    expected: float,
) -> float:
    n = sum(table.values())
    inner = outer = 0.0
    for (one, other), count in table.items():
        share = count / n
        if one == other:
            inner += share * ((1 - expected) - (rows[one] + columns[one]) / n * (1 - observed)) ** 2
        else:
            # Column margin of the row's value plus row margin of the column's value.
            outer += share * ((columns[one] + rows[other]) / n) ** 2
    outer *= (1 - observed) ** 2
    rest = (observed * expected - 2 * expected + observed) ** 2
    return math.sqrt(max(inner + outer - rest, 0.0) / n) / (1 - expected) ** 2
