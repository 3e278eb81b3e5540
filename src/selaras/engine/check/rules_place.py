"""Rules about where a person or a keluarga lives and about the official decile. The same for both tables."""

from __future__ import annotations

import polars as pl

from selaras.engine import tables
from selaras.engine.check import rule

# RT numbers are given inside a village; a three-digit one that high is a typing slip or another number.
HIGHEST_RT = 200
_c = pl.col


def _rules(table: tables.Table, own: pl.Expr) -> tuple[rule.Rule, ...]:
    """`own` is true for rows that speak for themselves (not the head named in a row of a family sheet, whose place
    is looked at in the row of the family)."""
    rows = rule.Ledger(table)
    code, kecamatan = _c("kode_desa"), _c("kode_kecamatan")
    rows.missing("desa_kosong", "desa", ~_c("_place") & _c("_has_kode_desa") & own)
    rows.missing("desa_tak_dikenali", "kode_desa", code.is_null() & _c("desa").is_not_null() & own)
    rows.row(
        "desa_di_luar_kabupaten",
        "kode_desa",
        (code.str.slice(0, 5) != _c("_kab")) & own,
        pl.format("sebagian besar berkas ini di {}", "_kab"),
    )
    rows.row(
        "desa_beda_kecamatan",
        "kode_desa",
        (code.str.slice(0, 8) != kecamatan) & own,
        pl.format("kode kecamatan {}", "kode_kecamatan"),
    )
    rows.missing("rt_kosong", "rt", _c("rt").is_null() & _c("_has_rt") & own)
    rows.row("rt_mustahil", "rt", ~_c("rt").is_between(1, HIGHEST_RT) & own)
    rows.row("rw_mustahil", "rw", ~_c("rw").is_between(0, HIGHEST_RT) & own)
    rows.missing("desil_kosong", "desil", _c("desil").is_null() & _c("_has_desil") & own)
    rows.row("desil_di_luar_1_10", "desil", ~_c("desil").is_between(1, 10) & own)
    return tuple(rows)


PERSON_RULES = _rules(tables.PERSON_RECORDS, _c("_anggota"))
KELUARGA_RULES = _rules(tables.KELUARGA_RECORDS, pl.lit(value=True))
RULES = PERSON_RULES + KELUARGA_RULES
