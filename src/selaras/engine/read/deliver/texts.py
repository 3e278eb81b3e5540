"""Columns of free text, fast: most cells are clean already, so only the others go through `values`.

`values.words` and `values.as_written` are the plain truth; a test holds these equal to them.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from selaras.engine.read import values

# What `values.squeeze` would change besides leading and trailing spaces.
_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\ufeff"
_SPACES += "".join(chr(code) for code in range(0x2000, 0x200B))
_UNCLEAN = ["  ", "'", *_SPACES]
_LONGEST_NOTHING = max(map(len, values.NOTHING))


def words(texts: pl.Series) -> pl.Series:
    """`values.words`: spaces folded, upper case, null for nothing."""
    return _by_need(texts, values.words, pl.col("t").str.to_uppercase())


def as_written(texts: pl.Series) -> pl.Series:
    """`values.as_written`: spaces folded, null for nothing."""
    return _by_need(texts, values.as_written, pl.col("t"))


def _by_need(texts: pl.Series, plain: Callable[[pl.Series], pl.Series], clean: pl.Expr) -> pl.Series:
    """`plain` where a cell needs it, the cheap `clean` elsewhere."""
    frame = texts.cast(pl.String).rename("t").to_frame()
    edge = pl.col("t").str.starts_with(" ") | pl.col("t").str.ends_with(" ")
    # Short cells may be one of the ways to write nothing: "-", "NULL", "KOSONG".
    short = pl.col("t").str.len_bytes() <= _LONGEST_NOTHING
    seen = frame.select(
        clean.alias("t"),
        (pl.col("t").str.contains_any(_UNCLEAN) | edge | short).fill_null(value=False).alias("n"),
    )
    need = seen["n"]
    several = int(need.sum())
    if several == 0:
        return seen["t"].alias(texts.name)
    odd = frame["t"].filter(need).unique()
    answers = plain(odd)
    patched = frame["t"].filter(need).replace_strict(odd, answers, return_dtype=pl.String)
    where = need.arg_true()
    return seen["t"].scatter(where, patched).alias(texts.name)
