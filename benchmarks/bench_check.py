"""The check against DuckDB: all rules of `engine/check` over n person rows and n/4 keluarga rows.

Peer: about fifty of the row rules written as one DuckDB query (bench_check.sql) over the same Parquet file, findings counted code
by code. Ours does more in its time: all rules, those over families, lists and sheets too, and whole findings with
masked values and details. The counts of both for these rules must agree, or the comparison says nothing.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

import harness
from selaras.engine import tables
from selaras.engine.check import rules
from selaras.engine.check import run as check_run

TODAY = dt.date(2024, 12, 31)
GOAL_SECONDS = 3.0
GOAL_ROWS = 1_000_000
SQL = Path(__file__).with_name("bench_check.sql")
_STATUSES = ["ok", "empty", "placeholder", "malformed", "damaged"]
_CONSONANTS = list("BCDGHJKLMNPRSTWY")


def run(*, rows: int | None = None, set_name: str | None = None) -> harness.Result:
    if set_name is not None:
        raise ValueError("bench check has no sets")
    count = rows or GOAL_ROWS
    with tempfile.TemporaryDirectory() as folder:
        harness.measured(make, folder, count)
        ours = harness.measured(our_seconds, folder)
        peer = harness.measured(peer_seconds, folder)
    found, seconds = ours.value["codes"], ours.value["seconds"]
    differing = sorted(code for code, n in peer.value["codes"].items() if found.get(code, 0) != n)
    findings = sum(found.values())
    return harness.Result(
        name="check",
        rows=count,
        seconds=seconds,
        peak_mb=ours.peak_mb,
        peer=f"DuckDB, {peer.value['rules']} of the row rules in SQL, counts only",
        peer_seconds=peer.value["seconds"],
        goal=f"<= {GOAL_SECONDS:g} s for {GOAL_ROWS:,} rows",
        reached=(seconds <= GOAL_SECONDS and not differing) if count >= GOAL_ROWS else None,
        scores={
            "rules": len(rules.RULES),
            "codes": len({rule.code for rule in rules.RULES}),
            "findings": findings,
            "counts_that_differ": differing,
        },
        table=[
            {
                "what": "selaras check",
                "rules": len(rules.RULES),
                "seconds": round(seconds, 2),
                "findings": findings,
            },
            {
                "what": "DuckDB SQL",
                "rules": peer.value["rules"],
                "seconds": round(peer.value["seconds"], 2),
                "findings": sum(peer.value["codes"].values()),
            },
        ],
    )


def our_seconds(folder: str) -> dict[str, object]:
    persons, keluarga = (
        pl.read_parquet(Path(folder) / f"{name}.parquet") for name in ("persons", "keluarga")
    )
    start = time.perf_counter()
    findings = check_run.check(persons, keluarga, as_known_on=TODAY)
    seconds = time.perf_counter() - start
    people = findings.filter(pl.col("file") == "persons.xlsx", pl.col("row").is_not_null())
    return {"seconds": seconds, "codes": dict(people.group_by("code").len().iter_rows())}


def peer_seconds(folder: str) -> dict[str, object]:
    with duckdb.connect() as connection:
        connection.execute(
            "create table persons as select * from read_parquet(?)", [str(Path(folder) / "persons.parquet")]
        ).fetchall()
        start = time.perf_counter()
        counts = dict(connection.execute(SQL.read_text(encoding="utf-8")).fetchall())
        return {"seconds": time.perf_counter() - start, "codes": counts, "rules": len(counts)}


def make(folder: str, count: int) -> None:
    """Made-up lists with faults at rates like those in the field: every rule has something to look at."""
    persons = person_frame(count)
    persons.write_parquet(Path(folder) / "persons.parquet")
    keluarga_frame(persons).write_parquet(Path(folder) / "keluarga.parquet")


def person_frame(count: int, seed: int = 7) -> pl.DataFrame:
    """PERSON_RECORDS of `count` rows in families of four, serials 9000-9999 only."""
    rng = np.random.default_rng(seed)
    place = np.arange(count) % 4
    family = np.arange(count) // 4
    years = np.where(place < 2, rng.integers(1950, 2000, count), rng.integers(1995, 2024, count))
    months, days = rng.integers(1, 13, count), rng.integers(1, 29, count)
    sex = np.where(place == 0, "L", np.where(place == 1, "P", rng.choice(["L", "P"], count)))
    region = 640200 + rng.integers(1, 19, count)
    inner = (days + 40 * (sex == "P")) * 10_000 + months * 100 + years % 100
    nik = region.astype(np.int64) * 10**10 + inner * 10_000 + rng.integers(9001, 9999, count)
    shift = np.where(rng.random(count) < 0.03, rng.integers(1, 9, count), 0)
    frame = pl.DataFrame(
        {
            "source": "dtsen",
            "edition": "2024-10",
            "file": "persons.xlsx",
            "sheet": pl.Series(family * 20 // max(1, count // 4 + 1)).cast(pl.String),
            "row": np.arange(count) + 2,
            "part": "anggota",
            "family_ref": pl.Series(family).cast(pl.String).str.zfill(9),
            "nik": pl.Series(nik).cast(pl.String),
            "nik_status": rng.choice(_STATUSES, count, p=[0.94, 0.03, 0.01, 0.01, 0.01]),
            "kk": pl.Series(6402040101100000 + (family % 28 + 1) * 10**8 + 9000 + family % 1000).cast(
                pl.String
            ),
            "kk_status": rng.choice(_STATUSES, count, p=[0.95, 0.03, 0.01, 0.005, 0.005]),
            "nama": names(rng, count),
            "jenis_kelamin": np.where(rng.random(count) < 0.01, None, sex),
            "tanggal_lahir": pl.select(
                pl.date(pl.Series(years + shift), pl.Series(months), pl.Series(days))
            ).to_series(),
            "hubungan": np.array(["kepala", "istri", "anak", "anak"])[place],
            "status_kawin": np.array(["kawin", "kawin", "belum_kawin", "belum_kawin"])[place],
            "desa": "JEMBAYAN",
            "kode_desa": rng.choice(
                ["64.02.02.2003", "64.02.02.2004", "64.03.01.2001"], count, p=[0.5, 0.49, 0.01]
            ),
            "kode_kecamatan": "64.02.02",
            "rt": rng.integers(0, 40, count),
            "rw": 1,
            "desil": rng.integers(1, 11, count),
            "status": rng.choice(["aktif", "meninggal", "pindah"], count, p=[0.97, 0.02, 0.01]),
            "padan": rng.random(count) < 0.9,
            "pendidikan": rng.choice(["tidak_sekolah", "sd", "smp", "sma", "s1"], count),
            "pekerjaan": rng.choice(["PETANI", "BELUM/TIDAK BEKERJA", "NELAYAN"], count),
            "bekerja": rng.random(count) < 0.4,
            "bersekolah": rng.random(count) < 0.2,
            "hamil": rng.random(count) < 0.005,
            "terima_pkh": rng.random(count) < 0.2,
            "terima_pbi": rng.random(count) < 0.4,
            "terima_pip": rng.random(count) < 0.05,
        },
        strict=False,
    ).with_columns(
        pl.when(pl.col("nik_status") == "ok").then("nik"), pl.when(pl.col("kk_status") == "ok").then("kk")
    )
    return tables.PERSON_RECORDS.conform(frame)


def names(rng: np.random.Generator, count: int) -> pl.Series:
    """Two made-up words each, a hundredth of them something that is no name."""
    words = pl.DataFrame(
        {"a": rng.choice(_CONSONANTS, 4000), "b": rng.choice(_CONSONANTS, 4000), "n": np.arange(4000)}
    )
    vocabulary = words.select(
        pl.concat_str(
            "a",
            pl.lit("A"),
            "b",
            pl.lit("I"),
            pl.col("n").cast(pl.String).replace("", "").str.replace_all(r"\d", "N"),
        )
    ).to_series()
    first, second = (vocabulary.gather(rng.integers(0, 4000, count)) for _ in range(2))
    odd = pl.Series(rng.choice(["", "XXX", "A", "HJ.", "BUDI 2", "ALM SAMAD", "TIDAK ADA"], count))
    spoiled = pl.Series(rng.random(count) < 0.01)
    return pl.select(
        pl.when(spoiled).then(odd).otherwise(pl.concat_str(first, pl.lit(" "), second))
    ).to_series()


def keluarga_frame(persons: pl.DataFrame, seed: int = 8) -> pl.DataFrame:
    """One row per family of `persons`, in a file of its own."""
    heads = persons.filter(pl.col("hubungan") == "kepala")
    count = heads.height
    rng = np.random.default_rng(seed)
    frame = heads.select(
        "source", "edition", "sheet", "family_ref", "kk", "kk_status", "desa", "kode_desa", "kode_kecamatan", "rt",
        "rw", "desil", pl.col("nama").alias("nama_kepala"), pl.col("nik").alias("nik_kepala"),
    ).with_columns(
        pl.lit("keluarga.xlsx").alias("file"),
        pl.Series("row", np.arange(count) + 2),
        pl.Series("jumlah_anggota", rng.choice([3, 4, 5], count, p=[0.02, 0.96, 0.02])),
        pl.Series("luas_lantai", rng.choice([0.0, 21.0, 36.0, 54.0, 3600.0], count, p=[0.01, 0.3, 0.4, 0.28, 0.01])),
        pl.Series("penerangan", rng.choice(["pln_meteran", "pln_tanpa_meteran", "bukan_listrik"], count)),
        pl.Series("daya", rng.choice([450, 900, 2200], count)),
        pl.Series("bahan_bakar", rng.choice(["elpiji_3", "kayu_bakar", "tidak_memasak"], count)),
        pl.Series("aset_mobil", rng.random(count) < 0.05),
        pl.Series("aset_ac", rng.random(count) < 0.05),
    )  # fmt: skip
    return tables.KELUARGA_RECORDS.conform(frame)
