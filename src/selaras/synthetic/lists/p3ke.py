"""P3KE of Kemenko PMK: a family sheet and a person sheet for deciles 1 to 4, in words."""

from __future__ import annotations

import numpy as np
import polars as pl

from selaras.synthetic import faults, listing, truth
from selaras.synthetic.columns import Flags
from selaras.synthetic.lists import layouts, traits

LAST_DECILE = 4
MISSED = 0.08
PROGRAMMES = ("sembako", "bpum", "bst", "pkh")

HOUSE = {1: "Milik sendiri", 2: "Kontrak/sewa", 3: "Menumpang", 4: "Dinas", 5: "Lainnya"}
ROOF = {
    1: "Beton",
    2: "Genteng",
    3: "Asbes/Seng",
    4: "Asbes/Seng",
    5: "Kayu/Sirap",
    6: "Bambu",
    7: "Jerami/ijuk/daun-daunan/rumbia",
    8: "Lainnya",
}
WALL = {
    1: "Tembok",
    2: "Tembok",
    3: "Kayu/papan",
    4: "Anyaman bambu",
    5: "Kayu/papan",
    6: "Bambu",
    7: "Lainnya",
}
FLOOR = {
    1: "Keramik/Granit/Marmer/Ubin/Tegel/Teraso",
    2: "Keramik/Granit/Marmer/Ubin/Tegel/Teraso",
    3: "Parket/vinil/karpet",
    4: "Keramik/Granit/Marmer/Ubin/Tegel/Teraso",
    5: "Kayu/papan",
    6: "Semen",
    7: "Bambu",
    8: "Tanah",
    9: "Lainnya",
}
WATER = {
    1: "Air Kemasan/Isi Ulang",
    2: "Air Kemasan/Isi Ulang",
    3: "Ledeng/PAM",
    4: "Sumur bor",
    5: "Sumur terlindung",
    6: "Sumur tidak terlindung",
    7: "Mata air terlindung",
    8: "Mata air tidak terlindung",
    9: "Air Permukaan (Sungai, Danau, dll)",
    10: "Air Hujan",
    11: "Lainnya",
}
FUEL = {
    1: "Listrik/Gas", 2: "Listrik/Gas", 3: "Listrik/Gas", 4: "Listrik/Gas", 5: "Listrik/Gas", 6: "Listrik/Gas",
    7: "Minyak Tanah", 8: "Arang/Kayu", 9: "Arang/Kayu", 10: "Arang/Kayu", 11: "Lainnya", 12: "Lainnya",
}  # fmt: skip
TOILET = {
    1: "Ya, dengan Septic Tank",
    2: "Jamban Umum/Bersama",
    3: "Jamban Umum/Bersama",
    4: "Jamban Umum/Bersama",
    5: "Lainnya",
    6: "Lainnya",
}
MARITAL = {1: "Belum kawin", 2: "Kawin", 3: "Cerai hidup", 4: "Cerai mati"}
SCHOOL = {
    0: "Tidak/belum sekolah",
    1: "Tamat SD/sederajat",
    2: "Tamat SMP/sederajat",
    3: "Tamat SMA/sederajat",
    4: "Tamat Perguruan Tinggi",
    5: "Tamat Perguruan Tinggi",
    6: "Tamat Perguruan Tinggi",
}
STUDENT = {0: "Siswa SD/sederajat", 1: "Siswa SMP/sederajat", 2: "Siswa SMA/sederajat", 3: "Mahasiswa"}
RELATIONS = {
    1: "Kepala Keluarga",
    2: "Istri/Suami",
    3: "Istri/Suami",
    4: "Anak",
    5: "Menantu",
    6: "Cucu",
    7: "Orang tua/mertua",
    8: "Orang tua/mertua",
    9: "Lainnya",
    10: "Lainnya",
    11: "Lainnya",
}
AGES = (
    ("Usia dibawah 7 tahun", 0, 6),
    ("Usia 7-12", 7, 12),
    ("Usia 13-15", 13, 15),
    ("Usia 16-18", 16, 18),
    ("Usia 19-21", 19, 21),
    ("Usia 22-59", 22, 59),
    ("Usia 60 tahun keatas", 60, 200),
)


def covered(facts: truth.Truth, edition: listing.Edition) -> Flags:
    """Families that the noisy decile of P3KE puts into deciles 1 to 4, less those never visited."""
    wealth = facts.welfare(edition.at)
    decile = wealth.decile(facts.stream(77, edition.at), traits.PROXY_NOISE["p3ke"])
    seen = facts.stream(43).random(len(facts.world.families))[: len(decile)] > MISSED
    return np.asarray((decile <= LAST_DECILE) & seen)


def tables(
    facts: truth.Truth, edition: listing.Edition, rates: faults.Faults
) -> tuple[listing.Listing, listing.Listing]:
    """The family sheet and the person sheet; the head stands in both with the same faults."""
    made = listing.draft(facts, edition, covered(facts, edition), rates)
    traits.social_columns(facts, edition, made)
    traits.aid_columns(facts, edition, made, PROGRAMMES)
    traits.house_columns(facts, edition, made)
    traits.decile_column(facts, edition, made)
    stunting = (pl.col("umur") < 5).any().over("fam") & (
        pl.col("bab").is_in([3, 4, 5, 6]) | (pl.col("desil") == 1)
    )
    old = facts.place.desa.select(
        pl.when(pl.col("kode_lama") != "").then(pl.col("kode_lama")).otherwise(pl.col("kode"))
    ).to_series()
    number = pl.col("fam").cast(pl.Int64) * 31 + pl.col("copy").cast(pl.Int64) * 7 + 640200000000
    matched = pl.col("nik") == pl.col("nik_benar").cast(pl.String)
    # P3KE was built on lists of 2021: villages still carry their codes from before the split.
    made.frame = made.frame.with_columns(
        kode=old.gather(made.frame["village"].cast(pl.Int64)),
        id_keluarga=number.cast(pl.String),
        padan=matched.fill_null(value=False),
        stunting=stunting.fill_null(value=False),
        sasaran=pl.col("desil") == 1,
    )
    stem = f"{edition.edition}"
    people = listing.finish(edition, made, f"p3ke_individu_{stem}", _person_columns(facts))
    heads = listing.head_rows(made)
    families = listing.finish(edition, heads, f"p3ke_keluarga_{stem}", _family_columns(facts), part="kepala")
    return families, people


