"""Rules about NIK and KK number of a person record.

The shape was judged when the cell was read (`kernel.nomor`). What can be seen beyond the shape is a reason to look,
never to refuse: a NIK is for life and stays as it is even when the birth date inside it is wrong (PP 40/2019 art.
30(2)), and its region is where the person was first registered, so another regency is no remark at all.
"""

from __future__ import annotations

import polars as pl

from selaras.engine import tables
from selaras.engine.check import nik_columns, rule
from selaras.kernel import kk, nik

_c = pl.col
_rows = rule.Ledger(tables.PERSON_RECORDS)

# Numbers that are not there or cannot be used. A missing column is one remark for the sheet (rules_sheet).
_rows.row("nik_kosong", "nik", (_c("nik_status") == "empty") & _c("_has_nik_status"))
_rows.row("nik_pengganti", "nik", _c("nik_status") == "placeholder")
_rows.row("nik_bentuk", "nik", _c("nik_status") == "malformed")
_rows.missing("nik_rusak", "nik", (_c("nik_status") == "damaged") & ~_c("_nik_column_damaged"))
_own = _c("_anggota")
_rows.row("kk_kosong", "kk", (_c("kk_status") == "empty") & _c("_has_kk_status") & _own)
_rows.row("kk_pengganti", "kk", (_c("kk_status") == "placeholder") & _own)
_rows.row("kk_bentuk", "kk", (_c("kk_status") == "malformed") & _own)
_rows.missing("kk_rusak", "kk", (_c("kk_status") == "damaged") & ~_c("_kk_column_damaged") & _own)


def _two(name: str) -> pl.Expr:
    return _c(name).cast(pl.String).str.zfill(2)


_in_nik = pl.format("menurut NIK {}-{}-{}", _two("_nik_day"), _two("_nik_month"), _two("_nik_year"))
_swapped = (_c("_nik_day") == _c("_birth_month")) & (_c("_nik_month") == _c("_birth_day"))
_same_day = (_c("_nik_day") == _c("_birth_day")) & (_c("_nik_month") == _c("_birth_month"))
_same_year = _c("_nik_year") == _c("_birth_year") % 100
_how = (
    pl.when(_swapped & _same_year)
    .then(pl.lit("; hari dan bulan tertukar"))
    .when(_same_day)
    .then(pl.lit("; hanya tahunnya berbeda"))
    .otherwise(pl.lit(""))
)
_rows.row(
    nik.LAHIR_BEDA,
    "tanggal_lahir",
    _c("_nik_date_possible") & ~(_same_day & _same_year),
    pl.concat_str(_in_nik, _how),
)
_rows.row(
    nik.JENIS_KELAMIN_BEDA,
    "jenis_kelamin",
    _c("_nik_sex") != _c("jenis_kelamin"),
    pl.format("menurut NIK {}", "_nik_sex"),
)
_rows.row(nik.TANGGAL_TAK_LAZIM, "nik", ~_c("_nik_date_possible"), _in_nik)
_rows.row(
    nik.ABAD_RANCU, "nik", _c("_nik_century_open") & _c("tanggal_lahir").is_null() & _c("_has_tanggal_lahir")
)
_rows.row(nik.WILAYAH_TAK_DIKENAL, "nik", _c("_nik_region_unknown"))

_woman_day = _c("_kk_day").is_between(41, 71)
_rows.row(kk.SEPERTI_NIK, "kk", _woman_day & _own)
_rows.row(kk.TANGGAL_TAK_LAZIM, "kk", ~_woman_day & ~_c("_kk_registered") & _own)
_rows.row(kk.WILAYAH_TAK_DIKENAL, "kk", _c("_kk_region_unknown") & _own)

# One number in two columns, and numbers that belong to somebody else.
_rows.row("nik_sama_dengan_kk", "nik", _c("_nik") == _c("_kk"))
_fits = _same_day & _same_year
# Both numbers are region + date + small serial: a NIK that fits its owner may equal a KK number by chance.
_rows.row("nik_adalah_kk_lain", "nik", _c("_nik_is_kk") & ~_fits.fill_null(value=False))
_kk_fits = (
    (pl.when(_woman_day).then(_c("_kk_day") - nik_columns.WOMEN).otherwise(_c("_kk_day")) == _c("_birth_day"))
    & (_c("_kk_month") == _c("_birth_month"))
    & (_c("_kk_year") == _c("_birth_year") % 100)
    & (_woman_day == (_c("jenis_kelamin") == "P"))
)
_rows.row("nik_kk_tertukar", "nik", _kk_fits & ~_fits & _own)

_copied = (_c("_nik") == _c("_head_nik")) & (_c("hubungan") != "kepala")
_within_copy = _c("_nik_one_family") & (_c("_nik") == _c("_head_nik")) & ~_c("_nik_same")
_times = pl.format("{} baris, dari baris {} sampai baris {}", "_nik_rows", "_nik_first", "_nik_last")
_many = (_c("_nik_rows") >= 5) & ~_c("_nik_one_family")
_rows.row("nik_kepala_disalin", "nik", _copied & ~_c("_nik_same"), _times)
_rows.row("nik_ganda", "nik", _c("_nik_same"), _times)
_rows.row("nik_dua_orang", "nik", ~_c("_nik_same") & ~_many & ~_within_copy.fill_null(value=False), _times)
_rows.row("nik_dipakai_banyak_orang", "nik", ~_c("_nik_same") & _many, _times)

_person_times = pl.format(
    "{} baris, dari baris {} sampai baris {}", "_person_rows", "_person_first", "_person_last"
)
_rows.row("orang_ganda_tanpa_nik", None, _c("_nik").is_null() & (_c("_person_niks") <= 1), _person_times)
_rows.row("orang_ganda_beda_nik", "nik", _c("_person_niks") > 1, _person_times)
_rows.row("orang_di_dua_keluarga", None, _c("_elsewhere") & _c("_nik_rows").is_null())

RULES = tuple(_rows)
