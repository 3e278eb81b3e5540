"""Regsosek 2022.K as BPS officers filled it in: five sheets joined by the KK number, answers as codes."""

from __future__ import annotations

import numpy as np
import polars as pl

from selaras.synthetic import faults, listing, truth, world
from selaras.synthetic.columns import Flags
from selaras.synthetic.lists import layouts, traits

# The template holds a few villages at most; a whole kabupaten would not fit a workbook.
MOST_FAMILIES = 1800
SHARE = 0.12
PROGRAMMES = ("sembako", "pkh", "blt_dd", "pemda", "pbi", "pip", "prakerja", "kur")
DIPLOMA = {0: 23, 1: 3, 2: 8, 3: 13, 4: 18, 5: 19, 6: 21}
LEVEL = {0: 3, 1: 8, 2: 13, 3: 19, 4: 19, 5: 21, 6: 22}
FIELDS = {
    1: "PADI DAN PALAWIJA", 2: "HORTIKULTURA", 3: "KEBUN SAWIT", 4: "NELAYAN SUNGAI", 5: "TERNAK", 6: "HUTAN",
    7: "TAMBANG BATU BARA", 8: "INDUSTRI RUMAHAN", 11: "BANGUNAN", 12: "WARUNG", 13: "ANGKUTAN", 14: "RUMAH MAKAN",
    20: "PEMERINTAHAN", 21: "SEKOLAH", 25: "RUMAH TANGGA",
}  # fmt: skip
ASSETS = (
    "tabung_gas", "lemari_es", "ac", "pemanas_air", "telepon_rumah", "televisi", "emas", "komputer", "sepeda_motor",
    "sepeda", "mobil", "perahu", "kapal_motor", "smartphone",
)  # fmt: skip
LIVESTOCK = ("sapi", "kerbau", "kuda", "babi", "kambing")


def covered(facts: truth.Truth, at: int) -> Flags:
    """Whole villages of middling size until MOST_FAMILIES, or SHARE of all families, are reached."""
    snapshot = facts.world.snapshots[at]
    village = snapshot.families["village"].astype(np.int64)
    active = snapshot.families["status"] == world.AKTIF
    counts = np.bincount(village[active], minlength=facts.place.desa.height)
    order = np.argsort(np.abs(counts - np.median(counts)), kind="stable")
    fits = np.cumsum(counts[order]) <= min(MOST_FAMILIES, SHARE * counts.sum())
    fits[0] = True
    return np.isin(village, order[fits])


def tables(facts: truth.Truth, edition: listing.Edition, rates: faults.Faults) -> dict[str, listing.Listing]:
    """The five sheets by their name in the template."""
    made = listing.draft(facts, edition, covered(facts, edition.at), rates)
    traits.social_columns(facts, edition, made)
    traits.aid_columns(facts, edition, made, PROGRAMMES)
    traits.house_columns(facts, edition, made)
    first = made.frame.select(
        (pl.col("fam") != pl.col("fam").shift(1)).fill_null(value=True).cum_sum()
    ).to_series()
    made.frame = made.frame.with_columns(
        urut=pl.int_range(1, pl.len() + 1).over(first), keluarga_ke=first, split=pl.col("fam") % 9 == 0
    )
    heads = listing.head_rows(made)
    found: dict[str, listing.Listing] = {}
    makers = (_place, _officer, _house, _people, _programmes)
    for (name, (_, headers)), maker in zip(layouts.sheets().items(), makers, strict=True):
        people = maker is _people
        cells = maker(facts)
        if len(cells) != len(headers):
            raise KeyError(f"{name}: {len(cells)} kolom, bukan {len(headers)}")
        numbered = {f"k{i}": cell for i, cell in enumerate(cells)}
        rows = listing.finish(
            edition,
            made if people else heads,
            f"regsosek_{edition.edition}",
            numbered,
            part="anggota" if people else "keluarga",
        )
        rows.headers = headers
        found[name] = rows
    return found


