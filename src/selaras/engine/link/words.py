"""Words of a column, standardised once per distinct value: names, places, addresses, numbers written as text.

A column becomes a number per row and one dictionary. Two rows with the same number wrote the same thing once titles,
old spelling and abbreviations are taken away. All numbers follow the order of the standard text, so they do not
depend on the order of rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from selaras.kernel import names

SLOTS = 6  # tokens kept of one entry, the rarest first dropped last; longer names keep their first six
MISSING_TOKEN = 0
_DEGREES_LAST = rf"(?: (?:{'|'.join(sorted(names.DEGREES))}))+$"
_PATRONYMIC = rf" (?:{'|'.join(sorted(names.PATRONYMIC_MARKS))}) .*$"


@dataclass(frozen=True, slots=True)
class Dictionary:
    """`codes`: Int32 per row of the column (null where the row says nothing). `entries`: one row per distinct text.

    entries: id, text, joined (without spaces), n tokens, t1.. token ids, w1.. bits of a token, s1.. tokens,
    info (bits of the whole entry), sk (id of the skeleton), k3 (first three letters of the telling token's skeleton).
    """

    codes: pl.Series
    entries: pl.DataFrame


def names_column(column: pl.Series) -> Dictionary:
    """Names of people: titles, degrees and bin/binti dropped, variants folded, tokens kept apart.

    The same rules as `kernel.names.standard`, written over columns: only distinct pieces pass through Python.
    """
    distinct = column.drop_nulls().unique().sort()
    folded = distinct.str.to_uppercase().str.replace_all(r"['`’‘ʼ´]", "").str.replace_all(r"[\s,;/()]+", " ")
    pieces = _map_tokens(folded.str.split(" "), _piece).list.join(" ")
    text = pieces.str.replace(_DEGREES_LAST, "").str.replace(_PATRONYMIC, "")
    split = text.str.split(" ")
    tokens = _map_tokens(split, names.standard_token)
    nothing_but_titles = tokens.list.len() == 0
    if nothing_but_titles.any():
        tokens = pl.select(pl.when(nothing_but_titles).then(_not_empty(split)).otherwise(tokens)).to_series()
    return _dictionary(column, distinct, tokens, skeletons=True)


def plain_names_column(column: pl.Series) -> Dictionary:
    """Names of people elsewhere: tokens as written, with a sound for blocking."""
    distinct = column.drop_nulls().unique().sort()
    return _dictionary(column, distinct, _split(distinct), skeletons=True)


def text_column(column: pl.Series) -> Dictionary:
    """Places, streets, occupations: words as they are."""
    distinct = column.drop_nulls().unique().sort()
    return _dictionary(column, distinct, _split(distinct), skeletons=False)


def _split(distinct: pl.Series) -> pl.Series:
    clean = distinct.str.to_uppercase().str.replace_all(r"['`’]", "").str.replace_all(r"[^\p{L}0-9]+", " ")
    return _not_empty(clean.str.split(" "))


def _not_empty(tokens: pl.Series) -> pl.Series:
    return tokens.list.eval(pl.element().filter(pl.element() != ""))


def digits_column(column: pl.Series) -> Dictionary:
    """Numbers of any length and codes: letters and digits only, one word."""
    distinct = column.cast(pl.String).drop_nulls().unique().sort()
    tokens = _not_empty(distinct.str.to_uppercase().str.replace_all(r"[^A-Z0-9]+", "").str.split(" "))
    return _dictionary(column.cast(pl.String), distinct, tokens, skeletons=False)


def _piece(piece: str) -> str:
    """A piece between spaces: a degree with dots goes, "M.ALI" becomes two tokens."""
    tokens = names.tokens(piece)
    if "." in piece.strip(".") and "".join(tokens) in names.DEGREES:
        return ""
    return " ".join(tokens)


def _map_tokens(tokens: pl.Series, rule: Callable[[str], str]) -> pl.Series:
    """Every distinct token once through `rule`; tokens that become empty are dropped."""
    distinct = tokens.explode().drop_nulls().unique().sort()
    new = pl.Series([rule(token) for token in distinct.to_list()], dtype=pl.String)
    replaced = tokens.list.eval(pl.element().replace_strict(distinct, new, default=""))
    return _not_empty(replaced)


def _dictionary(column: pl.Series, distinct: pl.Series, tokens: pl.Series, *, skeletons: bool) -> Dictionary:
    text = tokens.list.join(" ")
    raw = pl.DataFrame({"raw": distinct, "text": text, "tokens": tokens}).filter(pl.col("text") != "")
    entries = (
        raw.select("text", "tokens").unique("text", keep="first").sort("text").with_row_index("id", offset=1)
    )
    entries = entries.with_columns(pl.col("id").cast(pl.Int32))
    keyed = raw.select("raw", "text").join(
        entries.select("id", "text"), on="text", how="left", maintain_order="left"
    )
    codes = pl.DataFrame({"raw": column}).join(
        keyed.select("raw", "id"), on="raw", how="left", maintain_order="left"
    )["id"]
    counts = codes.drop_nulls().value_counts().rename({codes.name: "id"})
    entries = entries.join(counts, on="id", how="left", maintain_order="left")
    return Dictionary(codes, _describe(entries, len(column), skeletons=skeletons))


def _describe(entries: pl.DataFrame, rows: int, *, skeletons: bool) -> pl.DataFrame:
    tokens = entries.select("id", "count", "tokens").explode("tokens", empty_as_null=False)
    table = tokens.group_by("tokens").agg(pl.col("count").sum()).sort("tokens").with_row_index("t", offset=1)
    bits = -np.log2((table["count"].to_numpy() + 1.0) / (rows + 2.0))
    skeleton = (
        pl.Series([names.skeleton(token) for token in table["tokens"].to_list()], dtype=pl.String)
        if skeletons
        else table["tokens"]
    )
    table = table.with_columns(
        pl.col("t").cast(pl.Int32),
        w=pl.Series(bits).cast(pl.Float32),
        skeleton=skeleton,
        generic=_generic(table["tokens"]),
    )
    slots = entries["tokens"].list
    wide = {}
    lookup = table.select("tokens", "t", "w")
    for slot in range(SLOTS):
        token = pl.DataFrame({"tokens": slots.get(slot, null_on_oob=True)})
        found = token.join(lookup, on="tokens", how="left", maintain_order="left")
        wide[f"t{slot + 1}"] = found["t"].fill_null(MISSING_TOKEN)
        wide[f"w{slot + 1}"] = found["w"].fill_null(0.0)
        wide[f"s{slot + 1}"] = token["tokens"].fill_null("")
    out = entries.drop("tokens").with_columns(
        joined=pl.col("text").str.replace_all(" ", "", literal=True),
        n=entries["tokens"].list.len().clip(upper_bound=SLOTS).cast(pl.Int8),
        **wide,
    )
    info = sum((out[f"w{slot + 1}"] for slot in range(1, SLOTS)), start=out["w1"])
    return out.with_columns(info=info, **_keys(entries["tokens"], table))


def _generic(tokens: pl.Series) -> pl.Series:
    """Tokens that begin many names and tell little: the telling token is looked for behind them."""
    return tokens.is_in(
        ["MUHAMMAD", "SITI", "NUR", "AHMAD", "ABDUL", "SRI", "MARIA", "ANDI", "NI", "I", "LA", "WA"]
    )


def _keys(tokens: pl.Series, table: pl.DataFrame) -> dict[str, pl.Series]:
    """Skeleton of the whole entry as an id, and the first three letters of the telling token's as a number."""
    skeleton = tokens.list.eval(pl.element().replace_strict(table["tokens"], table["skeleton"], default=""))
    # list.sort is slow on words; sorting the exploded rows is not.
    pieces = pl.DataFrame({"at": np.arange(len(tokens)), "sound": skeleton}).explode(
        "sound", empty_as_null=True
    )
    whole = (
        pieces.sort("at", "sound")
        .group_by("at", maintain_order=True)
        .agg(pl.col("sound").str.join(""))["sound"]
    )
    sk = whole.rank("dense").cast(pl.Int32)
    generic = tokens.list.eval(pl.element().replace_strict(table["tokens"], table["generic"], default=False))
    first = generic.list.arg_min().fill_null(0)
    first = pl.select(pl.when(generic.list.all()).then(skeleton.list.len() - 1).otherwise(first)).to_series()
    telling = skeleton.list.get(first, null_on_oob=True).fill_null("")
    k3 = telling.str.slice(0, 3).rank("dense").cast(pl.Int32)
    last = skeleton.list.get(-1, null_on_oob=True).fill_null("")
    return {"sk": sk, "k3": k3, "l3": last.str.slice(0, 3).rank("dense").cast(pl.Int32)}
