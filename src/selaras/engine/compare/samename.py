"""Whether two names as written may be one and the same: beyond spelling, what a clerk does to a name.

A word counts as the other when it is its initial (S. for SITI), sounds like it (`kernel.names.skeleton`) or differs by one
slip of a key. Names are the same when every word of the shorter one is found in the longer one: lists leave out words.
"""

from __future__ import annotations

import functools

import polars as pl

from selaras.kernel import names

# One letter of four makes other names (RINA, RIMA); of five and more it is mostly a slip (JULIANSYAH, ZULIANSYAH).
_LEAST_FOR_A_SLIP = 5


def same(words: pl.DataFrame) -> pl.Series:
    """Boolean, one per row. `words`: columns a and b, lists of words in standard form; null counts as no word.

    Every distinct pair is looked at once. A name without words is the same as no other.
    """
    sides = [pl.col(side).list.sort().list.join(" ").fill_null("").alias(side) for side in "ab"]
    pairs = words.select(sides)
    distinct = pairs.unique()
    answers = [_same(a.split(), b.split()) for a, b in distinct.iter_rows()]
    known = distinct.with_columns(pl.Series("same", answers, dtype=pl.Boolean))
    return pairs.join(known, on=["a", "b"], how="left", maintain_order="left")["same"]


def _same(one: list[str], other: list[str]) -> bool:
    short, long = sorted((one, other), key=len)
    if not short:
        return False
    return _within(short, long) or _alike("".join(one), "".join(other))


def _within(short: list[str], long: list[str]) -> bool:
    """Each word of `short` has a word of `long` of its own; what fits best is taken first, initials last."""
    left_short, left_long = list(short), list(long)
    for fits in (_equal, _alike, _initial):
        for word in tuple(left_short):
            partner = next((candidate for candidate in left_long if fits(word, candidate)), None)
            if partner is not None:
                left_short.remove(word)
                left_long.remove(partner)
    return not left_short


def _equal(one: str, other: str) -> bool:
    return one == other


def _initial(one: str, other: str) -> bool:
    return one[0] == other[0] and 1 in (len(one), len(other))


# Far fewer words than pairs of them.
_sound = functools.lru_cache(maxsize=1 << 16)(names.skeleton)


def _alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 2:
        return False
    return _one_slip(one, other) or _sound(one) == _sound(other)


def _one_slip(one: str, other: str) -> bool:
    """One letter more, one letter another, or two neighbours swapped."""
    short, long = sorted((one, other), key=len)
    if len(long) < _LEAST_FOR_A_SLIP or len(long) - len(short) > 1:
        return False
    at = next((i for i, letter in enumerate(short) if letter != long[i]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at + 1 : at + 2] + short[at : at + 1] == long[at : at + 2]
    return short[at + 1 :] == long[at + 1 :] or (swapped and short[at + 2 :] == long[at + 2 :])
