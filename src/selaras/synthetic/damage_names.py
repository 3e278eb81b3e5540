"""Faults in names and names of mothers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from selaras.synthetic import misspell
from selaras.synthetic.columns import Flags, Ints
from selaras.synthetic.draft import Draft

Change = Callable[[str, np.random.Generator], str]


def _apply(draft: Draft, column: str, rows: Ints, change: Change, fault: str) -> None:
    old = draft.texts(column, rows)
    draft.change(column, rows, [change(text, draft.rng) if text else text for text in old], fault)


def names(draft: Draft, limit: int | None) -> None:
    """All faults of `nama` in the order in which they happen on the way into a list; last the width of its column.

    Needs the columns nama, ayah (father's name or null), muslim, gelar (H., HJ. or null), akademik (degree or null), pria.
    """
    faults = draft.faults
    several = draft.frame["nama"].str.contains(" ", literal=True).to_numpy()
    short = rf"(?:^| )(?:{'|'.join(word.replace('.', '[.]') for word in misspell.SHORT)})(?: |$)"
    shortable = draft.frame["nama"].str.contains(short).to_numpy()
    _apply(
        draft, "nama", draft.hit(faults.name_abbreviated, shortable), misspell.abbreviate, "nama_disingkat"
    )
    steps: tuple[tuple[float, Flags | None, Change, str], ...] = (
        (faults.name_dropped, several, misspell.drop, "nama_kurang_kata"),
        (faults.name_old_spelling, None, misspell.old_spelling, "nama_ejaan_lama"),
        (faults.name_phonetic, None, misspell.respell, "nama_ejaan_bunyi"),
        (faults.name_typo, None, misspell.typo, "nama_salah_ketik"),
    )
    for rate, possible, change, fault in steps:
        _apply(draft, "nama", draft.hit(rate, possible), change, fault)
    for rate, change, fault in (
        (faults.name_swapped, misspell.swap, "nama_tertukar"),
        (faults.name_initials, misspell.initials, "nama_inisial"),
        (faults.name_joined, misspell.join, "nama_gabung"),
    ):
        several = draft.frame["nama"].str.contains(" ", literal=True).to_numpy()
        _apply(draft, "nama", draft.hit(rate, several), change, fault)
    _around(draft)
    if limit:
        long = (draft.frame["nama"].str.len_chars() > limit).to_numpy()
        rows = draft.hit(faults.name_truncated, long)
        cut = [(text or "")[:limit].rstrip() for text in draft.texts("nama", rows)]
        draft.change("nama", rows, cut, "nama_terpotong")


def _around(draft: Draft) -> None:
    """BIN and BINTI, H. and HJ., degrees."""
    faults, frame = draft.faults, draft.frame
    rows = draft.hit(faults.name_patronymic, (frame["ayah"].is_not_null() & frame["muslim"]).to_numpy())
    part = draft.frame[rows]
    new = part.select(
        pl.col("nama")
        + pl.when("pria").then(pl.lit(" BIN ")).otherwise(pl.lit(" BINTI "))
        + pl.col("ayah").str.split(" ").list.first()
    ).to_series()
    draft.change("nama", rows, new, "nama_binti")
    rows = draft.hit(faults.name_title, frame["gelar"].is_not_null().to_numpy())
    part = draft.frame[rows]
    draft.change("nama", rows, part.select(pl.col("gelar") + " " + pl.col("nama")).to_series(), "nama_gelar")
    rows = draft.hit(faults.name_degree, frame["akademik"].is_not_null().to_numpy())
    part = draft.frame[rows]
    draft.change(
        "nama", rows, part.select(pl.col("nama") + ", " + pl.col("akademik")).to_series(), "nama_gelar"
    )


def mothers(draft: Draft) -> None:
    """Faults of `nama_ibu`."""
    faults = draft.faults
    rows = draft.hit(faults.mother_missing)
    draft.change("nama_ibu", rows, [None] * len(rows), "ibu_kosong")
    known = draft.frame["nama_ibu"].is_not_null().to_numpy()
    _apply(draft, "nama_ibu", draft.hit(faults.mother_typo / 2, known), misspell.typo, "ibu_salah_ketik")
    _apply(draft, "nama_ibu", draft.hit(faults.mother_typo / 2, known), misspell.respell, "ibu_ejaan_bunyi")
    several = draft.frame["nama_ibu"].str.contains(" ", literal=True).fill_null(value=False).to_numpy()
    _apply(draft, "nama_ibu", draft.hit(faults.name_dropped * 2, several), misspell.drop, "ibu_kurang_kata")
