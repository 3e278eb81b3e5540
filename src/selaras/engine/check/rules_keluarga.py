"""Rules about one keluarga record: its number, its head, its members, its house and what it owns."""

from __future__ import annotations

import polars as pl

from selaras.engine import tables
from selaras.engine.check import rule
from selaras.kernel import kk

LARGEST_FLOOR = 1000.0
SMALLEST_FLOOR_PER_PERSON = 1.0
LARGE_HERD = 100
_HERD = tuple(
    name for name in tables.KELUARGA_RECORDS.names if name.startswith("jumlah_") and name != "jumlah_anggota"
)

_c = pl.col
_rows = rule.Ledger(tables.KELUARGA_RECORDS)

# Number and head -----------------------------------------------------------------------------------------------
_rows.row("kk_kosong", "kk", (_c("kk_status") == "empty") & _c("_has_kk_status"))
_rows.row("kk_pengganti", "kk", _c("kk_status") == "placeholder")
_rows.row("kk_bentuk", "kk", _c("kk_status") == "malformed")
_rows.missing("kk_rusak", "kk", (_c("kk_status") == "damaged") & ~_c("_kk_column_damaged"))
_woman_day = _c("_kk_day").is_between(41, 71)
_rows.row(kk.SEPERTI_NIK, "kk", _woman_day)
_rows.row(kk.TANGGAL_TAK_LAZIM, "kk", ~_woman_day & ~_c("_kk_registered"))
_rows.row(kk.WILAYAH_TAK_DIKENAL, "kk", _c("_kk_region_unknown"))
_rows.row("kk_dua_keluarga", "kk", _c("_kk_refs") > 1, pl.format("{} keluarga", "_kk_refs"))
_rows.row("kk_sama_dengan_nik_kepala", "kk", _c("kk") == _c("nik_kepala"))
_rows.missing("nama_kepala_kosong", "nama_kepala", _c("nama_kepala").is_null() & _c("_has_nama_kepala"))
_rows.row(
    "nik_kepala_bukan_anggota",
    "nik_kepala",
    _c("nik_kepala").is_not_null() & (_c("_size") > 0) & _c("_nik_known") & _c("_head_nik_found").is_null(),
)
_rows.row(
    "keluarga_ganda",
    None,
    _c("_ref_rows") > 1,
    pl.format("{} baris, dari baris {} sampai baris {}", "_ref_rows", "_ref_first", "_ref_last"),
)

# Members -------------------------------------------------------------------------------------------------------
_stated = _c("jumlah_anggota")
_rows.missing("jumlah_anggota_kosong", "jumlah_anggota", _stated.is_null() & _c("_has_jumlah_anggota"))
_rows.row("jumlah_anggota_nol", "jumlah_anggota", _stated <= 0)
_rows.row(
    "jumlah_anggota_beda",
    "jumlah_anggota",
    (_stated != _c("_size")) & (_stated > 0),
    pl.format("tercatat {} baris anggota", "_size"),
)
_rows.row("jumlah_anggota_banyak", "jumlah_anggota", _stated > 15)
_rows.row("keluarga_tanpa_anggota", None, _c("_size").is_null() & _c("_list_has_members"))
_rows.row("keluarga_tidak_aktif_menerima_bantuan", "status", (_c("status") != "aktif") & _c("_any_aid"))

# House ---------------------------------------------------------------------------------------------------------
_floor = _c("luas_lantai")
_people = pl.max_horizontal("jumlah_anggota", "_size")
_rows.row("luas_lantai_nol", "luas_lantai", _floor <= 0)
_rows.row("luas_lantai_terlalu_besar", "luas_lantai", _floor > LARGEST_FLOOR)
_rows.row(
    "luas_lantai_terlalu_sempit",
    "luas_lantai",
    (_floor > 0) & (_floor / _people < SMALLEST_FLOOR_PER_PERSON),
    pl.format("untuk {} orang", _people),
)
_light, _power = _c("penerangan"), _c("daya")
_rows.row("daya_tanpa_listrik", "daya", _light.is_in(["bukan_listrik", "non_pln"]) & (_power > 0))
_rows.row("daya_tanpa_meteran", "daya", (_light == "pln_tanpa_meteran") & (_power > 0))
_electric = pl.any_horizontal(
    "aset_lemari_es", "aset_ac", "aset_pemanas_air", "aset_televisi", "aset_komputer"
)
_rows.row("alat_listrik_tanpa_listrik", "penerangan", (_light == "bukan_listrik") & _electric)
_fuel = _c("bahan_bakar")
_rows.row("masak_listrik_tanpa_listrik", "bahan_bakar", (_fuel == "listrik") & (_light == "bukan_listrik"))
_large_family = _people >= 4
_rows.row("tidak_memasak_keluarga_besar", "bahan_bakar", (_fuel == "tidak_memasak") & _large_family)
_rows.row(
    "gas_tanpa_tabung",
    "aset_tabung_gas",
    _fuel.is_in(["elpiji_5_5", "elpiji_12"]) & ~_c("aset_tabung_gas"),
    pl.format("bahan bakar {}", "bahan_bakar"),
)
_no_toilet = _c("bab").is_in(["tidak_ada", "tidak_menggunakan"])
_rows.row("kloset_tanpa_fasilitas", "kloset", (_c("bab") == "tidak_ada") & _c("kloset").is_not_null())
_rows.row("septik_tanpa_fasilitas", "tinja", _no_toilet & _c("tinja").is_in(["tangki_septik", "ipal"]))

# What it owns, beside the official decile. Ranking is not ours: these are questions for verval, never an answer.
_poorest = _c("desil") == 1
_rows.row("desil_1_bermobil", "aset_mobil", _poorest & _c("aset_mobil"))
_rows.row("desil_1_ber_ac", "aset_ac", _poorest & _c("aset_ac"))
_rows.row("desil_1_daya_besar", "daya", _poorest & (_power >= 2200))
_rows.row("desil_1_rumah_lain", "aset_rumah_lain", _poorest & _c("aset_rumah_lain"))
_has_nothing = ~pl.any_horizontal(
    _c(name).fill_null(value=False) for name in tables.KELUARGA_RECORDS.names if name.startswith("aset_")
)
_rows.row(
    "desil_tinggi_lantai_tanah",
    "lantai",
    (_c("desil") >= 8) & (_c("lantai") == "tanah") & _has_nothing,
    pl.format("desil {}", "desil"),
)
_rows.row("ternak_mustahil", None, pl.any_horizontal(_c(*_HERD) < 0))
_rows.row("ternak_sangat_banyak", None, pl.any_horizontal(_c(*_HERD) > LARGE_HERD))

RULES = tuple(_rows)
