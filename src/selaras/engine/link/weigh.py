"""Pattern -> weight, and why: contributions of fields, of what they say together, of vetoes. They add up exactly.

Everything is kept in whole 1/1024 bits. Each pattern's weight is the sum of its contributions, so that the
explanation shown to a family is the calculation itself and not a story about it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.engine.link import comparison, fit

Ints = npt.NDArray[np.int64]
UNIT = 1024
RULE_OF_THUMB = 1000.0  # pairs at which experience and rules weigh the same
UNCORROBORATED = -8.0
PRIOR_NAME = "titik awal"
TOGETHER_NAME = "keterkaitan"


@dataclass(frozen=True, slots=True)
class Weights:
    """`parts`: contribution name -> 1/1024 bits per pattern; `total` their sum; `veto`: index into `veto_names`, -1 none."""

    levels: Ints
    parts: dict[str, Ints]
    total: Ints
    veto: Ints
    veto_names: list[str]
    never: npt.NDArray[np.bool_]


def weigh(levels: Ints, learned: fit.Fit, plan: comparison.Comparison) -> Weights:
    """Contributions of every pattern (rows of `levels`)."""
    parts: dict[str, Ints] = {PRIOR_NAME: np.full(len(levels), _unit(np.array([learned.prior]))[0])}
    for position, (one, bits) in enumerate(zip(plan.fields, learned.field_bits(), strict=True)):
        parts[one.name] = _unit(bits)[levels[:, position]]
    alone = sum(parts.values(), np.zeros(len(levels), np.int64))
    parts[TOGETHER_NAME] = _unit(fit.score(levels, learned, plan)) - alone
    names, fired = vetoes(levels, plan, caution(learned.seen))
    veto = np.full(len(levels), -1, dtype=np.int64)
    for number, (name, against, mask) in enumerate(fired):
        parts[f"veto:{name}"] = np.where(mask, int(against * UNIT), 0)
        veto = np.where((veto < 0) & mask, number, veto)
    forbidden = [_holds(levels, one, plan) for one in plan.vetoes if one.never]
    never = np.any(forbidden, axis=0) if forbidden else np.zeros(len(levels), dtype=bool)
    return Weights(levels, parts, sum(parts.values(), np.zeros(len(levels), np.int64)), veto, names, never)


def _unit(bits: npt.NDArray[np.float64]) -> Ints:
    return np.rint(bits * UNIT).astype(np.int64)


def caution(seen: float) -> float:
    """How much heavier vetoes weigh: eight times with no pairs to learn from, once with many. A model of fifty pairs
    knows nothing of twins; the rule does."""
    return 1.0 + 7.0 * RULE_OF_THUMB / (RULE_OF_THUMB + seen)


def vetoes(
    levels: Ints, compare: comparison.Comparison, times: float
) -> tuple[list[str], list[tuple[str, float, npt.NDArray[np.bool_]]]]:
    """Every named veto with the patterns it fires on, the comparison's own first, then corroboration.
    `times`: how much heavier than written."""
    fired = [(veto.name, veto.bits * times, _holds(levels, veto, compare)) for veto in compare.vetoes]
    fired.append(("tanpa_penguat", UNCORROBORATED * times, ~corroborated(levels, compare)))
    return [name for name, _, _ in fired], fired


def _holds(levels: Ints, veto: comparison.Veto, compare: comparison.Comparison) -> npt.NDArray[np.bool_]:
    mask = np.ones(len(levels), dtype=bool)
    for name, labels in veto.conditions:
        position = compare.position(name)
        known = ["", *(level.label for level in compare.fields[position].levels)]
        mask &= np.isin(levels[:, position], [known.index(label) for label in labels])
    return mask


def corroborated(levels: Ints, plan: comparison.Comparison) -> npt.NDArray[np.bool_]:
    """Whether something agrees outside the columns of every single rule that could have made the pair."""
    agree, equal = {}, {}
    for position, one in enumerate(plan.fields):
        grades = [""] + [level.grade for level in one.levels]
        agree[one.name] = np.isin(grades, ["sama", "mirip"])[levels[:, position]] & (not one.weak)
        equal[one.name] = np.array([grade == "sama" for grade in grades])[levels[:, position]]
    good = np.ones(len(levels), dtype=bool)
    for rule in plan.rules if plan.corroborate else ():
        outside, made = np.zeros(len(levels), dtype=bool), np.ones(len(levels), dtype=bool)
        for name, mask in agree.items():
            if name in rule.fields:
                made &= equal[name]
            else:
                outside |= mask
        good &= outside | ~made
    return good


def patterns(codes: Ints, weights: Weights, compare: comparison.Comparison) -> pl.DataFrame:
    """Contract PATTERNS: one row per pattern and contribution; contributions of 0 bits without a level are left out."""
    frames = []
    fields = {field.name: position for position, field in enumerate(compare.fields)}
    for name, part in weights.parts.items():
        if name in fields:
            position = fields[name]
            words = np.array(
                ["tidak ada", *(level.label for level in compare.fields[position].levels)], dtype=object
            )
            keep = weights.levels[:, position] > 0
            label = words[weights.levels[:, position]][keep]
        else:
            keep = part != 0
            label = np.full(int(keep.sum()), _meaning(name), dtype=object)
        frames.append(
            pl.DataFrame({
                "pattern": codes[keep], "comparison": pl.Series([name] * int(keep.sum()), dtype=pl.String),
                "level": pl.Series(label.tolist(), dtype=pl.String), "bits": part[keep] / UNIT,
            })
        )  # fmt: skip
    return pl.concat(frames).sort("pattern", maintain_order=True)


def _meaning(name: str) -> str:
    if name == PRIOR_NAME:
        return "berapa sering calon pasangan memang satu orang"
    if name.startswith("veto:"):
        return "berlaku"
    return "ciri yang memang sering berbarengan, misalnya pada orang serumah"
