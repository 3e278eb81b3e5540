"""Rules about the member rows of one family in one list. A remark about the family as a whole stands at its first row."""

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
_size = pl.format("{} anggota", "_size")

# Head and spouse -----------------------------------------------------------------------------------------------
_relations_known = _c("_relations") == _c("_size")
_rows.family(
    "keluarga_tanpa_kepala", None, (_c("_heads") == 0) & _relations_known & (_c("_named") == 0), _size
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
_head_year = _c("_head_year")
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

# The family as a whole: these read the table of families -------------------------------------------------------
_rows.family("keluarga_banyak_anggota", None, _c("_size") > MANY_MEMBERS, _size)
_rows.family("keluarga_hanya_anak", None, (_c("_ages") == _c("_size")) & (_c("_oldest_age") < 15), _size)
_rows.family("keluarga_dua_desa", "kode_desa", _c("_two_desa"))
_rows.family("keluarga_dua_kk", "kk", _c("_two_kk"), _size)
_rows.family("kk_dua_keluarga", "kk", _c("_kk_elsewhere"))
_rows.family(
    "keluarga_desil_berbeda",
    "desil",
    _c("_desil_low") != _c("_desil_high"),
    pl.format("desil {} sampai {}", "_desil_low", "_desil_high"),
)
_several = (_c("_size") >= 3) & (_c("_births") == _c("_size"))
_rows.family("keluarga_semua_1_januari", "tanggal_lahir", _several & (_c("_new_year_births") == _c("_size")))
_rows.family("keluarga_satu_tanggal_lahir", "tanggal_lahir", _several & _c("_one_birth"), _size)
_rows.family(
    "keluarga_satu_nama",
    "nama",
    _c("_one_name") & _c("_one_birth").ne_missing(other=True) & (_c("_size") >= 2),
    _size,
)
_rows.family(
    "keluarga_baris_terpisah",
    None,
    _c("_apart") & (_c("_apart_share") < SORTED_BY_FAMILY),
    pl.format("{} anggota, dari baris {} sampai baris {}", "_size", "_row_low", "_row_high"),
)

RULES = tuple(_rows)
