"""Rules about name, birth date, sex and relation of one person record."""

from __future__ import annotations

import datetime as dt

import polars as pl

from selaras.engine import tables
from selaras.engine.check import rule

_c = pl.col
_rows = rule.Ledger(tables.PERSON_RECORDS)

# Name ----------------------------------------------------------------------------------------------------------
_PLACEHOLDERS = (
    "TIDAK ADA|TDK ADA|TAK ADA|BELUM ADA|BLM ADA|TIDAK ADA NAMA|TANPA NAMA|BELUM ADA NAMA|NN|N\\.N\\.?|NO NAME|NONAME|"
    "NAMA|NULL|NONE|NAN|NIHIL|KOSONG|TIDAK DIKETAHUI|TIDAK TAHU|X{2,}|[-.?_*#]+|TEST|TES|CONTOH|DUMMY|BAYI|ANAK|"
    "BY|BAYI NY\\.?|NY|TN|FULAN|SI FULAN|FULANAH|LAINNYA|SAMA|IDEM|SDA"
)
_TITLES = "H|HJ|DR|DRS|DRA|IR|PROF|KH|UST|USTADZ|ALM|ALMH|ST|SH|SE|SPD|S PD|BAPAK|IBU|PAK|BU|NY|TN|SDR|SDRI|ANDI|SITI"
_name = _c("nama")
_placeholder = _name.str.contains(f"^(?:{_PLACEHOLDERS})$")
_one_letter = _name.str.contains(r"^[A-Z]\.?$")
# SITI and ANDI alone are names of people; they are titles only in front of one.
_only_title = _name.str.contains(rf"^(?:(?:{_TITLES.removesuffix('|ANDI|SITI')})[. ]*)+$") & ~_placeholder

_rows.missing("nama_kosong", "nama", (_name.is_null() | (_name == "")) & _c("_has_nama"))
_rows.row("nama_pengganti", "nama", _placeholder)
_rows.row("nama_satu_huruf", "nama", _one_letter)
_rows.row("nama_hanya_gelar", "nama", _only_title & ~_one_letter)
_rows.row("nama_berangka", "nama", _name.str.contains(r"[0-9]"))
_rows.row("nama_huruf_rusak", "nama", _name.str.contains(r"[?�ÃÂ¤]|[<>@#%&=\[\]{}|\\^~]") & ~_placeholder)
_rows.row(
    "nama_almarhum",
    "nama",
    _name.str.contains(
        r"^(?:ALM|ALMH|ALMARHUM|ALMARHUMAH)\b|\b(?:ALM|ALMH|ALMARHUM|ALMARHUMAH)\.?$|\((?:ALM|ALMH)\.?\)"
    )
    & _c("status").ne_missing("meninggal"),
)
_rows.row("nama_ibu_sama", "nama_ibu", _c("nama_ibu") == _name)

# Birth date ----------------------------------------------------------------------------------------------------
_birth = _c("tanggal_lahir")
_age = _c("_age")
_years = pl.format("umur {} tahun", "_age")
_SYSTEM_DATES = [dt.date(1899, 12, 30), dt.date(1899, 12, 31), dt.date(1900, 1, 1), dt.date(1970, 1, 1)]
_month_day = _c("_birth_month").cast(pl.Int16) * 100 + _c("_birth_day")
_system = _birth.is_in(_SYSTEM_DATES)

_rows.missing("tanggal_lahir_kosong", "tanggal_lahir", _birth.is_null() & _c("_has_tanggal_lahir"))
_rows.row("tanggal_lahir_masa_depan", "tanggal_lahir", _birth > _c("_on"))
_rows.row("tanggal_lahir_tahun_rusak", "tanggal_lahir", _c("_birth_year") < 1000)
_rows.row("tanggal_lahir_sebelum_1900", "tanggal_lahir", _c("_birth_year").is_between(1000, 1899) & ~_system)
_rows.row("tanggal_lahir_bawaan_komputer", "tanggal_lahir", _system)
_rows.row(
    "tanggal_lahir_1_januari", "tanggal_lahir", (_month_day == 101) & (_c("_birth_year") >= 1900) & ~_system
)
_rows.row("tanggal_lahir_31_desember", "tanggal_lahir", (_month_day == 1231) & (_c("_birth_year") >= 1900))
_rows.row("umur_di_atas_110", "tanggal_lahir", (_age > 110) & (_c("_birth_year") >= 1900) & ~_system, _years)

# Sex and relation ----------------------------------------------------------------------------------------------
_sex, _relation = _c("jenis_kelamin"), _c("hubungan")
_rows.missing("jenis_kelamin_kosong", "jenis_kelamin", _sex.is_null() & _c("_has_jenis_kelamin"))
_against = ((_relation == "istri") & (_sex == "L")) | ((_relation == "suami") & (_sex == "P"))
_rows.row(
    "jenis_kelamin_beda_hubungan", "jenis_kelamin", _against, pl.format("hubungan tertulis {}", "hubungan")
)
_rows.missing("hubungan_kosong", "hubungan", _relation.is_null() & _c("_has_hubungan") & _c("_anggota"))

_child = _age.is_between(0, 14)
_spouse = _relation.is_in(["suami", "istri"])
_rows.row("kepala_anak", "hubungan", (_relation == "kepala") & _child & _c("_anggota"), _years)
_rows.row("pasangan_anak", "hubungan", _spouse & _child, _years)
_married = _c("status_kawin").is_in(["kawin", "cerai_hidup", "cerai_mati"])
_rows.row("kawin_anak", "status_kawin", _married & _child, _years)
_rows.row("pasangan_belum_kawin", "status_kawin", _spouse & (_c("status_kawin") == "belum_kawin"))

RULES = tuple(_rows)
