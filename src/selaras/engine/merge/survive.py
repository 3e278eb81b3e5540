"""One value out of many, for a million groups at once.

A `Ledger` holds the rows of all groups side by side: rows of one group stand together, in the order of their key.
`winners` removes candidates criterion by criterion (`authority.Rule.order`) and leaves one row per group. Everything
is integer work on whole columns; the value itself is fetched at the end from the row that won, so no value can come
out that did not go in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.engine import gathering
from selaras.engine.merge import authority
from selaras.kernel import joint

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
NOBODY = gathering.NOWHERE
_WITH_EVERY_FIELD = ("rid", "krid")  # asked with each field: which row its value came from


@dataclass(frozen=True, slots=True)
class Ledger:
    """Rows of several frames one below the other (`frames`), sorted by group.

    order    position in the frames, by sorted position
    group    dense number of the group, by sorted position, ascending
    ids      id of each group, by number
    source   number of the source in `sources`; edition: rank of the edition in `editions` (higher is newer)
    padan    1 yes, 0 no, -1 not said
    """

    frames: tuple[pl.DataFrame, ...]
    order: Ints
    group: Ints
    ids: pl.Series
    source: Ints
    sources: tuple[str, ...]
    edition: Ints
    editions: tuple[str, ...]
    padan: Ints
    _tiers: dict[authority.Rule, Ints] = field(default_factory=dict)
    _numbered: dict[str, Ints] = field(default_factory=dict)
    _kept: dict[str, pl.Series] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.ids)

    def column(self, name: str) -> pl.Series:
        """A column over all frames, in their order; null where a frame does not have it."""
        if len(self.frames) == 1:
            return self.frames[0][name]
        if name not in self._kept:
            dtype = next(frame[name].dtype for frame in self.frames if name in frame.columns)
            parts = [
                frame[name]
                if name in frame.columns
                else pl.Series(name, [None], dtype).new_from_index(0, frame.height)
                for frame in self.frames
            ]
            joined = pl.concat(parts, rechunk=True)
            if name not in _WITH_EVERY_FIELD:
                return joined
            self._kept[name] = joined
        return self._kept[name]

    def numbered(self, name: str) -> Ints:
        """A column as numbers by sorted position: equal values, equal numbers; NOBODY for null. Kept for later."""
        if name not in self._numbered:
            self._numbered[name] = _numbers(self.column(name))[0][self.order]
        return self._numbered[name]

    def take(self, name: str, winners: Ints) -> pl.Series:
        """The value of a column in the winning row of each group; null where nobody won."""
        rows = np.where(winners == NOBODY, NOBODY, self.order[winners]) if len(self.order) else winners
        return gathering.at(self.column(name), rows)


def ledger(frames: Sequence[pl.DataFrame], group: pl.Series) -> Ledger:
    """Put rows in groups. `group` names the group of each row of all frames, null for rows that take no part.

    Frames need source, edition; rows of one group keep the order they have in the frames.
    """
    keys = pl.concat([frame.select("source", "edition", _padan(frame)) for frame in frames])
    ids = group.drop_nulls().unique().sort()
    number = group.cast(pl.Enum(ids)).to_physical().cast(pl.Int64).fill_null(NOBODY).to_numpy()
    taking_part = np.flatnonzero(number != NOBODY)
    order = taking_part[np.argsort(number[taking_part], kind="stable")]
    source, sources = _numbers(keys["source"])
    edition, editions = _numbers(keys["edition"])
    return Ledger(
        frames=tuple(frames),
        order=order,
        group=number[order],
        ids=ids,
        source=source[order],
        sources=sources,
        edition=edition[order],
        editions=editions,
        padan=keys["padan"].to_numpy()[order],
    )


def _padan(frame: pl.DataFrame) -> pl.Expr:
    if "padan" not in frame.columns:
        return pl.lit(NOBODY, pl.Int64).alias("padan")
    return pl.col("padan").cast(pl.Int64).fill_null(NOBODY)


def _numbers(words: pl.Series) -> tuple[Ints, tuple[str, ...]]:
    known = words.unique().drop_nulls().sort()
    return words.cast(pl.Enum(known)).to_physical().cast(pl.Int64).fill_null(NOBODY).to_numpy(), tuple(known)


def winners(
    rows: Ledger, name: str, rule: authority.Rule, *, doubtful: Mask | None = None, along: Ints | None = None
) -> Ints:
    """The sorted position of the row that gives `name` to each group, or NOBODY.

    doubtful   by sorted position: values that do not look right by themselves (criterion "wajar")
    along      winners of the field `rule.along`: only rows with the same value there are candidates
    """
    values = rows.column(name)
    if values.null_count() == len(values):
        return np.full(rows.size, NOBODY, dtype=np.int64)
    candidates = np.flatnonzero(values.is_not_null().to_numpy()[rows.order])
    tier = _tier(rows, values, rule)
    candidates = candidates[tier[candidates] != NOBODY]
    if along is not None and rule.along is not None:
        candidates = _alike(rows, rule.along, along, candidates)
    everyone = candidates
    for criterion in rule.order:
        if len(starts(rows.group[candidates])) == len(candidates):
            break  # one candidate each: nothing left to decide
        if criterion == "otoritas":
            key = -tier[candidates]
        elif criterion == "edisi":
            key = rows.edition[candidates]
        elif criterion == "wajar":
            key = _sound(rows, values, rule, doubtful)[candidates]
        else:
            key = _agreement(rows, values, everyone, candidates)
        candidates = best(rows.group[candidates], candidates, key)
    return first_of_each(rows, candidates)


def starts(groups: Ints) -> Ints:
    """Where a new group begins in an ascending list of group numbers."""
    return np.flatnonzero(np.concatenate(([True], groups[1:] != groups[:-1]))) if len(groups) else groups


def best(group: Ints, candidates: Ints, key: Ints) -> Ints:
    """The candidates whose key is the highest in their group. All three run side by side, groups ascending."""
    if not len(candidates):
        return candidates
    begins = starts(group)
    lengths = np.diff(np.append(begins, len(candidates)))
    kept: Mask = key == np.repeat(np.maximum.reduceat(key, begins), lengths)
    chosen: Ints = candidates[kept]
    return chosen


def first_of_each(rows: Ledger, candidates: Ints) -> Ints:
    """By number of the group its first candidate, or NOBODY."""
    found = np.full(rows.size, NOBODY, dtype=np.int64)
    first = candidates[starts(rows.group[candidates])]
    found[rows.group[first]] = first
    return found


def _matches(rows: Ledger, values: pl.Series, mention: authority.Mention) -> Mask:
    mask = np.ones(len(rows.order), dtype=np.bool_)
    if mention.source != "*":
        known = rows.sources.index(mention.source) if mention.source in rows.sources else -2
        mask &= rows.source == known
    if mention.padan is not None:
        mask &= rows.padan == int(mention.padan)
    if mention.value is not None:
        equal = (values.cast(pl.String) == mention.value).fill_null(value=False)
        mask &= equal.to_numpy()[rows.order]
    return mask


def _tier(rows: Ledger, values: pl.Series, rule: authority.Rule) -> Ints:
    """Number of the tier of each row, 0 the strongest, NOBODY for a row that may not give this field.

    Where several mentions fit a row, the most exact one counts: a source by name before *, then the one with more
    conditions.
    """
    if rule in rows._tiers:
        return rows._tiers[rule]
    tier = np.full(len(rows.order), NOBODY, dtype=np.int64)
    mentions = [(number, mention) for number, tier_ in enumerate(rule.tiers) for mention in tier_]
    for number, mention in sorted(mentions, key=lambda entry: entry[1].exactness, reverse=True):
        tier[(tier == NOBODY) & _matches(rows, values, mention)] = number
    if not any(mention.value for _, mention in mentions):
        rows._tiers[rule] = tier
    return tier


def _sound(rows: Ledger, values: pl.Series, rule: authority.Rule, doubtful: Mask | None) -> Ints:
    doubt = np.zeros(len(rows.order), dtype=np.bool_) if doubtful is None else doubtful.copy()
    for mention in rule.doubtful:
        doubt |= _matches(rows, values, mention)
    return 1 - doubt.astype(np.int64)


def _alike(rows: Ledger, leader: str, along: Ints, candidates: Ints) -> Ints:
    """Candidates whose row has the leader's winning value, or whose group has no such value at all."""
    number = rows.numbered(leader)
    wanted = np.where(along == NOBODY, NOBODY, number[along] if len(number) else along)[
        rows.group[candidates]
    ]
    alike: Ints = candidates[(wanted == NOBODY) | (number[candidates] == wanted)]
    return alike


