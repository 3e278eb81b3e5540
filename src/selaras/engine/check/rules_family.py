"""Rules about the member rows of one family in one list. A remark about the family stands at its first row."""

from __future__ import annotations

import polars as pl

from selaras.engine import tables
from selaras.engine.check import rule

MANY_MEMBERS = 15
YOUNGEST_PARENT = 12
WIDE_GAP = 40
# A list that is not sorted by family at all says nothing about single families.
SORTED_BY_FAMILY = 0.2

_c = pl.col
_rows = rule.Ledger(tables.PERSON_RECORDS)
_first = _c("_family_first")
_size = pl.format("{} anggota", "_size")

# Head and spouse -----------------------------------------------------------------------------------------------
_relations_known = _c("_relations") == _c("_size")
_named = _c("_head_rows_named").fill_null(0)
_rows.row(
    "keluarga_tanpa_kepala", None, _first & (_c("_heads") == 0) & _relations_known & (_named == 0), _size
)
_rows.row(
    "keluarga_dua_kepala",
    "hubungan",
    (_c("_heads") > 1) & (_c("hubungan") == "kepala") & _c("_anggota"),
    pl.format("{} kepala dalam satu keluarga", "_heads"),
)
_is_spouse = _c("hubungan").is_in(["suami", "istri"]) & _c("_anggota")
_rows.row(
    "keluarga_dua_pasangan",
    "hubungan",
    _is_spouse & (_c("_spouses") > 1),
    pl.format("{} pasangan", "_spouses"),
)
_rows.row(
    "pasangan_jenis_kelamin_sama", "jenis_kelamin", _is_spouse & (_c("jenis_kelamin") == _c("_head_sex"))
)

# Generations. Years of age are compared by whole years of birth, so a day more or less says nothing.
_head_year = _c("_head_birth").dt.year()
_younger_by = _c("_birth_year") - _head_year
_plausible = (_head_year >= 1900) & (_c("_birth_year") >= 1900) & _c("_anggota")
_against_head = pl.format("selisih tahun lahir dengan kepala {} tahun", _younger_by)
_rows.row(
    "anak_lebih_tua",
    "tanggal_lahir",
    (_c("hubungan") == "anak") & (_younger_by < YOUNGEST_PARENT) & _plausible,
    _against_head,
)
_rows.row(
    "orangtua_lebih_muda",
    "tanggal_lahir",
    _c("hubungan").is_in(["orangtua", "mertua"]) & (_younger_by > -YOUNGEST_PARENT) & _plausible,
    _against_head,
)
_rows.row(
    "cucu_terlalu_tua",
    "tanggal_lahir",
    (_c("hubungan") == "cucu") & (_younger_by < 2 * YOUNGEST_PARENT) & _plausible,
    _against_head,
)
_rows.row(
    "pasangan_beda_umur_jauh",
    "tanggal_lahir",
    _is_spouse & (_younger_by.abs() > WIDE_GAP) & _plausible,
    _against_head,
)

# The family as a whole -----------------------------------------------------------------------------------------
_rows.row("keluarga_banyak_anggota", None, _first & (_c("_size") > MANY_MEMBERS), _size)
_rows.row(
    "keluarga_hanya_anak", None, _first & (_c("_ages") == _c("_size")) & (_c("_oldest_age") < 15), _size
)
_rows.row("keluarga_dua_desa", "kode_desa", _first & (_c("_desa_low") != _c("_desa_high")))
_rows.row("keluarga_dua_kk", "kk", _first & (_c("_kk_low") != _c("_kk_high")), _size)
_rows.row("kk_dua_keluarga", "kk", _first & _c("_kk_two_families"))
_rows.row(
    "keluarga_desil_berbeda",
    "desil",
    _first & (_c("_desil_low") != _c("_desil_high")),
    pl.format("desil {} sampai {}", "_desil_low", "_desil_high"),
)
_several = (_c("_size") >= 3) & (_c("_births") == _c("_size"))
_rows.row(
    "keluarga_semua_1_januari", "tanggal_lahir", _first & _several & (_c("_new_year_births") == _c("_size"))
)
_one_birth = _several & (_c("_birth_low") == _c("_birth_high"))
_rows.row("keluarga_satu_tanggal_lahir", "tanggal_lahir", _first & _one_birth, _size)
_rows.row("keluarga_satu_nama", "nama", _first & (_c("_size") >= 2) & ~_c("_other_name"), _size)
_apart = (_c("_row_high") - _c("_row_low") + 1 > _c("_size")) & (_c("_sheets") == 1)
_rows.row(
    "keluarga_baris_terpisah",
    None,
    _first & _apart & (_c("_apart_share") < SORTED_BY_FAMILY),
    pl.format("{} anggota, dari baris {} sampai baris {}", "_size", "_row_low", "_row_high"),
)

RULES = tuple(_rows)
