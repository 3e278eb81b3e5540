"""Rules about status, programmes, school, work and health of one person record.

None of them says that somebody may not receive aid: they say that two columns of one row do not go together.
"""

from __future__ import annotations

import polars as pl

from selaras.engine import tables
from selaras.engine.check import rule

# Youngest age at which a level can be finished by the ordinary way, two years of grace taken off.
_FINISHED_FROM = {"sd": 10, "smp": 12, "sma": 15, "d1_d3": 17, "s1": 18, "s2_s3": 20}
_c = pl.col
_rows = rule.Ledger(tables.PERSON_RECORDS)
_age = _c("_age")
_years = pl.format("umur {} tahun", "_age")
_lived = _age >= 0

# Status and aid ------------------------------------------------------------------------------------------------
_status, _date = _c("status"), _c("status_date")
_rows.row("meninggal_menerima_bantuan", "status", (_status == "meninggal") & _c("_any_aid"))
_gone = _status.is_in(["pindah", "tidak_ditemukan", "nonaktif", "ganda"])
_rows.row("tidak_aktif_menerima_bantuan", "status", _gone & _c("_any_aid"))
_rows.row("status_tanggal_masa_depan", "status_date", _date > _c("_on"))
_rows.row("status_sebelum_lahir", "status_date", _date < _c("tanggal_lahir"))
_rows.row("tidak_padan_menerima_pbi", "padan", ~_c("padan") & _c("terima_pbi"))
_rows.row("padan_tanpa_nik", "padan", _c("padan") & _c("nik").is_null() & _c("_has_nik_status"))


def _own(name: str) -> pl.Expr:
    """The person receives it, and the list does not merely repeat for all members what the family receives."""
    return _c(name) & _c(f"_shared_{name}").ne_missing(other=True)


_rows.row("prakerja_di_bawah_18", "terima_prakerja", _own("terima_prakerja") & _lived & (_age < 18), _years)
_rows.row("pip_di_luar_usia", "terima_pip", _own("terima_pip") & ~_age.is_between(5, 22), _years)
_business = _own("terima_kur") | _own("terima_bpum")
_rows.row("usaha_di_bawah_umur", "terima_kur", _business & _lived & (_age < 17), _years)

# School and work -----------------------------------------------------------------------------------------------
_earliest = _c("pendidikan").replace_strict(_FINISHED_FROM, default=None, return_dtype=pl.Int32)
_level = pl.format("{}, umur {} tahun", "pendidikan", "_age")
_rows.row("pendidikan_melampaui_umur", "pendidikan", _lived & (_age < _earliest), _level)
_rows.row("balita_bekerja", "bekerja", _c("bekerja") & _age.is_between(0, 4), _years)
_rows.row("anak_bekerja", "bekerja", _c("bekerja") & _age.is_between(5, 14), _years)
_rows.row("bersekolah_terlalu_dini", "bersekolah", _c("bersekolah") & _age.is_between(0, 2), _years)
_rows.row("bersekolah_usia_lanjut", "bersekolah", _c("bersekolah") & (_age > 60), _years)
_no_work = (
    _c("pekerjaan")
    .str.to_uppercase()
    .str.contains(r"^(?:BELUM|BELUM/TIDAK|TIDAK|BELUM / TIDAK|BELUM ATAU TIDAK) BEKERJA$")
)
_rows.row("pekerjaan_bertentangan", "pekerjaan", _c("bekerja") & _no_work)

# Health --------------------------------------------------------------------------------------------------------
_rows.row("hamil_laki_laki", "hamil", _c("hamil") & (_c("jenis_kelamin") == "L"))
_rows.row("hamil_di_luar_usia", "hamil", _c("hamil") & ~_age.is_between(12, 55), _years)

RULES = tuple(_rows)