def _agreement(rows: Ledger, values: pl.Series, everyone: Ints, candidates: Ints) -> Ints:
    """How many sources of its group say the value of each candidate, or one that may be true with it
    (`kernel.joint`); of two said equally often the narrower one is higher. Counted only where candidates differ."""
    key = np.zeros(len(candidates), dtype=np.int64)
    if not len(candidates):
        return key
    begins = starts(rows.group[candidates])
    lengths = np.diff(np.append(begins, len(candidates)))
    first = np.repeat(candidates[begins], lengths)
    differs = (values[rows.order[candidates]] != values[rows.order[first]]).to_numpy()
    disputed = np.zeros(rows.size, dtype=np.bool_)
    disputed[rows.group[candidates[differs]]] = True
    asked = np.flatnonzero(disputed[rows.group[candidates]])
    if not len(asked):
        return key
    voters = everyone[disputed[rows.group[everyone]]]
    said = values[rows.order[voters]]
    word = said.rank("dense").to_numpy().astype(np.int64) - 1
    count = int(word.max()) + 1
    words = (
        said.gather(np.unique(word, return_index=True)[1]) if values.name in joint.COVERS else said.clear()
    )
    group, source = rows.group[voters], rows.source[voters]
    ballots = (group * count + word) * len(rows.sources) + source
    for one, other in _compatible(values.name, words) if values.name in joint.COVERS else ():
        speaks = np.flatnonzero(word == one)
        ballots = np.append(ballots, (group[speaks] * count + other) * len(rows.sources) + source[speaks])
    ballots.sort(kind="stable")  # groups stand in order: runs to be merged
    spoken = ballots[starts(ballots)] // len(rows.sources)
    first = starts(spoken)
    sources = np.diff(np.append(first, len(spoken)))
    spoken = spoken[first]
    # Candidates are voters too, and both stand in ascending order.
    own = np.searchsorted(voters, candidates[asked])
    key[asked] = 2 * sources[np.searchsorted(spoken, group[own] * count + word[own])]
    if values.name in joint.COVERS:
        key[asked] += ~words.is_in(list(joint.COVERS[values.name])).to_numpy()[word[own]]
    return key


def _compatible(name: str, words: pl.Series) -> list[tuple[int, int]]:
    """Who says "seng" does not contradict "seng_atau_asbes", and the other way round: each speaks for both. Pairs of numbers of `words`."""
    number = {word: at for at, word in enumerate(words)}
    return [
        (number[one], number[other])
        for one, other in sorted(joint.pairs(name))
        if one in number and other in number
    ]
