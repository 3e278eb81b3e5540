"""An office's own list: applicants of the RBPK programme, with a mapping so that it can be read."""

from __future__ import annotations

import numpy as np
import polars as pl

from selaras.synthetic import faults, housing, listing, truth, world
from selaras.synthetic.columns import Flags
from selaras.synthetic.lists import traits

SHARE = 0.055  # of families who apply; the poor more often (assumption)
WISHES = (
    "SANITASI",
    "BEDAH RUMAH",
    "PONDOK PANGAN ETAM",
    "BEJUKUT",
    "AIR BERSIH",
    "KEAKSARAAN",
    "PAKET C",
    "KECAKAPAN HIDUP",
)
SEX = ("Lk", "Pr")
IDENTITY = "Identitas Pemohon"
WISH = "Usulan"
MAPPING = """\
# Pemetaan kolom daftar pemohon RBPK (data buatan).
nama = "rbpk"
sumber = "rbpk"
judul = "Daftar pemohon RBPK"
baris = "orang"

[kolom]
kecamatan = "Kecamatan"
desa = "Desa / Kelurahan"
rt = "RT"
nik = "Identitas Pemohon NIK"
kk = "Identitas Pemohon No. KK"
nama = "Identitas Pemohon Nama"
tempat_lahir = "Identitas Pemohon Tempat Lahir"
tanggal_lahir = "Identitas Pemohon Tgl. Lahir"
jenis_kelamin = "Identitas Pemohon L/P"
alamat = "Alamat Domisili"
pekerjaan = "Pekerjaan"
"""
DECLARED = """\
# Yang tidak dikatakan berkasnya sendiri.
[[berkas]]
berkas = "rbpk_*.xlsx"
sumber = "rbpk"
pemetaan = "rbpk.toml"
"""


def covered(facts: truth.Truth, at: int) -> Flags:
    """Families that apply: more among the poor."""
    z = facts.welfare(at).z
    eager = housing.luck("rbpk", len(z)) - 0.5 * z
    return np.asarray(eager > housing.cutoff(np.array([1 - SHARE]))[0] * 1.1)


def table(facts: truth.Truth, edition: listing.Edition, rates: faults.Faults) -> listing.Listing:
    """One applicant per family: the head, or the wife."""
    made = listing.draft(facts, edition, covered(facts, edition.at), rates)
    wife = made.frame["rel"] == world.ISTRI
    chance = pl.Series(facts.stream(48).random(len(facts.world.people))[made.frame["person"].to_numpy()])
    applies = ((made.frame["rel"] == world.KEPALA) & (chance < 0.7)) | (wife & (chance < 0.3))
    made = listing.only(made, np.flatnonzero(applies.fill_null(value=False).to_numpy()))
    traits.social_columns(facts, edition, made)
    wish = facts.stream(49).integers(0, len(WISHES), len(made))
    made.frame = made.frame.with_columns(usul=pl.Series([WISHES[i] for i in wish], dtype=pl.String))
    return listing.finish(
        edition,
        made,
        f"rbpk_{edition.edition}",
        {
            "No": (pl.col("baris_ke") + 1).cast(pl.String),
            "Kecamatan": pl.col("kecamatan").str.to_titlecase(),
            "Desa / Kelurahan": pl.col("desa").str.to_titlecase(),
            "RT": "RT." + pl.col("rt").cast(pl.String),
            "NIK": pl.col("nik"),
            "No. KK": pl.col("kk"),
            "Nama": pl.col("nama").str.to_titlecase(),
            "Tempat Lahir": pl.col("tempat_lahir").str.to_titlecase(),
            "Tgl. Lahir": listing.in_words(),
            "L/P": listing.yes("pria", *SEX),
            "Alamat Domisili": pl.col("alamat").str.to_titlecase(),
            "Pekerjaan": pl.col("pekerjaan")
            .replace_strict(traits.occupations(), return_dtype=pl.String)
            .str.to_titlecase(),
            "Program": pl.col("usul"),
            "Tahun": pl.lit("2026"),
        },
    )
