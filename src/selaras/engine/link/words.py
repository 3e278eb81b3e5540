"""Words of a column, standardised once per distinct value: names, places, addresses, numbers written as text.

A column becomes a number per row and one dictionary. Two rows with the same number wrote the same thing once titles,
old spelling and abbreviations are taken away. Numbers follow the order of the standard text, so they do not depend on
the order of rows; rows that come later (`extend`) get numbers behind the known ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from selaras.kernel import names

SLOTS = 6  # tokens compared of one entry; longer ones are compared by their first six
_DEGREES_LAST = rf"(?: (?:{'|'.join(sorted(names.DEGREES))}))+$"
_PATRONYMIC = rf" (?:{'|'.join(sorted(names.PATRONYMIC_MARKS))}) .*$"
# Tokens that begin many names and tell little: the telling token is looked for behind them.
_GENERIC = ("MUHAMMAD", "SITI", "NUR", "AHMAD", "ABDUL", "SRI", "MARIA", "ANDI", "NI", "I", "LA", "WA")


@dataclass(frozen=True, slots=True)
class Dictionary:
    """codes: Int32 per row of the column, null where it says nothing. entries: one row per distinct standard text.

    entries: id, text, joined (without spaces), n tokens, t1.. digests of tokens (0 = none), w1.. bits of a token,
    s1.. tokens, info (bits of the whole entry), sk (digest of the sound), k3, l3 (first three letters of the sound of
    the telling and of the last token, as numbers). tokens: token, w.
    """

    codes: pl.Series
    entries: pl.DataFrame
    tokens: pl.DataFrame


def build(column: pl.Series, kind: str) -> Dictionary:
    """The dictionary of a whole column. `kind`: name, latin, text or digits."""
    raw = _standard(column, kind)
    entries = raw.select("text", "tokens").unique("text", keep="first").sort("text")
    entries = entries.with_columns(id=pl.int_range(1, entries.height + 1, dtype=pl.Int32))
    codes = _codes(column, raw, entries)
    counts = codes.drop_nulls().value_counts().rename({codes.name: "id"})
    counted = entries.join(counts, on="id", how="left", maintain_order="left").explode(
        "tokens", empty_as_null=False
    )
    tokens = counted.group_by("tokens").agg(pl.col("count").sum()).sort("tokens")
    bits = -np.log2((tokens["count"].to_numpy() + 1.0) / (len(column) + 2.0))
    tokens = tokens.select("tokens", w=pl.Series(bits, dtype=pl.Float32))
    return Dictionary(codes, _describe(entries, tokens, kind), tokens)


def extend(column: pl.Series, kind: str, known: Dictionary, rows: int) -> Dictionary:
    """Codes of further rows. `entries` and `tokens` of the result are the new ones only; `rows`: rows so far."""
    raw = _standard(column, kind)
    texts = raw.select("text", "tokens").unique("text", keep="first").sort("text")
    fresh = texts.join(known.entries.select("text"), on="text", how="anti", maintain_order="left")
    last = int(known.entries["id"].max() or 0)  # type: ignore[arg-type]
    fresh = fresh.with_columns(id=pl.int_range(last + 1, last + 1 + fresh.height, dtype=pl.Int32))
    both = pl.concat([known.entries.select("id", "text"), fresh.select("id", "text")])
    seen = fresh.select(pl.col("tokens").explode().unique().sort()).drop_nulls()
    unseen = seen.join(known.tokens, on="tokens", how="anti", maintain_order="left")
    unseen = unseen.with_columns(w=pl.lit(np.log2(rows + 2.0) - 1.0, dtype=pl.Float32))
    tokens = pl.concat([known.tokens, unseen])
    return Dictionary(_codes(column, raw, both), _describe(fresh, tokens, kind), unseen)


# ------------------------------------------------------------------------------------------------ standard text


def _standard(column: pl.Series, kind: str) -> pl.DataFrame:
    """raw, tokens, text: every distinct value of the column that says something."""
    raw = column.cast(pl.String).drop_nulls().unique().sort()
    tokens = _TOKENS[kind](raw)
    frame = pl.DataFrame({"raw": raw, "tokens": tokens, "text": tokens.list.join(" ")})
    return frame.filter(pl.col("text") != "")


def _codes(column: pl.Series, raw: pl.DataFrame, entries: pl.DataFrame) -> pl.Series:
    keyed = raw.select("raw", "text").join(entries.select("id", "text"), on="text", how="left")
    values = pl.DataFrame({"raw": column.cast(pl.String)})
    return values.join(keyed.select("raw", "id"), on="raw", how="left", maintain_order="left")["id"]


def _name_tokens(distinct: pl.Series) -> pl.Series:
    """Titles, degrees and bin/binti dropped, variants folded: `kernel.names.standard` over a column, so that only
    distinct pieces pass through Python."""
    folded = distinct.str.to_uppercase().str.replace_all(r"['`’‘ʼ´]", "").str.replace_all(r"[\s,;/()]+", " ")
    pieces = _mapped(folded.str.split(" "), _piece).list.join(" ")
    split = pieces.str.replace(_DEGREES_LAST, "").str.replace(_PATRONYMIC, "").str.split(" ")
    tokens = _mapped(split, names.standard_token)
    nothing_but_titles = tokens.list.len() == 0
    if nothing_but_titles.any():
        tokens = pl.select(pl.when(nothing_but_titles).then(_not_empty(split)).otherwise(tokens)).to_series()
    return tokens


def _plain_tokens(distinct: pl.Series) -> pl.Series:
    clean = distinct.str.to_uppercase().str.replace_all(r"['`’]", "").str.replace_all(r"[^\p{L}0-9]+", " ")
    return _not_empty(clean.str.split(" "))


def _one_token(distinct: pl.Series) -> pl.Series:
    return _not_empty(distinct.str.to_uppercase().str.replace_all(r"[^A-Z0-9]+", "").str.split(" "))


_TOKENS: dict[str, Callable[[pl.Series], pl.Series]] = {
    "name": _name_tokens,
    "latin": _plain_tokens,
    "text": _plain_tokens,
    "digits": _one_token,
}


def _not_empty(tokens: pl.Series) -> pl.Series:
    return tokens.list.eval(pl.element().filter(pl.element() != ""))


def _piece(piece: str) -> str:
    """A piece between spaces: a degree with dots goes, "M.ALI" becomes two tokens."""
    tokens = names.tokens(piece)
    if "." in piece.strip(".") and "".join(tokens) in names.DEGREES:
        return ""
    return " ".join(tokens)


def _mapped(tokens: pl.Series, rule: Callable[[str], str]) -> pl.Series:
    """Every distinct token once through `rule`; tokens that become empty are dropped."""
    distinct = tokens.explode().drop_nulls().unique().sort()
    new = pl.Series([rule(token) for token in distinct.to_list()], dtype=pl.String)
    return _not_empty(tokens.list.eval(pl.element().replace_strict(distinct, new, default="")))


# ------------------------------------------------------------------------------------------------ what is kept of it


def digest(text: pl.Series) -> pl.Series:
    """A positive number per text, the same in every run of this version of polars; null where there is no text."""
    number = (text.hash(seed=7) // 2).cast(pl.Int64)
    return pl.select(pl.when(text.is_not_null()).then(number)).to_series()


def _describe(entries: pl.DataFrame, tokens: pl.DataFrame, kind: str) -> pl.DataFrame:
    """`entries` (id, text, tokens) with everything a comparison needs."""
    sounds = tokens["tokens"].to_list()
    if kind in ("name", "latin"):
        sounds = [names.skeleton(token) for token in sounds]
    table = tokens.with_columns(
        t=digest(tokens["tokens"]),
        sound=pl.Series(sounds, dtype=pl.String),
        generic=pl.col("tokens").is_in(_GENERIC),
    )
    out = {"joined": entries["text"].str.replace_all(" ", "", literal=True)}
    info = pl.zeros(entries.height, dtype=pl.Float32, eager=True)
    for slot in range(SLOTS):
        token = pl.DataFrame({"tokens": entries["tokens"].list.get(slot, null_on_oob=True)})
        found = token.join(table.select("tokens", "t", "w"), on="tokens", how="left", maintain_order="left")
        out[f"t{slot + 1}"] = found["t"].fill_null(0)
        out[f"w{slot + 1}"] = found["w"].fill_null(0.0)
        out[f"s{slot + 1}"] = token["tokens"].fill_null("")
        info = info + out[f"w{slot + 1}"]
    count = entries["tokens"].list.len().clip(upper_bound=SLOTS).cast(pl.Int8)
    return entries.select("id", "text").with_columns(
        n=count, info=info, **out, **_sounds(entries["tokens"], table)
    )


def _sounds(tokens: pl.Series, table: pl.DataFrame) -> dict[str, pl.Series]:
    """Digest of the sound of the whole entry whatever the order of its tokens; first letters of two tokens' sounds."""
    sounds = tokens.list.eval(pl.element().replace_strict(table["tokens"], table["sound"], default=""))
    # list.sort is slow on words; sorting the exploded rows is not.
    pieces = pl.DataFrame({"at": np.arange(len(tokens)), "sound": sounds}).explode(
        "sound", empty_as_null=True
    )
    whole = (
        pieces.sort("at", "sound")
        .group_by("at", maintain_order=True)
        .agg(pl.col("sound").str.join(""))["sound"]
    )
    generic = tokens.list.eval(pl.element().replace_strict(table["tokens"], table["generic"], default=False))
    all_generic = generic.list.all()
    at = pl.select(
        pl.when(all_generic).then(tokens.list.len() - 1).otherwise(generic.list.arg_min())
    ).to_series()
    return {
        "sk": digest(whole),
        "k3": _letters(sounds.list.get(at.fill_null(0), null_on_oob=True)),
        "l3": _letters(sounds.list.get(-1, null_on_oob=True)),
    }


def _letters(sounds: pl.Series) -> pl.Series:
    return (digest(sounds.fill_null("").str.slice(0, 3)) // 2**32).cast(pl.Int32)
