"""DTSEN as a kabupaten receives it: Keluarga and Anggota, codes of BPS with DTSEN's own roof and fuel."""

from __future__ import annotations

import numpy as np
import polars as pl

from selaras.synthetic import faults, listing, truth, world
from selaras.synthetic.columns import Flags
from selaras.synthetic.draft import Draft
from selaras.synthetic.lists import layouts, traits

MISSED = 0.03
# DTSEN swaps bamboo and wood against Regsosek and writes 0 for "does not cook" (DOMAIN.md section 3).
ROOF = {5: 6, 6: 5}
FUEL = {12: 0}
# Schooling finished -> code of Dukcapil (10 levels).
SCHOOL = {0: 1, 1: 3, 2: 4, 3: 5, 4: 7, 5: 8, 6: 9}
DIFFICULTIES = (
    "id_penglihatan",
    "id_pendengaran",
    "id_berjalan_atau_naik_tangga",
    "id_menggunakan_tangan_jari",
    "id_belajar_kemampuan_intelektual",
    "id_pengendalian_perilaku",
    "id_berbicara_komunikasi",
    "id_mengurus_diri",
    "id_mengingat_berkonsentrasi",
    "id_kesedihan_depresi",
)


def covered(facts: truth.Truth, edition: listing.Edition) -> Flags:
    """Nearly all families."""
    count = facts.world.snapshots[edition.at].count
    return np.asarray(facts.stream(44).random(len(facts.world.families))[:count] > MISSED)


def tables(
    facts: truth.Truth, edition: listing.Edition, rates: faults.Faults
) -> tuple[listing.Listing, listing.Listing]:
    """The set Keluarga and the set Anggota; they meet in the KK number only."""
    made = listing.draft(facts, edition, covered(facts, edition), rates)
    traits.social_columns(facts, edition, made)
    traits.aid_columns(facts, edition, made, ("pbi",))
    traits.house_columns(facts, edition, made)
    traits.decile_column(facts, edition, made)
    made.frame = made.frame.with_columns(
        kode=facts.place.desa["kode"]
        .str.replace_all(".", "", literal=True)
        .gather(made.frame["village"].cast(pl.Int64)),
        keadaan=_presence(facts, edition, made),
        usaha_sendiri=(pl.col("kedudukan") == 1),
    )
    people = listing.finish(edition, made, f"dtsen_anggota_{edition.edition}", _person_columns())
    heads = listing.head_rows(made)
    families = listing.finish(
        edition, heads, f"dtsen_keluarga_{edition.edition}", _family_columns(facts), part="kepala"
    )
    return families, people


def _presence(facts: truth.Truth, edition: listing.Edition, made: Draft) -> pl.Series:
    """What the ground check found of the family: 1 found, 2 moved, 3 died out, 4 not found."""
    snapshot = facts.world.snapshots[edition.at]
    fam = traits.listed_family(facts, edition, made)
    status = snapshot.families["status"][fam].astype(np.int64)
    checked = facts.stream(45, edition.at).random(len(facts.world.families))[fam]
    true = np.array([1, 3, 2])[status]
    return pl.Series(
        np.where(checked < 0.55, true, np.where((checked > 0.97) & (status != world.AKTIF), 4, 1))
    )


def _coded(column: str, codes: dict[int, int]) -> pl.Expr:
    return pl.col(column).replace_strict(codes, return_dtype=pl.Int64).cast(pl.String)


def _text(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String)


def _status() -> pl.Expr:
    """What DTSEN says of a member: of the dead and the moved it knows only a part."""
    dead = listing.code(pl.col("person") % 3 == 0, "DTSEN AKTIF", "DTSEN AKTIF - ASESMEN MENINGGAL")
    moved = listing.code(pl.col("person") % 2 == 0, "DTSEN NONAKTIF", "DTSEN AKTIF")
    return (
        pl.when(pl.col("status") == world.MATI)
        .then(dead)
        .when(pl.col("status") == world.PINDAH)
        .then(moved)
        .otherwise(pl.lit("DTSEN AKTIF"))
    )


def _who_columns() -> dict[str, pl.Expr]:
    school = (
        pl.when(pl.col("sekolah"))
        .then(pl.lit("2"))
        .otherwise(listing.code((pl.col("tamat") == 0) & (pl.col("umur") < 7), "1", "3"))
    )
    return {
        "nik": pl.col("nik"),
        "no_kk (nomor_kartu_keluarga)": pl.col("kk"),
        "nama": pl.col("nama"),
        "tempat_lahir": pl.col("tempat_lahir"),
        "tanggal_lahir": listing.dashed(),
        "id_jenis_kelamin": listing.yes("pria", "1", "2"),
        "id_hub_kepala_keluarga": _coded("rel", listing.BPS_RELATIONS),
        "id_disabilitas": listing.code(pl.col("disabilitas") > 0, "1", "2"),
        "pbi": listing.yes("pbi"),
        "id_status_perkawinan": _text("marital"),
        "id_partisipasi_sekolah": school,
        "id_jenjang_pendidikan_dukcapil": _coded("tamat", SCHOOL),
        "status_dtsen": _status(),
        "desil_nasional": _text("desil"),
    }


