"""Expectation-maximisation on pattern counts: how much each agreement says, learned from the data themselves.

Fellegi-Sunter, but with more than two kinds of candidate pairs. Members of a household share KK, address, mother and
family; counted one by one as signs of one person they would link brothers. So there are pairs of one person (who
stayed, who moved) and pairs of two (of one household, strangers). Within a kind agreements nearly are independent.
Fields that hang together even there (name, birth date and NIK of twins) form a joint table, shrunk to the product of
its fields. A missing value says nothing.

The weight of a pattern is log2 of how much likelier it is among pairs of one person than among the others, prior
included, so that 0 means "as likely as not" whatever the number of records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selaras.engine.link import comparison

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
ANCHOR = 100.0  # pseudo-pairs that hold a field near its starting values
SHRINK = 50.0  # pseudo-pairs that hold a joint cell near the product of its fields
FEW = 200.0  # pseudo-pairs that hold the shares of the kinds near where they start
FLOOR = 1e-7
ORIGIN = "asal"
ROUNDS = 30
START_ROUNDS = 12
START_ANCHOR = 1000.0  # likewise for the simple fits a fit starts from: with few pairs they must not wander
SETTLED = 1e-4  # largest change of a kind's share after which a fit stands
# Where the shares of the kinds start: one person | two people.
TWO = (0.40, 0.60)
FOUR = (0.35, 0.05, 0.25, 0.35)  # stayed, moved | of one household, strangers


@dataclass(frozen=True, slots=True)
class Fit:
    """One entry per kind of pair; the first half of the kinds are pairs of one person.

    shares: how frequent each kind is. fields[kind][field]: log2 share of each level (index 0, missing: 0).
    joints[kind][joint]: log2 share of each cell. margins[0], margins[1]: field shares among pairs of one person, others.
    """

    shares: Floats
    fields: list[list[Floats]]
    joints: list[list[Floats]]
    margins: tuple[list[Floats], list[Floats]]
    seen: float  # pairs it was learned from

    @property
    def prior(self) -> float:
        """Log2 odds that a candidate pair is one person."""
        half = len(self.shares) // 2
        return float(np.log2(self.shares[:half].sum() / self.shares[half:].sum()))

    def field_bits(self) -> list[Floats]:
        """What each level says on its own."""
        return [np.log2(m) - np.log2(u) for m, u in zip(*self.margins, strict=True)]


def learn(levels: Ints, counts: Ints, plan: comparison.Comparison, before: Fit | None = None) -> Fit:
    """Fit on distinct patterns: `levels` (patterns x fields) with how many pairs show each. `before`: where to start."""
    weight = counts.astype(np.float64)
    belong = _start(levels, weight, plan) if before is None else belongs(levels, before, plan)
    anchors = _anchors(plan)
    fitted = _step(levels, weight, belong, anchors, plan)
    for _ in range(ROUNDS):
        belong = belongs(levels, fitted, plan)
        after = _step(levels, weight, belong, anchors, plan)
        change = float(np.abs(after.shares - fitted.shares).max())
        fitted = after
        if change < SETTLED:
            break
    return fitted


def score(levels: Ints, fitted: Fit, plan: comparison.Comparison) -> Floats:
    """Weight in bits of every pattern, prior included, before vetoes."""
    logs = _logs(levels, fitted, plan)
    half = len(logs) // 2
    return _log_sum(logs[:half]) - _log_sum(logs[half:])


def belongs(levels: Ints, fitted: Fit, plan: comparison.Comparison) -> Floats:
    """Share of each pattern's pairs that belongs to each kind (kinds x patterns)."""
    logs = _logs(levels, fitted, plan)
    shares: Floats = np.exp2(logs - _log_sum(logs)[None, :])
    return shares


def cell(levels: Ints, group: Sequence[int], sizes: Sequence[Floats]) -> Ints:
    """Number of the joint cell each pattern falls into."""
    number = np.zeros(len(levels), dtype=np.int64)
    for position in group:
        number = number * len(sizes[position]) + levels[:, position]
    return number


