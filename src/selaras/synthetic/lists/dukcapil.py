"""The register itself, as an extract of SIAK: nearly everybody, the dead and the moved with a mark (mostly)."""

from __future__ import annotations

import numpy as np
import polars as pl

from selaras.synthetic import faults, listing, region, truth, world
from selaras.synthetic.columns import Flags
from selaras.synthetic.lists import traits

MISSED = 0.012
# Share of deaths and moves that were reported to the office (assumption; deaths in Indonesia are often not).
REPORTED = {world.MATI: 0.76, world.PINDAH: 0.85}
FAITH = {
    "dayak": "KRISTEN", "toraja": "KRISTEN", "bali": "HINDU", "timor": "KRISTEN", "rote": "KRISTEN",
    "sabu": "KRISTEN", "flores": "KATHOLIK", "alor": "KRISTEN", "sumba": "KRISTEN",
}  # fmt: skip
MARITAL = {1: "BELUM KAWIN", 2: "KAWIN", 3: "CERAI HIDUP", 4: "CERAI MATI"}
SCHOOL = {
    0: "TIDAK/BELUM SEKOLAH",
    1: "TAMAT SD/SEDERAJAT",
    2: "SLTP/SEDERAJAT",
    3: "SLTA/SEDERAJAT",
    4: "AKADEMI/DIPLOMA III/S. MUDA",
    5: "DIPLOMA IV/STRATA I",
    6: "STRATA II",
}


def covered(facts: truth.Truth, at: int) -> Flags:
    """All families but the few that never registered."""
    return np.asarray(facts.stream(46).random(facts.world.snapshots[at].count) > MISSED)


def table(facts: truth.Truth, edition: listing.Edition, rates: faults.Faults) -> listing.Listing:
    """The extract."""
    w = facts.world
    snapshot = w.snapshots[edition.at]
    made = listing.draft(facts, edition, covered(facts, edition.at), rates)
    traits.social_columns(facts, edition, made)
    who = made.frame["person"].to_numpy()
    status = snapshot.people["status"][who].astype(np.int64)
    chance = facts.stream(47).random(len(w.people))[who]
    told = (status == world.HADIR) | (chance < np.array([1.0, REPORTED[1], REPORTED[2]])[status])
    seen = np.where(told, status, world.HADIR)
    faith = np.array([FAITH.get(group, "ISLAM") for group in region.GROUPS], dtype=object)
    made.frame = made.frame.with_columns(
        keadaan=pl.Series(seen),
        tanggal=pl.Series(snapshot.people["status_day"][who]).cast(pl.Int32).cast(pl.Date),
        agama=pl.Series(faith[w.people["group"][who]].tolist(), dtype=pl.String),
        kode=listing.village_code(made, facts),
    )
    # A marked death is no fault; only the unmarked ones stay in the log.
    marked = pl.Series(np.flatnonzero(seen != world.HADIR)).cast(pl.UInt32)
    late = pl.col("fault").is_in(["meninggal_masih_tercatat", "pindah_masih_tercatat", "data_lama"])
    made.log = [part.filter(~(late & pl.col("at").is_in(marked.implode()))) for part in made.log]
    gone = pl.col("keadaan") != world.HADIR
    return listing.finish(
        edition,
        made,
        f"dukcapil_{edition.edition}",
        {
            "NO": (pl.col("baris_ke") + 1).cast(pl.String),
            "NO_KK": pl.col("kk"),
            "NIK": pl.col("nik"),
            "NAMA_LGKP": pl.col("nama"),
            "JENIS_KLMIN": listing.yes("pria", "LAKI-LAKI", "PEREMPUAN"),
            "TMPT_LHR": pl.col("tempat_lahir"),
            "TGL_LHR": pl.col("lahir").dt.strftime("%d-%m-%Y"),
            "AGAMA": pl.col("agama"),
            "STAT_KWN": pl.col("marital").replace_strict(MARITAL, return_dtype=pl.String),
            "STAT_HBKEL": listing.relation(listing.SIAK_RELATIONS),
            "PDDK_AKH": pl.col("tamat").replace_strict(SCHOOL, return_dtype=pl.String),
            "JENIS_PKRJN": pl.col("pekerjaan").replace_strict(traits.occupations(), return_dtype=pl.String),
            "NAMA_LGKP_IBU": pl.col("nama_ibu"),
            "NAMA_LGKP_AYAH": pl.col("ayah"),
            "ALAMAT": pl.col("alamat"),
            "NO_RT": pl.col("rt").cast(pl.String).str.zfill(3),
            "NO_RW": pl.col("rw").cast(pl.String).str.zfill(3) if facts.place.has_rw else pl.lit("000"),
            "DUSUN": pl.col("dusun"),
            "KODE WILAYAH": pl.col("kode"),
            "DESA/KELURAHAN": pl.col("desa"),
            "KECAMATAN": pl.col("kecamatan"),
            "STATUS": pl.col("keadaan").replace_strict(
                {0: "HIDUP", 1: "MENINGGAL", 2: "PINDAH KELUAR"}, return_dtype=pl.String
            ),
            "TGL_STATUS": pl.when(gone).then(pl.col("tanggal").dt.strftime("%d-%m-%Y")),
        },
    )