def _shared(facts: truth.Truth) -> dict[str, pl.Expr]:
    return {
        "ID Keluarga P3KE": pl.col("id_keluarga"),
        "Provinsi": pl.lit(facts.place.provinsi),
        "Kabupaten/Kota": pl.lit(f"{facts.place.jenis} {facts.place.nama}"),
        "Kecamatan": pl.col("kecamatan"),
        "Desa/Kelurahan": pl.col("desa"),
        "Kode Kemdagri": pl.col("kode"),
        "Desil Kesejahteraan": pl.col("desil").cast(pl.String),
        "Alamat": _address(has_rw=facts.place.has_rw),
        "NIK": pl.col("nik"),
        "Padan Dukcapil": listing.yes("padan", "Ya", "Tidak"),
        "Jenis Kelamin": listing.yes("pria", "Laki-laki", "Perempuan"),
        "Tanggal Lahir": listing.dashed(),
        "Pekerjaan": pl.col("pekerjaan")
        .replace_strict(traits.occupations(), return_dtype=pl.String)
        .str.to_titlecase(),
        "Pendidikan": pl.when(pl.col("sekolah"))
        .then(pl.col("tamat").replace_strict(STUDENT, default="Mahasiswa", return_dtype=pl.String))
        .otherwise(pl.col("tamat").replace_strict(SCHOOL, return_dtype=pl.String)),
        "Penerima BPNT": listing.yes("sembako", "Ya", "Tidak"),
        "Penerima BPUM": listing.yes("bpum", "Ya", "Tidak"),
        "Penerima BST": listing.yes("bst", "Ya", "Tidak"),
        "Penerima PKH": listing.yes("pkh", "Ya", "Tidak"),
        "Penerima SEMBAKO": listing.yes("sembako", "Ya", "Tidak"),
        "Resiko Stunting": listing.yes("stunting", "Ya", "Tidak"),
        "Pensasaran": listing.yes("sasaran", "Ya", "Tidak"),
    }


def _address(*, has_rw: bool) -> pl.Expr:
    """Street with RT, and RW in town."""
    rt = pl.col("rt").cast(pl.String).str.zfill(3)
    rw = pl.col("rw").cast(pl.String).str.zfill(3) if has_rw else pl.lit("-")
    return pl.concat_str(pl.col("alamat"), " RT " + rt + " RW " + rw, ignore_nulls=True)


def _person_columns(facts: truth.Truth) -> dict[str, pl.Expr]:
    ages = {
        name: pl.when(pl.col("umur").is_between(low, high)).then(pl.lit("Ya")).otherwise(pl.lit("Tidak"))
        for name, low, high in AGES
    }
    return layouts.ordered(
        "P3KE_individu",
        _shared(facts)
        | ages
        | {
            "ID Individu": (pl.col("person").cast(pl.Int64) * 13 + pl.col("copy") + 64020000000000).cast(
                pl.String
            ),
            "Nama": pl.col("nama"),
            "Hubungan dengan Kepala Keluarga": listing.relation(RELATIONS),
            "Status Kawin": pl.col("marital").replace_strict(MARITAL, return_dtype=pl.String),
        },
    )


def _family_columns(facts: truth.Truth) -> dict[str, pl.Expr]:
    light = (
        pl.when(pl.col("penerangan") == 1)
        .then(
            pl.col("daya").replace_strict(
                {1: "Listrik Pribadi s/d 450 Watt", 2: "Listrik Pribadi s/d 900 Watt"},
                default="Listrik Pribadi > 900 Watt",
                return_dtype=pl.String,
            )
        )
        .otherwise(
            pl.col("penerangan").replace_strict(
                {2: "Listrik Bersama", 3: "Genset/solar cell", 4: "Non-Listrik"},
                default=None,
                return_dtype=pl.String,
            )
        )
    )
    septic = pl.col("tinja").is_in([1, 2])
    toilet = (
        pl.when((pl.col("bab") == 1) & ~septic)
        .then(pl.lit("Ya, tanpa Septic Tank"))
        .otherwise(pl.col("bab").replace_strict(TOILET, return_dtype=pl.String))
    )
    house = {
        "Kepemilikan Rumah": ("status_rumah", HOUSE),
        "Jenis Atap": ("atap", ROOF),
        "Jenis Dinding": ("dinding", WALL),
        "Jenis Lantai": ("lantai", FLOOR),
        "Bahan Bakar Memasak": ("bahan_bakar", FUEL),
        "Sumber Air Minum": ("air_minum", WATER),
    }
    return layouts.ordered(
        "P3KE_keluarga",
        _shared(facts)
        | {
            name: pl.col(column).replace_strict(words, return_dtype=pl.String)
            for name, (column, words) in house.items()
        }
        | {
            "Kepala Keluarga": pl.col("nama"),
            "Memiliki Simpanan Uang/Perhiasan/Ternak/Lainnya": listing.yes("aset_simpanan", "Ya", "Tidak"),
            "Sumber Penerangan": light,
            "Memiliki Fasilitas Buang Air Besar": toilet,
        },
    )