def _t(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String)


def _yes(column: str) -> pl.Expr:
    return listing.yes(column, "1", "2")


def _place(facts: truth.Truth) -> list[pl.Expr]:
    return [
        _t("keluarga_ke"),
        _t("keluarga_ke"),
        pl.col("kk"),
        pl.col("rt").cast(pl.String).str.zfill(4),
        pl.lit("00"),
        pl.concat_str(
            pl.lit("RT "),
            pl.col("rt").cast(pl.String).str.zfill(3),
            pl.lit(" "),
            pl.col("desa"),
            ignore_nulls=True,
        ),
        pl.when(pl.col("split")).then(pl.lit("2")).otherwise(pl.lit("0")),
        pl.lit(None, pl.String),
        pl.lit("0"),
        pl.lit(None, pl.String),
    ]


def _officer(facts: truth.Truth) -> list[pl.Expr]:
    return [
        pl.col("kk"),
        pl.lit("15-10-2022"),
        pl.lit("PETUGAS 01"),
        pl.lit("01"),
        pl.lit("02-11-2022"),
        pl.lit("PEMERIKSA 01"),
        pl.lit("01"),
        pl.col("nama"),
        pl.lit(None, pl.String),
        pl.when(pl.col("status") == world.PINDAH).then(pl.lit("5")).otherwise(pl.lit("1")),
        pl.lit(None, pl.String),
    ]


def _house(facts: truth.Truth) -> list[pl.Expr]:
    metered = pl.col("penerangan") == 1
    own = pl.col("status_rumah") == 1
    return [
        pl.col("kk"),
        _t("status_rumah"),
        pl.when(own).then(_t("sertifikat")),
        _t("luas"),
        _t("lantai"),
        _t("dinding"),
        _t("atap"),
        _t("air_minum"),
        pl.when(pl.col("air_minum").is_between(4, 8)).then(pl.lit("2")),
        _t("penerangan"),
        pl.when(metered).then(_t("daya")),
        pl.lit(None, pl.String),
        pl.lit(None, pl.String),
        _t("bahan_bakar"),
        _t("bab"),
        pl.when(pl.col("bab") < 6).then(_t("kloset")),
        _t("tinja"),
    ]


def _people(facts: truth.Truth) -> list[pl.Expr]:
    """The template repeats number, name and NIK at the left of each block."""
    who = [_t("urut"), pl.col("nama"), pl.col("nik")]
    return [pl.col("kk"), *who, *_member(), *who, *_business(), *_health(), *who, *_insurance()]


def _coded(column: str, codes: dict[int, int]) -> pl.Expr:
    return pl.col(column).replace_strict(codes, return_dtype=pl.Int64).cast(pl.String)


def _member() -> list[pl.Expr]:
    """Questions 404-419."""
    age, schooling = pl.col("umur"), pl.col("sekolah")
    five, working = age >= 5, pl.col("kedudukan") > 0
    been = five & (schooling | (pl.col("tamat") > 0))
    moved = listing.code(pl.col("status") == world.PINDAH, "3", "1")
    papers = 1 + pl.when(age >= 17).then(4).when(pl.col("person") % 3 == 0).then(2).otherwise(0)
    level = pl.when(schooling).then(_coded("tamat", LEVEL)).otherwise(_coded("tamat", DIPLOMA))
    school = pl.when(schooling).then(pl.lit("2")).otherwise(listing.code(pl.col("tamat") > 0, "3", "1"))
    return [
        pl.when(pl.col("status") == world.MATI).then(pl.lit("2")).otherwise(moved),
        _yes("pria"),
        pl.col("lahir").dt.strftime("%d-%m-%Y"),
        _t("umur"),
        _t("marital"),
        _coded("rel", listing.BPS_RELATIONS),
        pl.when(~pl.col("pria") & age.is_between(10, 54)).then(_yes("hamil")),
        papers.cast(pl.String),
        pl.when(five).then(school),
        pl.when(been).then(level),
        pl.when(been).then(listing.code(schooling, "3", "8")),
        pl.when(five).then(_coded("tamat", DIPLOMA)),
        pl.when(five).then(listing.code(working, "1", "2")),
        pl.when(working).then(pl.lit("40")),
        pl.when(working).then(_t("usaha")),
        pl.when(working).then(_field()),
        pl.when(working).then(_t("kedudukan")),
        pl.when(five).then(pl.lit("3")),
    ]


