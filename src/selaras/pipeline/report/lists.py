"""The lists themselves: what each holds, and how far two of them agree."""

from __future__ import annotations

import itertools

import polars as pl

from selaras.pipeline import run as run_
from selaras.pipeline import words
from selaras.pipeline.report import grids


def files(run: run_.Run) -> grids.Grid:
    """One row per file."""
    rows = tuple(
        (f.path, f.title, run_.title(f.source), words.edition(f.edition), f.confidence, f.rows_persons, f.rows_keluarga,
         f.sha256[:12])
        for f in run.files
    )  # fmt: skip
    heads = (
        grids.Column("Berkas"), grids.Column("Dikenali sebagai"), grids.Column("Sumber"), grids.Column("Edisi"),
        grids.Column("Keyakinan", "persen"), grids.Column("Baris orang", "jumlah"),
        grids.Column("Baris keluarga", "jumlah"), grids.Column("Sidik berkas (SHA-256)", "kode"),
    )  # fmt: skip
    says = "Semua berkas yang dibaca. Sidik berkas membuktikan berkas mana persisnya yang dipakai."
    return grids.Grid("berkas", "Berkas yang dibaca", says, heads, rows)


def sources(run: run_.Run, date: str) -> grids.Grid:
    """One row per source and edition: rows, persons, keluarga, NIK that can be used, persons found elsewhere."""
    tables = run.tables
    key = ["source", "edition"]
    elsewhere = tables.links.group_by("person_id").agg(pl.col("source").n_unique().alias("_n"))
    people = (
        tables.links.join(elsewhere, on="person_id")
        .group_by(key)
        .agg(
            pl.len().alias("baris"),
            pl.col("person_id").n_unique().alias("orang"),
            pl.col("keluarga_id").n_unique().alias("keluarga"),
            (pl.col("person_id").filter(pl.col("_n") > 1).n_unique() / pl.col("person_id").n_unique()).alias(
                "lain"
            ),
        )
    )
    nik = tables.records.group_by(key).agg((pl.col("nik_status") == "ok").mean().alias("nik"))
    frame = people.join(nik, on=key).sort(key)
    frame = frame.with_columns(
        pl.col("source").map_elements(run_.title, return_dtype=pl.String),
        pl.col("edition").map_elements(words.edition, return_dtype=pl.String),
    )
    columns = [
        ("source", grids.Column("Sumber")), ("edition", grids.Column("Edisi")),
        ("baris", grids.Column("Baris orang", "jumlah")), ("orang", grids.Column("Orang", "jumlah")),
        ("keluarga", grids.Column("Keluarga", "jumlah")), ("nik", grids.Column("NIK terbaca", "persen")),
        ("lain", grids.Column("Ada juga di daftar lain", "persen")),
    ]  # fmt: skip
    says = (
        f"Satu baris = satu daftar. Orang dihitung setelah dipadankan, jadi baris ganda di satu daftar dihitung sekali. "
        f"Per {date}."
    )
    return grids.from_frame("daftar", "Isi tiap daftar", says, columns, frame)


def pairs(run: run_.Run, date: str) -> grids.Grid:
    """One row per pair of sources: persons in both, and of these how many agree in every compared field."""
    held = run.tables.links.select(pl.col("source").alias("a"), "person_id").unique()
    size = dict(held.group_by("a").len().iter_rows())
    both = held.join(held.rename({"a": "b"}), on="person_id").filter(pl.col("a") < pl.col("b"))
    clash = _clashes(run.tables.discrepancies).with_columns(pl.lit(value=True).alias("clash"))
    counted = (
        both.join(clash, on=["a", "b", "person_id"], how="left")
        .group_by("a", "b")
        .agg(pl.len().alias("both"), pl.col("clash").is_null().sum().alias("agreed"))
    )
    found = {(a, b): (both, agreed) for a, b, both, agreed in counted.iter_rows()}
    rows = []
    for a, b in itertools.combinations(sorted(size), 2):
        met, agreed = found.get((a, b), (0, 0))
        rows.append(
            (run_.title(a), run_.title(b), size[a], size[b], met, met / size[a], met / size[b],
             agreed / met if met else None)
        )  # fmt: skip
    heads = (
        grids.Column("Daftar A"), grids.Column("Daftar B"), grids.Column("Orang di A", "jumlah"),
        grids.Column("Orang di B", "jumlah"), grids.Column("Ada di keduanya", "jumlah"),
        grids.Column("Bagian dari A", "persen"), grids.Column("Bagian dari B", "persen"),
        grids.Column("Sepakat, dari yang di keduanya", "persen"),
    )  # fmt: skip
    says = (
        "Satu baris = dua daftar. Sepakat berarti tidak ada satu pun ketidaksesuaian orang antara kedua daftar itu. "
        f"Daftar tidak harus sama: sasarannya memang berbeda. Per {date}."
    )
    return grids.Grid("pasangan", "Kesepakatan antardaftar", says, heads, tuple(rows))


def _clashes(discrepancies: pl.DataFrame) -> pl.DataFrame:
    """`a`, `b`, `person_id`: persons about whom two sources disagree, the pair in alphabetical order."""
    return (
        discrepancies.filter(pl.col("source_a") != pl.col("source_b"), pl.col("person_id").is_not_null())
        .select(
            pl.min_horizontal("source_a", "source_b").alias("a"),
            pl.max_horizontal("source_a", "source_b").alias("b"),
            "person_id",
        )
        .unique()
    )
