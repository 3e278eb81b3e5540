"""The pools names are drawn from: tokens of data/nama.toml with Zipf weights, by group, sex and generation."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import polars as pl

from selaras.synthetic import region
from selaras.synthetic.columns import Flags, Floats, Ints

# Shares of spellings under which a Muhammad is registered (assumption; first token shares: DOMAIN.md section 10).
PREFIXES: dict[str, dict[str, float]] = {
    "l_muda": {
        "MUHAMMAD": 0.135, "MUHAMAD": 0.03, "MOHAMMAD": 0.012, "M.": 0.02, "MUH.": 0.014, "MOH.": 0.006,
        "MOCHAMMAD": 0.004, "AHMAD": 0.035, "ACHMAD": 0.01, "ABDUL": 0.02, "NUR": 0.01,
    },
    "l_tua": {
        "MUHAMMAD": 0.03, "MUHAMAD": 0.012, "M.": 0.02, "MUH.": 0.012, "MOH.": 0.01, "AHMAD": 0.025,
        "ACHMAD": 0.012, "ABDUL": 0.055, "ABD.": 0.01,
    },
    "p_muda": {"SITI": 0.045, "NUR": 0.05, "NURUL": 0.02, "SRI": 0.012},
    "p_tua": {"SITI": 0.11, "ST.": 0.012, "NUR": 0.045, "SRI": 0.035},
}  # fmt: skip
MUSLIM = ("kutai", "jawa", "bugis", "muslim_ntt")
EASTERN = ("timor", "rote", "sabu", "flores", "alor", "sumba")
# Shares of names of one, two and three tokens (assumption; single names are common: DOMAIN.md section 10).
LENGTHS = {
    ("jawa", False): (0.72, 0.26, 0.02),
    ("jawa", True): (0.10, 0.58, 0.32),
    ("kutai", False): (0.55, 0.41, 0.04),
    ("kutai", True): (0.13, 0.60, 0.27),
    ("bugis", False): (0.58, 0.38, 0.04),
    ("bugis", True): (0.20, 0.60, 0.20),
}


@dataclass(frozen=True)
class Pool:
    """Token numbers (into `vocabulary`) with weights, for one group, sex and generation."""

    prefix: Ints
    prefix_weight: Floats
    first: Ints
    first_weight: Floats
    later: Ints
    later_weight: Floats
    length: Floats
    marga: Ints
    marga_weight: Floats
    marga_share: float


@functools.cache
def _data() -> dict[str, Any]:
    return region.load_settings("nama.toml")


def _split(text: str) -> list[str]:
    return [token.replace("_", " ") for token in text.split()]


def _built(kind: str) -> list[str]:
    """Tokens joined from beginnings and endings, in an order in which early pairs are common."""
    part = _data()["rakit"][kind]
    starts, ends = part["awal"].split(), part["akhir"].split()
    ranked = sorted(product(enumerate(starts), enumerate(ends)), key=lambda pair: pair[0][0] + pair[1][0])
    return [start + end for (_, start), (_, end) in ranked]


@functools.cache
def _numbered() -> dict[str, int]:
    words: list[str] = []
    for prefixes in PREFIXES.values():
        words += prefixes
    for name, part in _data().items():
        if name == "rakit":
            for kind in part:
                words += _built(kind)
            continue
        for text in part.values():
            words += _split(text) if isinstance(text, str) else []
    return {word: number for number, word in enumerate(sorted(set(words)))}


def vocabulary() -> pl.Series:
    """Every token, in alphabetical order; its place is its number."""
    return pl.Series(list(_numbered()), dtype=pl.String)


def next_token(tokens: Ints) -> Ints:
    """The next token in the alphabet: often similar, as names of twins are."""
    return np.minimum(tokens + 1, len(_numbered()) - 1)


@functools.cache
def _stuttering() -> frozenset[tuple[int, int]]:
    """Pairs of token and prefix that no name has: NUR NURHAYATI."""
    words = {word for prefixes in PREFIXES.values() for word in prefixes}
    return frozenset(
        (number, _numbered()[word])
        for token, number in _numbered().items()
        for word in words
        if token.startswith(word.rstrip("."))
    )


def begins_with(tokens: Ints, prefixes: Ints) -> Flags:
    """Where the token already begins with the prefix. Shape of both."""
    pairs = np.array(sorted(_stuttering()), np.int64)
    size = len(_numbered())
    return np.isin(tokens * size + prefixes, pairs[:, 0] * size + pairs[:, 1]) & (prefixes >= 0)


def _mixture(parts: list[tuple[list[str], float]], exponent: float) -> tuple[Ints, Floats]:
    """Tokens with Zipf weights; each list gets its share of the whole."""
    numbers: list[int] = []
    weights: list[Floats] = []
    for tokens, share in parts:
        if tokens:
            rank = np.arange(len(tokens)) + 2.5
            weight = rank**-exponent
            weights.append(share * weight / weight.sum())
            numbers += [_numbered()[token] for token in tokens]
    return np.array(numbers, np.int64), np.concatenate(weights)


def _built_for(group: str, key: str) -> list[str]:
    if group == "jawa":
        return (
            _built("jawa_l" if key[0] == "l" else "jawa_p")
            if key.endswith("tua")
            else _built("wati" if key[0] == "p" else "ansyah")
        )
    if key[0] == "p":
        return _built("wati")
    return _built("uddin") if key == "l_tua" else _built("ansyah")


@functools.cache
def pool(group: str, female: bool, modern: bool) -> Pool:  # noqa: FBT001
    """The pool of a group of region.GROUPS."""
    data = _data()
    key = ("p" if female else "l") + ("_muda" if modern else "_tua")
    source = "ntt" if group in EASTERN else ("bugis" if group == "muslim_ntt" else group)
    own = _split(data[source][key])
    elder = _split(data[source][key[0] + "_tua"])
    shared = _split(data["islam"][key]) if group in MUSLIM else []
    built = _built_for(group, key) if group in MUSLIM else []
    first = _mixture(
        [(own, 0.42 if shared else 0.9), (shared, 0.33), (built, 0.25), ([] if shared else elder, 0.1)], 0.72
    )
    if "belakang" in data[source]:
        later = _mixture([(_split(data[source]["belakang"]), 1.0)], 0.6)
    else:
        later = _mixture([(own, 0.3), (shared, 0.4), (built, 0.2), (elder, 0.1)], 0.66)
    prefixes = PREFIXES[key] if group in MUSLIM else {}
    if group == "jawa" and not modern:
        prefixes = {word: share * 0.4 for word, share in prefixes.items()}
    marga_text = data["marga"].get(group, data[source].get("marga", ""))
    marga = (
        _mixture([(_split(marga_text), 1.0)], 0.75) if marga_text else (np.zeros(0, np.int64), np.zeros(0))
    )
    default = (
        (0.0, 0.85, 0.15) if source == "bali" else (0.55, 0.36, 0.09) if not modern else (0.2, 0.55, 0.25)
    )
    return Pool(
        prefix=np.array([-1, *(_numbered()[word] for word in prefixes)], np.int64),
        prefix_weight=np.array([max(0.0, 1 - sum(prefixes.values())), *prefixes.values()]),
        first=first[0],
        first_weight=first[1],
        later=later[0],
        later_weight=later[1],
        length=np.array(LENGTHS.get((group, modern), default)),
        marga=marga[0],
        marga_weight=marga[1],
        marga_share={"dayak": 0.82, "toraja": 0.8, "muslim_ntt": 0.4}.get(group, 0.97),
    )
