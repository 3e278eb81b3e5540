"""Identity fields that differ between two lists: NIK, name, sex, birth date, village."""

from __future__ import annotations

import numpy as np
import polars as pl

from selaras.engine.compare import found, samename
from selaras.engine.compare import view as view_
from selaras.kernel import names

DUKCAPIL = "dukcapil"


def unmatched(view: view_.View) -> view_.Mask:
    """Faces of Dukcapil that repeat what was sent because nobody was found: they say nothing about the person."""
    if DUKCAPIL not in view.sources:
        return np.zeros(len(view.person), dtype=np.bool_)
    padan = view.values("padan", view.first("padan"))
    silent: view_.Mask = (view.source == view.sources.index(DUKCAPIL)) & (~padan).fill_null(
        value=False
    ).to_numpy()
    return silent


def speaking(view: view_.View, pairs: tuple[view_.Ints, view_.Ints]) -> tuple[view_.Ints, view_.Ints]:
    """The pairs of faces without those that say nothing (see `unmatched`)."""
    silent = unmatched(view)
    kept = ~(silent[pairs[0]] | silent[pairs[1]])
    return pairs[0][kept], pairs[1][kept]


def differing(view: view_.View, pairs: tuple[view_.Ints, view_.Ints]) -> list[pl.DataFrame]:
    """nik_beda (size: digits), nama_beda (size: words), jenis_kelamin_beda, tanggal_lahir_beda (size: days),
    wilayah_beda (size: 1 other village, 2 other kecamatan, 3 other kabupaten or kota)."""
    told = [
        ("nik_beda", "nik", _digits_apart),
        ("jenis_kelamin_beda", "jenis_kelamin", None),
        ("tanggal_lahir_beda", "tanggal_lahir", _days_apart),
        ("wilayah_beda", "kode_desa", _places_apart),
    ]
    parts = []
    for kind, field, measure in told:
        a, b = clashing(view, pairs, field)
        values = [view.values(field, side.positions) for side in (a, b)]
        size = pl.Series([None] * len(a.faces), dtype=pl.Float64) if measure is None else measure(*values)
        shown_a, shown_b = (found.masked(value, field) for value in values)
        parts.append(
            found.persons(view, kind, a, b, field=field, value_a=shown_a, value_b=shown_b, size=size)
        )
    parts.append(_names(view, pairs))
    return parts


def clashing(
    view: view_.View, pairs: tuple[view_.Ints, view_.Ints], field: str
) -> tuple[found.Side, found.Side]:
    """The pairs of faces that both give this field, differently."""
    first = view.first(field)
    a, b = (found.Side(faces, first[faces]) for faces in pairs)
    differs = (view.values(field, a.positions) != view.values(field, b.positions)).fill_null(value=False)
    mask = differs.to_numpy()
    return a.kept(mask), b.kept(mask)


def _digits_apart(a: pl.Series, b: pl.Series) -> pl.Series:
    frame = pl.DataFrame({"a": a, "b": b})
    digits = [
        (pl.col("a").str.slice(at, 1) != pl.col("b").str.slice(at, 1)).cast(pl.Float64) for at in range(16)
    ]
    return frame.select(pl.sum_horizontal(digits).alias("size"))["size"]


def _days_apart(a: pl.Series, b: pl.Series) -> pl.Series:
    return (a - b).dt.total_days().abs().cast(pl.Float64)


def _places_apart(a: pl.Series, b: pl.Series) -> pl.Series:
    same_kecamatan = a.str.slice(0, 8) == b.str.slice(0, 8)
    same_kabupaten = a.str.slice(0, 5) == b.str.slice(0, 5)
    return 3.0 - same_kabupaten.cast(pl.Float64) - same_kecamatan.cast(pl.Float64)


# ---------------------------------------------------------------------------------------------- names


def _names(view: view_.View, pairs: tuple[view_.Ints, view_.Ints]) -> pl.DataFrame:
    """Names that stay different when titles, spelling, the order of words and what `samename` knows are put aside."""
    a, b = clashing(view, pairs, "nama")
    written = [view.values("nama", side.positions) for side in (a, b)]
    distinct = pl.concat(written).unique().drop_nulls()
    standard = _standard(distinct)
    both = pl.DataFrame({"a": written[0], "b": written[1]})
    for side in "ab":
        both = both.join(
            standard.rename({"name": side, "words": f"words_{side}", "joined": f"joined_{side}"}),
            on=side,
            how="left",
            maintain_order="left",
        )
    apart = pl.col("words_a").list.set_symmetric_difference("words_b").list.len()
    judged = both.select(
        "words_a",
        "words_b",
        size=apart.cast(pl.Float64),
        same=(apart == 0) | (pl.col("joined_a") == pl.col("joined_b")),
    )
    unlike = ~judged["same"]
    alike = samename.same(judged.filter(unlike).select(a="words_a", b="words_b"))
    judged = judged.with_columns(judged["same"].scatter(unlike.arg_true(), alike))
    mask = (~judged["same"]).to_numpy()
    shown = [found.masked(value.filter(pl.Series(mask)), "nama") for value in written]
    return found.persons(
        view,
        "nama_beda",
        a.kept(mask),
        b.kept(mask),
        field="nama",
        value_a=shown[0],
        value_b=shown[1],
        size=judged["size"].filter(pl.Series(mask)),
    )


def _standard(distinct: pl.Series) -> pl.DataFrame:
    """name, words (sorted, in standard spelling, without titles, degrees, patronymics), joined (in order)."""
    # Only a name with a degree or a patronymic has to be taken apart one by one.
    marks = "|".join(sorted(names.PATRONYMIC_MARKS))
    intricate = distinct.str.contains(rf"[.,;/()]|\b(?:{marks})\b")
    apart = [names.standard(name).tokens for name in distinct.filter(intricate)]
    taken_apart = pl.DataFrame(
        {"name": distinct.filter(intricate), "word": pl.Series(apart, dtype=pl.List(pl.String))}
    )
    plain = pl.DataFrame({"name": distinct.filter(~intricate)}).with_columns(
        pl.col("name").str.replace_all("['`’‘´]", "").str.extract_all(r"\p{L}+").alias("word")
    )
    # Exploding keeps one row with a null for a name without words.
    words = pl.concat([taken_apart, plain]).explode("word", keep_nulls=True, empty_as_null=True)
    tokens = words["word"].unique().drop_nulls()
    standard = [names.standard_token(names.folded(token)) for token in tokens]
    spelled = pl.DataFrame({"word": tokens, "standard": pl.Series(standard, dtype=pl.String)})
    kept = words.join(spelled, on="word", how="left", maintain_order="left").with_columns(
        pl.when(~pl.col("word").is_in(sorted(names.TITLES))).then("standard").alias("standard")
    )
    return kept.group_by("name", maintain_order=True).agg(
        pl.col("standard").drop_nulls().unique().sort().alias("words"),
        pl.col("standard").drop_nulls().str.join("").alias("joined"),
    )
