"""Everything the report says, counted from the tables of a run. No name and no NIK gets past this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from selaras.kernel import dates
from selaras.kernel.wilayah import tables as regions
from selaras.pipeline import run as run_
from selaras.pipeline import words
from selaras.pipeline.report import attention, grids, lists, places

Grid = grids.Grid
DEFINITIONS = tuple(
    tomllib.loads((Path(__file__).parent / "data" / "pengertian.toml").read_text(encoding="utf-8")).items()
)


@dataclass(frozen=True, slots=True)
class Key:
    """A figure that does not stand alone: what it counts, of how many, from where."""

    value: str
    label: str
    says: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """The report, before it is drawn."""

    region: str
    kabkota: str
    date: str
    keys: tuple[Key, ...]
    lead: str
    origin: str
    funnel: tuple[tuple[str, str], ...]
    files: Grid
    sources: Grid
    pairs: Grid
    kinds: Grid
    deciles: Grid
    villages: Grid
    findings: Grid
    waiting: Grid

    @property
    def grids(self) -> tuple[Grid, ...]:
        return (
            self.sources, self.pairs, self.kinds, self.deciles, self.villages, self.findings, self.waiting, self.files,
        )  # fmt: skip


def build(run: run_.Run) -> Figures:
    """Counts everything once."""
    date = dates.long(run.as_known_on)
    kabkota = places.main_region(run.tables)
    waiting = attention.waiting(run.tables, date)
    kinds = attention.kinds(run.tables, date)
    return Figures(
        region=regions.names().get(kabkota, "wilayah belum tahu"),
        kabkota=kabkota,
        date=date,
        keys=_keys(run.tables, date),
        lead=_lead(run),
        origin=words.listed(
            sorted({f"{run_.title(f.source)} {words.edition(f.edition)}" for f in run.files})
        ),
        funnel=(
            (words.count(run.tables.records.height), "sebutan di semua daftar"),
            (words.count(run.tables.persons.height), "orang"),
            (words.count(run.tables.keluarga.height), "keluarga"),
        ),
        files=lists.files(run),
        sources=lists.sources(run, date),
        pairs=lists.pairs(run, date),
        kinds=kinds,
        deciles=places.deciles(run.tables, date, kabkota),
        villages=places.villages(run.tables, date, kabkota),
        findings=attention.findings(run.tables, date),
        waiting=waiting,
    )


def _lead(run: run_.Run) -> str:
    tables = run.tables
    count = len({(file.source, file.edition) for file in run.files if file.rows_persons})
    return (
        f"{count} daftar dengan {words.count(tables.records.height)} baris orang disusun menjadi satu registri: "
        f"{words.count(tables.persons.height)} orang dalam {words.count(tables.keluarga.height)} keluarga."
    )


def _keys(tables: run_.Tables, date: str) -> tuple[Key, ...]:
    persons, keluarga = tables.persons, tables.keluarga
    several = persons.filter(pl.col("sources").list.len() > 1).height
    people = max(persons.height, 1)
    touched = attention.touched(tables.discrepancies).len()
    first = keluarga.filter(pl.col("desil") == 1).height
    known = int(keluarga["desil"].is_not_null().sum())
    return (
        Key(words.count(persons.height), "orang dalam registri",
            f"dari {words.count(tables.records.height)} sebutan di semua daftar, per {date}"),
        Key(words.count(keluarga.height), "keluarga dalam registri",
            f"satu keluarga = satu kartu keluarga, bukan rumah tangga BPS; per {date}"),
        Key(words.share(several / people), "orang ada di lebih dari satu daftar",
            f"{words.count(several)} dari {words.count(persons.height)} orang; sisanya hanya di satu daftar"),
        Key(words.count(first), "keluarga desil 1 menurut daftar resmi",
            f"dari {words.count(known)} keluarga yang desilnya tercetak di DTSEN atau P3KE; desil adalah peringkat "
            "nasional, bukan angka kemiskinan BPS"),
        Key(words.count(touched), "keluarga yang datanya perlu ditinjau",
            f"daftar-daftarnya berbeda tentang hal yang perlu dipastikan, dari {words.count(keluarga.height)} keluarga", urgent=True),
        Key(words.count(tables.review.height), "pasangan menunggu keputusan",
            "dua baris yang mungkin orang yang sama; keputusan di tangan petugas", urgent=True),
    )  # fmt: skip
