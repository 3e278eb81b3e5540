"""Shares with their interval: numerator, denominator, and how far the truth may be from what was counted.

Wilson's score interval (Wilson 1927; Brown, Cai & DasGupta 2001 recommend it for small groups): it stays between 0 and 1 and does
not shrink to a point where nobody or everybody was counted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

# Two-sided 95 %.
Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of`, with the ends of its interval, all as shares between 0 and 1."""

    count: int
    of: int
    share: float
    low: float
    high: float


def share(count: int, of: int, z: float = Z) -> Share | None:
    """The share with its interval; None of an empty group, where nothing can be said.

    Raises ValueError where `count` is not within 0 and `of`.
    """
    if not 0 <= count <= of:
        raise ValueError(f"{count} is no part of {of}")
    if of == 0:
        return None
    p, squared = count / of, z * z
    middle = (p + squared / (2 * of)) / (1 + squared / of)
    half = z / (1 + squared / of) * math.sqrt(p * (1 - p) / of + squared / (4 * of * of))
    # Of nobody and of everybody the end is exact; rounding would leave a hair.
    low = 0.0 if count == 0 else max(middle - half, 0.0)
    high = 1.0 if count == of else min(middle + half, 1.0)
    return Share(count, of, p, low, high)