def _field() -> pl.Expr:
    return pl.col("usaha").replace_strict(FIELDS, default="LAINNYA", return_dtype=pl.String)


def _business() -> list[pl.Expr]:
    """Questions 420a-426, of those with a business of their own."""
    own = (pl.col("kedudukan") > 0) & (pl.col("kedudukan") <= 3)
    online = listing.code(pl.col("person") % 4 == 0, "13", "0")
    answers = (
        pl.lit("1"),
        _t("usaha"),
        _field(),
        pl.lit("0"),
        pl.lit("0"),
        pl.lit("11"),
        pl.lit("1"),
        online,
    )
    asked = pl.when(pl.col("umur") >= 10).then(listing.code(own, "1", "2"))
    return [asked, *(pl.when(own).then(answer) for answer in answers)]


def _health() -> list[pl.Expr]:
    """Questions 427-430."""
    old_enough = pl.col("umur") >= 2
    return [
        pl.when(pl.col("umur") < 5).then(pl.lit("3")),
        *(pl.when(old_enough).then(listing.difficulty(number)) for number in range(1, 11)),
        pl.when(pl.col("disabilitas") > 0).then(pl.lit("1")),
        _t("penyakit"),
    ]


def _insurance() -> list[pl.Expr]:
    """Questions 431a-f."""
    age = pl.col("umur")
    employed = pl.col("kedudukan").is_in([4, 5])
    pip = listing.code(pl.col("pip") & pl.col("sekolah"), "1", "2")
    return [
        pl.when(pl.col("pbi")).then(pl.lit("1")).otherwise(listing.code(employed, "4", "0")),
        pl.when(age.is_between(18, 64)).then(_yes("prakerja")),
        pl.when(age >= 17).then(_yes("kur")),
        pl.when(age >= 17).then(pl.lit("2")),
        pl.when(age.is_between(5, 30)).then(pip),
        pl.when(pl.col("kedudukan") > 0).then(listing.code(employed, "7", "0")),
    ]


def _programmes(facts: truth.Truth) -> list[pl.Expr]:
    cells: list[pl.Expr] = [pl.col("kk")]
    light = pl.col("daya") <= 2
    gas = pl.col("bahan_bakar") == 4
    for given in (
        pl.col("sembako"),
        pl.col("pkh"),
        pl.col("blt_dd"),
        light,
        pl.col("pemda"),
        pl.lit(value=False),
        gas,
    ):
        cells += [
            pl.when(given).then(pl.lit("1")).otherwise(pl.lit("2")),
            pl.when(given).then(pl.lit("9")),
            pl.when(given).then(pl.lit("2022")),
        ]
    cells += [_yes(f"aset_{name}") for name in ASSETS]
    cells += [_yes("aset_lahan"), _yes("aset_rumah_lain")]
    cells += [_t(f"jumlah_{name}") for name in LIVESTOCK]
    internet = pl.when(pl.col("aset_smartphone")).then(pl.lit("3")).otherwise(pl.lit("0"))
    return [*cells, internet, pl.when(pl.col("aset_simpanan")).then(pl.lit("2")).otherwise(pl.lit("4"))]


def look_at(name: str, facts: truth.Truth) -> tuple[str, ...]:
    """Titles above the header of a sheet, as many as the template leaves rows for."""
    header_row, _ = layouts.sheets()[name]
    titles = (name.split(".", 1)[1].upper(), f"{facts.place.jenis} {facts.place.nama}", "REGSOSEK 2022")
    return titles[: header_row - 1]