def for_completed(levels: Ints, counts: Ints, fitted: Fit, plan: comparison.Comparison) -> Fit:
    """The fit with the level of the field `asal` that marks pairs no rule had made: the kinds of pairs are mixed
    differently among them. Only their shares are estimated, on their own patterns (`levels`, level `asal` set)."""
    at = plan.position(ORIGIN)
    weight = counts.astype(np.float64)
    logs = _logs(levels, _with_origin(fitted, at, np.zeros(len(fitted.shares))), plan)
    shares = fitted.shares
    # Few such pairs: rather two people than one.
    anchor = shares * np.where(np.arange(len(shares)) < len(shares) // 2, 0.1, 1.0)
    anchor /= anchor.sum()
    for _ in range(ROUNDS):
        moved = logs + np.log2(shares / fitted.shares)[:, None]
        belong = np.exp2(moved - _log_sum(moved)[None, :])
        shares = (belong @ weight + 20.0 * anchor) / (weight.sum() + 20.0)
    return _with_origin(fitted, at, np.log2(shares / fitted.shares))


def _with_origin(fitted: Fit, at: int, bits: Floats) -> Fit:
    fields = [
        [*own[:at], np.array([0.0, one]), *own[at + 1 :]]
        for own, one in zip(fitted.fields, bits, strict=True)
    ]
    half = len(bits) // 2
    sides = []
    for side, part in zip(fitted.margins, (slice(0, half), slice(half, None)), strict=True):
        share = (fitted.shares[part] * np.exp2(bits[part])).sum() / fitted.shares[part].sum()
        sides.append([*side[:at], np.array([1.0, share]), *side[at + 1 :]])
    return Fit(fitted.shares, fields, fitted.joints, (sides[0], sides[1]), fitted.seen)


def _groups(plan: comparison.Comparison) -> list[list[int]]:
    return [[plan.position(name) for name in joint] for joint in plan.joints]


def _logs(levels: Ints, fitted: Fit, plan: comparison.Comparison) -> Floats:
    groups = _groups(plan)
    cells = [cell(levels, group, fitted.fields[0]) for group in groups]
    alone = [at for at in range(levels.shape[1]) if not any(at in group for group in groups)]
    logs = np.repeat(np.log2(fitted.shares)[:, None], len(levels), axis=1)
    for at in alone:
        logs += np.stack([own[at] for own in fitted.fields])[:, levels[:, at]]
    for number, where in enumerate(cells):
        logs += np.stack([own[number] for own in fitted.joints])[:, where]
    return logs


def _log_sum(logs: Floats) -> Floats:
    top = logs.max(axis=0)
    summed: Floats = top + np.log2(np.exp2(logs - top[None, :]).sum(axis=0))
    return summed


# ------------------------------------------------------------------------------------------------ where a fit starts


def _distribution(values: Sequence[float]) -> Floats:
    """Shares of the levels; index 0 (missing) counts for nothing and is kept at 1."""
    shares: Floats = np.maximum(np.array([0.0, *values]), FLOOR)
    shares /= shares[1:].sum()
    shares[0] = 1.0
    return shares


def _anchors(plan: comparison.Comparison) -> list[list[Floats]]:
    """Starting shares per kind and field: a household's fields go by household, all others by person."""
    m = [_distribution([level.m for level in field.levels]) for field in plan.fields]
    u = [_distribution([level.u for level in field.levels]) for field in plan.fields]
    if not plan.household:
        return [m, u]
    house = [field.name in plan.household for field in plan.fields]
    same = [m[at] if house[at] or field.name in plan.alike else u[at] for at, field in enumerate(plan.fields)]
    moved = [u[at] if home else m[at] for at, home in enumerate(house)]
    return [m, moved, same, u]


def _start(levels: Ints, weight: Floats, plan: comparison.Comparison) -> Floats:
    """Who belongs where, from two simple fits: is it one person (by name, date, NIK ...); is it one household."""
    person = [at for at, field in enumerate(plan.fields) if field.name not in plan.household]
    one = _two_kinds(levels, weight, plan, person)
    if not plan.household:
        return np.stack([one, 1 - one])
    house = [at for at, field in enumerate(plan.fields) if field.name in plan.household]
    home = _two_kinds(levels, weight, plan, house)
    return np.stack([one * home, one * (1 - home), (1 - one) * home, (1 - one) * (1 - home)])


def _two_kinds(levels: Ints, weight: Floats, plan: comparison.Comparison, fields: list[int]) -> Floats:
    """Share of "the same" per pattern, after EM with the named fields, each on its own."""
    anchor_m = [_distribution([level.m for level in plan.fields[at].levels]) for at in fields]
    anchor_u = [_distribution([level.u for level in plan.fields[at].levels]) for at in fields]
    m, u, prior = anchor_m, anchor_u, 0.4
    some = levels[:, fields]
    share = np.full(len(levels), 0.5)
    for _ in range(START_ROUNDS):
        bits = np.full(len(levels), np.log2(prior / (1 - prior)))
        for at in range(len(fields)):
            bits += (np.log2(m[at]) - np.log2(u[at]))[some[:, at]]
        share = 1.0 / (1.0 + np.exp2(-np.clip(bits, -60, 60)))
        m = [_estimate(some[:, at], weight * share, anchor_m[at], START_ANCHOR) for at in range(len(fields))]
        u = [
            _estimate(some[:, at], weight * (1 - share), anchor_u[at], START_ANCHOR)
            for at in range(len(fields))
        ]
        prior = float((weight @ share + 0.4 * FEW) / (weight.sum() + FEW))
    return share


# ------------------------------------------------------------------------------------------------ one round


def _step(
    levels: Ints, weight: Floats, belong: Floats, anchors: list[list[Floats]], plan: comparison.Comparison
) -> Fit:
    start = np.array(FOUR if plan.household else TWO)
    mass = belong @ weight
    shares = (mass + FEW * start) / (mass.sum() + FEW)
    count = range(levels.shape[1])
    groups = _groups(plan)
    home = [field.name in plan.household for field in plan.fields]
    half = len(anchors) // 2
    # Whether someone moved has nothing to do with how their name or NIK is mistyped: one estimate for both kinds.
    # Without it "moved" would drift towards people of two families that were once wrongly linked.
    one_person = belong[:half].sum(axis=0) * weight
    fields, joints = [], []
    for kind, anchor in enumerate(anchors):
        part = weight * belong[kind]
        own = [
            _estimate(levels[:, at], one_person if kind < half and not home[at] else part, anchor[at])
            for at in count
        ]
        joints.append([_joint(levels, one_person if kind < half else part, group, own) for group in groups])
        fields.append([np.log2(one) for one in own])
    margins = (
        [_mixed([np.exp2(fields[k][at]) for k in range(half)], shares[:half]) for at in count],
        [_mixed([np.exp2(fields[k][at]) for k in range(half, 2 * half)], shares[half:]) for at in count],
    )
    return Fit(shares, fields, joints, margins, float(weight.sum()))


def _mixed(parts: list[Floats], shares: Floats) -> Floats:
    mixed: Floats = sum(
        (part * share for part, share in zip(parts, shares, strict=True)), np.zeros(len(parts[0]))
    )
    mixed /= shares.sum()
    return mixed


def _estimate(column: Ints, weight: Floats, anchor: Floats, hold: float = ANCHOR) -> Floats:
    shares: Floats = np.maximum(np.bincount(column, weight, minlength=len(anchor)) + hold * anchor, FLOOR)
    shares /= shares[1:].sum()
    shares[0] = 1.0
    return shares


def _joint(levels: Ints, weight: Floats, group: list[int], own: list[Floats]) -> Floats:
    """Log2 share of every cell among the cells where the same fields are present."""
    product, mask = np.ones(1), np.zeros(1, dtype=np.int64)
    for at in group:
        product = np.outer(product, own[at]).ravel()
        present = (np.arange(len(own[at])) > 0).astype(np.int64)
        mask = (mask[:, None] * 2 + present[None, :]).ravel()
    seen = np.bincount(cell(levels, group, own), weight, minlength=len(product))
    total = np.bincount(mask, seen)[mask]
    return np.log2(np.maximum((seen + SHRINK * product) / (total + SHRINK), FLOOR**2))
