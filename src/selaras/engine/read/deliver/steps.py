"""Steps that several sources need after their columns were taken."""

from __future__ import annotations

import polars as pl

from selaras.engine.read.deliver import codes, words
from selaras.engine.read.deliver.draft import Draft

LEAST_DIGITS = 10
"""Of a malformed KK number that still tells families apart."""
NO_SEX = "pasangan_tanpa_jenis_kelamin"


def spouse_by_sex(draft: Draft) -> None:
    """Forms with one answer for "istri/suami": the sex in the row decides; without a sex it stays unsaid.

    "Orang tua/mertua" is taken as orangtua, the generation being what matters, and the sheet says so once.
    """
    if "hubungan" not in draft.has:
        return
    relation = draft.frame["hubungan"]
    sex = draft.frame["jenis_kelamin"] if "jenis_kelamin" in draft.has else pl.Series([None] * len(relation))
    frame = pl.DataFrame({"relation": relation, "sex": sex.cast(pl.String)})
    spouse = pl.col("relation") == words.ISTRI_SUAMI
    decided = (
        pl.when(spouse & (pl.col("sex") == "P"))
        .then(pl.lit("istri"))
        .when(spouse & (pl.col("sex") == "L"))
        .then(pl.lit("suami"))
        .when(pl.col("relation") == words.ORANGTUA_MERTUA)
        .then(pl.lit("orangtua"))
        .when(~spouse)
        .then("relation")
    )
    seen = frame.select(
        decided.alias("hubungan"),
        (spouse & pl.col("sex").is_null()).fill_null(value=False).alias("open"),
        (pl.col("relation") == words.ORANGTUA_MERTUA).fill_null(value=False).alias("parent"),
    )
    draft.put("hubungan", seen["hubungan"])
    draft.noted("hubungan", NO_SEX, seen["open"])
    draft.noted("hubungan", codes.PARENT, seen["parent"])


def family_or_kk(draft: Draft) -> None:
    """`family_ref` is the list's own family id, or the KK number where there is none.

    A KK number with a digit too few still tells whose family a row belongs to: it is kept as written for that, and for
    nothing else. Stand-ins ("0", "-") and numbers a spreadsheet damaged would throw families together.
    """
    own = pl.col("family_ref") if "family_ref" in draft.has else pl.lit(None, dtype=pl.String)
    number = pl.col("kk") if "kk" in draft.has else pl.lit(None, dtype=pl.String)
    texts = draft.mapped.texts("kk")
    frame = draft.frame
    if texts is None or "kk_status" not in draft.has:
        draft.frame = frame.with_columns(pl.coalesce(own, number).alias("family_ref"))
        return
    digits = pl.col("_kk_text").str.replace_all(r"\D", "")
    written = pl.when((pl.col("kk_status") == "malformed") & (digits.str.len_chars() >= LEAST_DIGITS)).then(
        digits
    )
    frame = frame.with_columns(texts.alias("_kk_text")).with_columns(
        pl.coalesce(own, number, written).alias("family_ref")
    )
    draft.frame = frame.drop("_kk_text")
