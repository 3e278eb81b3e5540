"""Expectation-maximisation on pattern counts: how much each agreement says, learned from the data themselves.

Fellegi-Sunter: the weight of a pattern is log2 of how much likelier it is among pairs of one person than among the
other candidates, prior included, so weight 0 means "as likely as not". First every field on its own, then fields
that hang together as one (name, birth date and NIK of twins; KK and address of families that moved). A cell of a
joint table is shrunk to the product of its fields. Only comparisons between cells where the same fields are present are
made, so a missing value says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selaras.engine.link import comparison

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
ANCHOR = 30.0  # pseudo-pairs that hold a field near its starting values
SHRINK = 50.0  # pseudo-pairs that hold a joint cell near the product of its fields
FLOOR = 1e-7
ROUNDS = 25


@dataclass(frozen=True, slots=True)
class Fit:
    """m, u: per field, share of each level (index 0 = missing, unused). joint: per joint, log2 ratio per cell."""

    prior: float
    m: list[Floats]
    u: list[Floats]
    joint: list[Floats]

    def field_bits(self) -> list[Floats]:
        bits = []
        for m, u in zip(self.m, self.u, strict=True):
            one = np.log2(m / u)
            one[0] = 0.0
            bits.append(one)
        return bits


def learn(levels: Ints, counts: Ints, compare: comparison.Comparison, before: Fit | None = None) -> Fit:
    """Fit on distinct patterns: `levels` (patterns x fields) with how many pairs show each."""
    anchor = (
        [_start(field, "m") for field in compare.fields],
        [_start(field, "u") for field in compare.fields],
    )
    weight = counts.astype(np.float64)
    if before is None:
        share = _independent_share(levels, weight, anchor)
    else:
        share = _share(score(levels, before, compare))
    fitted = before
    for _ in range(ROUNDS):
        fitted = _step(levels, weight, share, anchor, compare)
        share = _share(score(levels, fitted, compare))
    assert fitted is not None
    return fitted


def _independent_share(levels: Ints, weight: Floats, anchor: tuple[list[Floats], list[Floats]]) -> Floats:
    """Share of one-person pairs per pattern after EM with every field on its own."""
    (m, u), prior = anchor, 0.3
    for _ in range(ROUNDS):
        share = _share(_independent(levels, m, u) + np.log2(prior / (1 - prior)))
        m, u = (
            _estimate(levels, weight * share, anchor[0]),
            _estimate(levels, weight * (1 - share), anchor[1]),
        )
        prior = _prior(weight, share)
    return _share(_independent(levels, m, u) + np.log2(prior / (1 - prior)))


def _step(
    levels: Ints,
    weight: Floats,
    share: Floats,
    anchor: tuple[list[Floats], list[Floats]],
    compare: comparison.Comparison,
) -> Fit:
    m, u = _estimate(levels, weight * share, anchor[0]), _estimate(levels, weight * (1 - share), anchor[1])
    tables = [
        _joint(levels, weight, share, [compare.position(name) for name in joint], (m, u))
        for joint in compare.joints
    ]
    return Fit(_prior(weight, share), m, u, tables)


def score(levels: Ints, fit: Fit, compare: comparison.Comparison) -> Floats:
    """Weight in bits of every pattern, prior included, before vetoes."""
    bits = fit.field_bits()
    grouped = {compare.position(name) for joint in compare.joints for name in joint}
    total = np.full(len(levels), np.log2(fit.prior / (1 - fit.prior)))
    for position in range(len(compare.fields)):
        if position not in grouped:
            total += bits[position][levels[:, position]]
    for joint, table in zip(compare.joints, fit.joint, strict=True):
        total += table[cell(levels, [compare.position(name) for name in joint], fit.m)]
    return total


def _start(field: comparison.Field, which: str) -> Floats:
    values = np.array([0.0] + [getattr(level, which) for level in field.levels])
    values /= values.sum()
    values[0] = 1.0
    return values


def _independent(levels: Ints, m: list[Floats], u: list[Floats]) -> Floats:
    total = np.zeros(len(levels))
    for position in range(levels.shape[1]):
        total += (np.log2(m[position]) - np.log2(u[position]))[levels[:, position]]
    return total


def _share(bits: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp2(-np.clip(bits, -60, 60)))


def _prior(weight: Floats, share: Floats) -> float:
    return float((weight @ share + 3.0) / (weight.sum() + 10.0))


def _estimate(levels: Ints, weight: Floats, start: list[Floats]) -> list[Floats]:
    result = []
    for position, begin in enumerate(start):
        seen = np.bincount(levels[:, position], weight, minlength=len(begin))
        seen[0] = 0.0
        anchored = seen + ANCHOR * begin
        anchored[0] = 0.0
        anchored = np.maximum(anchored / anchored.sum(), FLOOR)
        anchored[0] = 1.0
        result.append(anchored)
    return result


def cell(levels: Ints, group: list[int], sizes: list[Floats]) -> Ints:
    """Number of the joint cell each pattern falls into."""
    number = np.zeros(len(levels), dtype=np.int64)
    for position in group:
        number = number * len(sizes[position]) + levels[:, position]
    return number


def _joint(
    levels: Ints, weight: Floats, share: Floats, group: list[int], margins: tuple[list[Floats], list[Floats]]
) -> Floats:
    m, u = margins
    where = cell(levels, group, m)
    product_m, product_u, mask = _products(group, m, u)
    size = len(mask)
    table = []
    for part, product in ((share, product_m), (1 - share, product_u)):
        seen = np.bincount(where, weight * part, minlength=size)
        total = np.bincount(mask, seen, minlength=mask.max() + 1)[mask]
        table.append((seen + SHRINK * product) / (total + SHRINK))
    bits: Floats = np.log2(np.maximum(table[0], 1e-12)) - np.log2(np.maximum(table[1], 1e-12))
    return np.clip(bits, -40.0, 40.0)


def _products(group: list[int], m: list[Floats], u: list[Floats]) -> tuple[Floats, Floats, Ints]:
    """Product of the fields' shares per cell, and which fields are missing in it, as a number."""
    product_m, product_u, mask = np.ones(1), np.ones(1), np.zeros(1, dtype=np.int64)
    for position in group:
        product_m = np.outer(product_m, m[position]).ravel()
        product_u = np.outer(product_u, u[position]).ravel()
        present = (np.arange(len(m[position])) > 0).astype(np.int64)
        mask = (mask[:, None] * 2 + present[None, :]).ravel()
    return product_m, product_u, mask
