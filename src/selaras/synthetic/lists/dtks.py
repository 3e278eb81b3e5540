"""DTKS as SIKS-NG exports it for a kabupaten: one row per member, words in capitals, no decile."""

from __future__ import annotations

import numpy as np
import polars as pl

from selaras.synthetic import faults, listing, truth
from selaras.synthetic.columns import Flags
from selaras.synthetic.lists import traits

# The list means the poorer 40 per cent of the nation and sees poverty with this noise (assumption).
CUTOFF = -0.25335
NOISE = 0.55
MISSED = 0.12


def covered(facts: truth.Truth, at: int) -> Flags:
    """Families registered by `at`: the same family stays in from edition to edition unless its fortune changes."""
    z = facts.welfare(at).z
    noise = facts.stream(41).normal(0, NOISE, len(facts.world.families))[: len(z)]
    missed = facts.stream(42).random(len(facts.world.families))[: len(z)] < MISSED
    return np.asarray((z + noise < CUTOFF) & ~missed)


def table(
    facts: truth.Truth,
    edition: listing.Edition,
    rates: faults.Faults,
    *,
    kecamatan: int | None = None,
    most: int | None = None,
) -> listing.Listing:
    """The export; of the first `kecamatan` kecamatan only, and of their first `most` rows."""
    made = listing.draft(facts, edition, covered(facts, edition.at), rates)
    if kecamatan is not None:
        rows = np.flatnonzero(facts.place.kec[made.frame["village"].to_numpy()] < kecamatan)
        made = listing.only(made, rows[:most])
    traits.social_columns(facts, edition, made)
    traits.aid_columns(facts, edition, made, ("sembako", "pkh", "bpnt_ppkm", "pbi"))
    matched = made.frame["nik"] == made.frame["nik_benar"].cast(pl.String)
    made.frame = made.frame.with_columns(padan=matched.fill_null(value=False))
    number = (pl.col("person").cast(pl.Int64) * 7919 + 64020000001).cast(pl.String)
    return listing.finish(
        edition,
        made,
        f"dtks_{edition.edition}",
        {
            "NO": (pl.col("baris_ke") + 1).cast(pl.String),
            "ID DTKS": number,
            "PROVINSI": pl.lit(facts.place.provinsi),
            "KABUPATEN/KOTA": pl.lit(
                f"{facts.place.jenis} {facts.place.nama}".replace("KABUPATEN ", "KAB. ")
            ),
            "KECAMATAN": pl.col("kecamatan"),
            "DESA/KELURAHAN": pl.col("desa"),
            "ALAMAT": pl.col("alamat"),
            "DUSUN": pl.col("dusun"),
            "RT": pl.col("rt").cast(pl.String).str.zfill(3),
            "RW": pl.col("rw").cast(pl.String).str.zfill(3) if facts.place.has_rw else pl.lit("000"),
            "NO KK": pl.col("kk"),
            "NIK": pl.col("nik"),
            "NAMA": pl.col("nama"),
            "TANGGAL LAHIR": listing.slashed(),
            "TEMPAT LAHIR": pl.col("tempat_lahir"),
            "JENIS KELAMIN": listing.yes("pria", "L", "P"),
            "PEKERJAAN": pl.col("pekerjaan").replace_strict(traits.occupations(), return_dtype=pl.String),
            "NAMA IBU KANDUNG": pl.col("nama_ibu"),
            "HUB KELUARGA": listing.relation(listing.SIAK_RELATIONS),
            "KETERANGAN PADAN": listing.yes("padan", "PADAN", "BELUM PADAN"),
            "BANSOS BPNT": listing.yes("sembako"),
            "BANSOS PKH": listing.yes("pkh"),
            "BANSOS BPNT-PPKM": listing.yes("bpnt_ppkm"),
            "PBI JKN": listing.yes("pbi"),
        },
    )