def _work_columns() -> dict[str, pl.Expr]:
    working = pl.col("kedudukan") > 0
    own = working & (pl.col("kedudukan") <= 3)
    income = (1 + (pl.col("desil").cast(pl.Int64) - 1) // 2).cast(pl.String)
    return {
        "membantu_bekerja": pl.when(pl.col("umur") >= 10).then(listing.code(working, "1", "2")),
        "id_lapangan_usaha_dari_usaha_utama": pl.when(own).then(_text("usaha")),
        "id_status_kedudukan_pekerjaan_utama": pl.when(working).then(_text("kedudukan")),
        "id_kepemilikan_izin_usaha": pl.when(own).then(pl.lit("11")),
        "jumlah_jenis_usaha": pl.when(own).then(pl.lit("1")),
        "id_pekerjaan_utama": _text("pekerjaan"),
        "id_pendapatan": pl.when(working).then(income),
        "jumlah_pekerja_dibayar": pl.when(own).then(pl.lit("0")),
        "jumlah_pekerja_tidak_dibayar": pl.when(own).then(pl.lit("0")),
        "id_omset_usaha_utama": pl.when(own).then(listing.code(pl.col("desil") > 7, "2", "1")),
    }


def _person_columns() -> dict[str, pl.Expr]:
    columns = _who_columns() | _work_columns()
    columns["id_kondisi_gizi"] = pl.when(pl.col("umur") < 5).then(pl.lit("3"))
    columns["id_penyakit_menahun"] = _text("penyakit")
    for number, name in enumerate(DIFFICULTIES, start=1):
        columns[name] = pl.when(pl.col("umur") >= 2).then(listing.difficulty(number))
    # The layout page notes the long name in brackets; the exports print `no_kk`.
    return {
        header.split(" (")[0]: expr for header, expr in layouts.ordered("DTSEN_individu", columns).items()
    }


def _family_columns(facts: truth.Truth) -> dict[str, pl.Expr]:
    place = facts.place
    asset = {
        "tabung_gas": "tabung_gas", "lemari_es": "lemari_es", "ac": "ac", "pemanas_air": "pemanas_air",
        "telepon_rumah": "telepon_rumah", "tv_datar": "televisi", "emas_perhiasan": "emas",
        "komputer_laptop_tablet": "komputer", "sepeda_motor": "sepeda_motor", "sepeda": "sepeda", "mobil": "mobil",
        "perahu": "perahu", "kapal_perahu_motor": "kapal_motor", "smartphone": "smartphone",
    }  # fmt: skip
    plain = {
        "id_status_penguasaan_bangunan": "status_rumah",
        "luas_lantai_bangunan": "luas",
        "id_lantai_terluas": "lantai",
        "id_dinding_terluas": "dinding",
        "id_sumber_airminum": "air_minum",
        "id_sumberpenerangan": "penerangan",
        "id_fasilitas_bab": "bab",
        "jumlah_anggota_keluarga": "jumlah",
        "id_status_keberadaan_keluarga": "keadaan",
        "desil_nasional": "desil",
    }
    has_toilet = pl.col("bab") < 6
    columns = {
        "kode_provinsi": pl.lit(place.kode[:2]),
        "provinsi": pl.lit(place.provinsi),
        "kode_kabupaten_kota": pl.lit(place.kode.replace(".", "")),
        "kabupaten_kota": pl.lit(("" if place.jenis == "KABUPATEN" else "KOTA ") + place.nama),
        "kode_kecamatan": pl.col("kode").str.head(6),
        "kecamatan": pl.col("kecamatan"),
        "kode_kelurahan_desa": pl.col("kode"),
        "kelurahan_desa": pl.col("desa"),
        "alamat": pl.concat_str(
            pl.col("alamat"), " RT." + pl.col("rt").cast(pl.String).str.zfill(3), ignore_nulls=True
        ),
        "no_kk": pl.col("kk"),
        "nama_kepala_keluarga": pl.col("nama"),
        "id_atap_terluas": pl.col("atap").replace(ROOF).cast(pl.String),
        "id_dayapenerangan": pl.when(pl.col("penerangan") == 1).then(_text("daya")),
        "id_bb_utama": pl.col("bahan_bakar").replace(FUEL).cast(pl.String),
        "id_jenis_kloset": pl.when(has_toilet).then(_text("kloset")),
        "id_pembuangan_tinja": _text("tinja"),
        "lahan_tempat_lain": listing.yes("aset_lahan", "1", "2"),
        "rumah_tempat_lain": listing.yes("aset_rumah_lain", "1", "2"),
        "jml_sapi": _text("jumlah_sapi"),
        "jml_kerbau": _text("jumlah_kerbau"),
        "jml_kuda": _text("jumlah_kuda"),
        "jml_babi": _text("jumlah_babi"),
        "jml_kambing_domba": _text("jumlah_kambing"),
        "pbi_nas": listing.yes("pbi", "1", "2"),
        "pbi_pemda": pl.when(pl.col("pbi") & (pl.col("fam") % 5 == 0))
        .then(pl.lit("1"))
        .otherwise(pl.lit("2")),
        "skor": (pl.col("desil") * 10 - (pl.col("fam") % 100) / 10).round(2).cast(pl.String),
    }
    columns |= {name: _text(column) for name, column in plain.items()}
    columns |= {
        f"aset_bergerak_{name}": listing.yes(f"aset_{column}", "1", "2") for name, column in asset.items()
    }
    return layouts.ordered("DTSEN_keluarga", columns)
