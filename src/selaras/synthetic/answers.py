"""The truth beside the lists: who stands in which row, who people and families really are, which faults were put in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from selaras.synthetic import calendar, listing, region, shapes, social, truth, welfare, world

KEY = ("source", "edition", "file", "sheet", "row")
LINKS = pl.Schema(
    {
        "source": pl.String,
        "edition": pl.String,
        "file": pl.String,
        "sheet": pl.String,
        "row": pl.UInt32,
        "part": pl.String,
        "true_person": pl.UInt32,
        "true_keluarga": pl.UInt32,
        "true_keluarga_now": pl.UInt32,
        "listed_keluarga": pl.UInt32,
    }
)


def _key(place: shapes.Place, rows: listing.Listing) -> pl.DataFrame:
    return pl.DataFrame({"sheet": place.sheet, "row": place.row}).select(
        source=pl.lit(rows.source),
        edition=pl.lit(rows.edition),
        file=pl.lit(place.file),
        sheet="sheet",
        row="row",
    )


def links(facts: truth.Truth, at: int, place: shapes.Place, rows: listing.Listing) -> pl.DataFrame:
    """Who each row is about. `true_keluarga` as of the date of the list, `true_keluarga_now` at the end,
    `listed_keluarga` the family under which the list names the person."""
    now = facts.world.people["fam"]
    who = rows.person.to_numpy()
    frame = _key(place, rows).with_columns(
        part=pl.lit(rows.part),
        true_person=rows.person.cast(pl.UInt32),
        true_keluarga=listing.truth_keluarga(facts, at, rows.person),
        true_keluarga_now=pl.Series(now[who]).cast(pl.UInt32),
        listed_keluarga=rows.keluarga.cast(pl.UInt32),
    )
    return frame.cast(LINKS)


def hits(place: shapes.Place, rows: listing.Listing) -> pl.DataFrame:
    """Which fault hit which row and field."""
    key = _key(place, rows).with_columns(part=pl.lit(rows.part)).with_row_index("at")
    return rows.faults.join(key, on="at", how="inner").select(*KEY, "part", "field", "fault")


def write(facts: truth.Truth, folder: Path, links_: list[pl.DataFrame], hits_: list[pl.DataFrame]) -> int:
    """Writes links, keluarga_links, faults, persons, keluarga. Returns the number of mentions of people."""
    order = [*KEY, "part"]
    rows = pl.concat(links_).sort(order)
    all_links = rows.filter(pl.col("part") != "keluarga")
    all_links.write_parquet(folder / "links.parquet")
    # Rows about a keluarga as a whole: family sheets, with or without a head named in them.
    families = rows.filter(pl.col("part") != "anggota").drop("true_person")
    families.write_parquet(folder / "keluarga_links.parquet")
    pl.concat(hits_).sort([*order, "field", "fault"]).write_parquet(folder / "faults.parquet")
    persons(facts).write_parquet(folder / "persons.parquet")
    keluarga(facts).write_parquet(folder / "keluarga.parquet")
    return all_links.height


def persons(facts: truth.Truth) -> pl.DataFrame:
    """One row per true person, as of the last day."""
    w = facts.world
    folk = w.people
    who = np.arange(len(folk))
    day = w.snapshots[-1].day
    village = w.families["village"][folk["fam"]].astype(np.int64)
    job, _, _ = social.work(w, who, day, village)
    status = np.array(["aktif", "meninggal", "pindah"], dtype=object)[folk["status"]]
    gone = pl.Series(folk["status"] != world.HADIR)
    return pl.DataFrame({"true_person": who.astype(np.uint32)}).with_columns(
        true_keluarga=pl.Series(folk["fam"]).cast(pl.UInt32),
        nik=pl.Series(facts.nik).cast(pl.String),
        nik_kedua=pl.when(pl.Series(facts.second_nik > 0)).then(pl.Series(facts.second_nik).cast(pl.String)),
        nama=facts.name,
        nama_ibu=facts.mother,
        jenis_kelamin=pl.when(pl.Series(folk["sex"] == 0)).then(pl.lit("L")).otherwise(pl.lit("P")),
        tanggal_lahir=pl.Series(folk["birth"]).cast(pl.Date),
        tempat_lahir=facts.birthplace,
        kelompok=pl.Series(np.array(region.GROUPS, dtype=object)[folk["group"]].tolist(), dtype=pl.String),
        hubungan=pl.Series(folk["rel"]).replace_strict(listing.SIAK_RELATIONS, return_dtype=pl.String),
        status_kawin=pl.Series(folk["marital"]),
        kembar=pl.Series(folk["twin"] >= 0),
        ibu=pl.when(pl.Series(folk["mother"] >= 0)).then(pl.Series(folk["mother"])),
        ayah=pl.when(pl.Series(folk["father"] >= 0)).then(pl.Series(folk["father"])),
        status=pl.Series(status.tolist(), dtype=pl.String),
        status_date=pl.when(gone).then(pl.Series(folk["status_day"]).cast(pl.Date)),
        pendidikan=pl.Series(social.attained(w, who, day)).cast(pl.Int8),
        pekerjaan=pl.Series(job).cast(pl.Int8),
        disabilitas=pl.Series(social.disability(w, who, day)).cast(pl.Int8),
        penyakit=pl.Series(social.illness(w, who, day)).cast(pl.Int8),
    )


def keluarga(facts: truth.Truth) -> pl.DataFrame:
    """One row per true family, as of the last day: place, size, consumption per head and true national decile."""
    w = facts.world
    fam = w.families
    at = len(w.snapshots) - 1
    wealth = facts.welfare(at)
    village = pl.Series(fam["village"].astype(np.int64))
    status = np.array(["aktif", "bubar", "pindah"], dtype=object)[fam["status"]]
    there = pl.Series(wealth.size > 0)
    spent = welfare.consumption(wealth.z, calendar.day(calendar.STEPS[-1]))
    return pl.DataFrame({"true_keluarga": np.arange(len(fam), dtype=np.uint32)}).with_columns(
        kk=pl.Series(facts.kk[fam["kk"]]).cast(pl.String),
        kode_desa=w.region.desa["kode"].gather(village),
        rt=pl.Series(fam["rt"]),
        status=pl.Series(status.tolist(), dtype=pl.String),
        jumlah_anggota=pl.Series(wealth.size).cast(pl.Int16),
        z=pl.when(there).then(pl.Series(wealth.z)),
        konsumsi_per_kapita=pl.when(there).then(pl.Series(np.round(spent)).cast(pl.Int64)),
        desil=pl.when(there).then(pl.Series(wealth.decile()).cast(pl.Int8)),
    )
