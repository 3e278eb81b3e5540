"""Rules about a sheet as a whole: what no single row shows.

Every rule is an aggregation over the rows of one sheet. A share says nothing in a handful of rows, so rules about
shares ask for at least `lists.ENOUGH` of them. A sheet that is refused ("tolak") stops a whole run: those rules ask for more.
"""

from __future__ import annotations

import polars as pl

from selaras.engine import tables
from selaras.engine.check import lists, rule

MUCH = lists.MUCH
FOR_DAMAGE = 100  # rows that make three times the usual share of a last digit impossible by chance
ALL_THE_SAME = 10
LAST_DIGIT_ZERO = 0.3  # one in ten by chance; Excel turns the 16th digit of every number into 0
LONGEST_NAMES = range(24, 36)

_c = pl.col
_rows = rule.Ledger(tables.PERSON_RECORDS)


def _share(of: pl.Expr, among: pl.Expr) -> pl.Expr:
    """Share of `among` for which `of` is true. Null where `among` is never true."""
    total = among.fill_null(value=False).sum()
    return pl.when(total > 0).then((of & among).fill_null(value=False).sum() / total)


def _percent(share: pl.Expr) -> pl.Expr:
    return pl.format("{} persen", (share * 100).round(0).cast(pl.Int32))


def _shares(code: str, field: str, of: pl.Expr, among: pl.Expr, above: float) -> None:
    share = _share(of, among)
    enough = among.fill_null(value=False).sum() >= lists.ENOUGH
    _rows.sheet(code, field, enough & (share > above), _percent(share))


_all = pl.lit(value=True) & _c("row").is_not_null()
_with_nik = _c("_nik").is_not_null()

# Numbers -------------------------------------------------------------------------------------------------------
_CODES = {
    "nik": ("berkas_nik_angka_akhir_nol", "berkas_nik_rusak"),
    "kk": ("berkas_kk_angka_akhir_nol", "berkas_kk_rusak"),
}
for _number, (_ending_in_zero, _damaged) in _CODES.items():
    # Different numbers are counted: a KK stands in the row of every member.
    _different = _c(f"_{_number}").drop_nulls().unique()
    _zeros = (_different % 10 == 0).mean()
    _much = (_different.len() >= FOR_DAMAGE) & (_zeros > LAST_DIGIT_ZERO)
    _rows.sheet(_ending_in_zero, _number, _much, _percent(_zeros))
    _share_damaged = (_c(f"{_number}_status") == "damaged").mean()
    _broken = _c(f"_{_number}_column_damaged").first()
    _rows.sheet(_damaged, _number, _broken, _percent(_share_damaged), missing=True)
_shares("berkas_nik_pengganti_banyak", "nik", _c("nik_status") == "placeholder", _all, MUCH)
_unusable = _c("nik_status").is_in(["empty", "malformed"])
_shares("berkas_nik_kosong_banyak", "nik", _unusable, _all & _c("_has_nik_status"), MUCH)
_shares("berkas_nik_ganda_banyak", "nik", _c("_nik_rows") > 1, _with_nik, MUCH)
_rows.sheet(
    "berkas_semua_nik_sama",
    "nik",
    (_c("_nik").count() >= ALL_THE_SAME) & (_c("_nik").min() == _c("_nik").max()),
    pl.format("{} baris", _c("_nik").count()),
)
# A column that was sorted alone no longer belongs to its neighbours; a code list may be read the wrong way round.
_both_dates = _c("_nik_date_possible") & _c("tanggal_lahir").is_not_null()
_birth_differs = (
    (_c("_nik_day") != _c("_birth_day"))
    | (_c("_nik_month") != _c("_birth_month"))
    | (_c("_nik_year") != _c("_birth_year") % 100)
)
_shares("berkas_nik_tak_cocok_tanggal_lahir", "nik", _birth_differs, _both_dates, 0.3)
_both_sexes = _c("_nik_sex").is_not_null() & _c("jenis_kelamin").is_not_null()
_shares(
    "berkas_jenis_kelamin_terbalik", "jenis_kelamin", _c("_nik_sex") != _c("jenis_kelamin"), _both_sexes, 0.5
)

# One value for all ---------------------------------------------------------------------------------------------
_sex = _c("jenis_kelamin")
_rows.sheet(
    "berkas_jenis_kelamin_seragam",
    "jenis_kelamin",
    (_sex.count() >= lists.ENOUGH)
    & (_sex.min() == _sex.max())
    & _c("_anggota").any()
    & (_c("hubungan").n_unique() > 1),
    pl.format("semua {}", _sex.min()),
)
_rows.sheet(
    "berkas_desil_seragam",
    "desil",
    (_c("desil").count() >= lists.ENOUGH) & (_c("desil").min() == _c("desil").max()),
    pl.format("semua desil {}", _c("desil").min()),
)
_new_year = (_c("_birth_day") == 1) & (_c("_birth_month") == 1)
_shares("berkas_tanggal_lahir_1_januari", "tanggal_lahir", _new_year, _c("tanggal_lahir").is_not_null(), MUCH)

# Places and names ----------------------------------------------------------------------------------------------
_shares(
    "berkas_desa_tak_dikenali_banyak",
    "desa",
    _c("kode_desa").is_null(),
    _c("desa").is_not_null() & _c("_anggota"),
    MUCH,
)
_length = _c("nama").str.len_chars()
_longest = _length.max()
_at_the_edge = (_length == _longest).sum()
_rows.sheet(
    "berkas_nama_terpotong",
    "nama",
    _longest.is_in(list(LONGEST_NAMES))
    & (_at_the_edge >= 10)
    & (_at_the_edge > 2 * (_length == _longest - 1).sum()),
    pl.format("{} nama berhenti tepat di huruf ke-{}", _at_the_edge, _longest),
)

# Columns that are not there --------------------------------------------------------------------------------------
_COLUMNS = {
    "nik": "nik_status",
    "nama": "nama",
    "tanggal_lahir": "tanggal_lahir",
    "jenis_kelamin": "jenis_kelamin",
    "hubungan": "hubungan",
    "kode_desa": "kode_desa",
}
for _field, _present in _COLUMNS.items():
    _rows.sheet("berkas_kolom_kosong", _field, _c("_anggota").any() & ~_c(f"_has_{_present}").any())

RULES = tuple(_rows)
