"""What somebody should look at: kinds of discrepancy, findings in the files, pairs that wait for a decision."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

import polars as pl

from selaras.engine.compare import kinds as kinds_
from selaras.kernel import findings as codes
from selaras.pipeline import run as run_
from selaras.pipeline import words
from selaras.pipeline.report import grids

_REASONS = Path(__file__).parent / "data" / "alasan.toml"
_SEVERITIES = {codes.TOLAK: "tidak dipakai", codes.PERLU_DITINJAU: "perlu ditinjau", codes.INFO: "catatan"}


@functools.cache
def reasons() -> dict[str, dict[str, str]]:
    """Why a pair waits, by code: `judul` and `langkah` (what to do)."""
    return dict(tomllib.loads(_REASONS.read_text(encoding="utf-8")))


def reason(code: str) -> tuple[str, str]:
    """Title and next step of a reason; an unlisted code is shown as it is."""
    entry = reasons().get(code, {})
    return entry.get("judul", code.replace("_", " ")), entry.get(
        "langkah", "Bandingkan kedua baris di berkas asalnya."
    )


def findings(tables: run_.Tables, date: str) -> grids.Grid:
    """One row per source and code, the gravest first."""
    order = {severity: index for index, severity in enumerate(_SEVERITIES)}
    frame = (
        tables.findings.group_by("source", "code", "severity")
        .agg(pl.len().alias("jumlah"), pl.col("file").n_unique().alias("berkas"))
        .with_columns(
            pl.col("severity").replace_strict(order, default=9, return_dtype=pl.Int8).alias("_order")
        )
        .sort("_order", "jumlah", "source", "code", descending=[False, True, False, False])
    )
    rows = []
    for row in frame.iter_rows(named=True):
        kind = codes.catalogue().get(row["code"])
        rows.append(
            (
                run_.title(row["source"] or "-"),
                kind.message if kind else row["code"],
                _SEVERITIES.get(row["severity"], row["severity"]),
                row["jumlah"],
                row["berkas"],
                kind.hint if kind else "",
                row["code"],
            )
        )
    heads = (
        grids.Column("Sumber"), grids.Column("Yang ditemukan"), grids.Column("Tingkat"),
        grids.Column("Jumlah", "jumlah"), grids.Column("Berkas", "jumlah"), grids.Column("Langkah berikutnya"),
        grids.Column("Kode", "kode"),
    )  # fmt: skip
    says = f"Satu baris = satu macam catatan di satu sumber, dihitung per baris berkas. Rinciannya di findings.parquet. Per {date}."
    return grids.Grid("catatan", "Yang perlu ditinjau di berkas", says, heads, tuple(rows))


def kinds(tables: run_.Tables, date: str) -> grids.Grid:
    """One row per kind of discrepancy: how often, how many persons and keluarga."""
    frame = (
        tables.discrepancies.group_by("kind")
        .agg(
            pl.len().alias("jumlah"),
            pl.col("person_id").drop_nulls().n_unique().alias("orang"),
            pl.col("keluarga_id").drop_nulls().n_unique().alias("keluarga"),
        )
        .sort("jumlah", "kind", descending=[True, False])
    )
    rows = tuple(
        (*_kind(row["kind"]), row["jumlah"], row["orang"], row["keluarga"], row["kind"])
        for row in frame.iter_rows(named=True)
    )
    heads = (
        grids.Column("Ketidaksesuaian"), grids.Column("Artinya"), grids.Column("Langkah berikutnya"),
        grids.Column("Tingkat"), grids.Column("Jumlah", "jumlah"), grids.Column("Orang", "jumlah"),
        grids.Column("Keluarga", "jumlah"), grids.Column("Kode", "kode"),
    )  # fmt: skip
    says = (
        "Satu baris = satu macam ketidaksesuaian antara dua daftar, atau di dalam satu daftar. Satu orang dapat "
        f"terhitung di beberapa macam. Per {date}."
    )
    return grids.Grid("ketidaksesuaian", "Macam ketidaksesuaian", says, heads, rows)


def waiting(tables: run_.Tables, date: str) -> grids.Grid:
    """One row per reason why a pair waits for a decision."""
    frame = (
        tables.review.group_by("reason")
        .agg(pl.len().alias("jumlah"), pl.col("value").sum().alias("nilai"))
        .sort("nilai", "reason", descending=[True, False])
    )
    rows = tuple(
        (*reason(row["reason"]), row["jumlah"], row["reason"]) for row in frame.iter_rows(named=True)
    )
    heads = (
        grids.Column("Mengapa menunggu"), grids.Column("Langkah berikutnya"), grids.Column("Pasangan", "jumlah"),
        grids.Column("Kode", "kode"),
    )  # fmt: skip
    says = (
        f"Satu pasangan = dua baris yang mungkin orang yang sama. {words.count(tables.review.height)} pasangan menunggu, "
        f"yang paling berguna lebih dulu; daftarnya di laporan.xlsx dan review.parquet. Per {date}."
    )
    return grids.Grid("keputusan", "Yang menunggu keputusan", says, heads, rows)


def _kind(code: str) -> tuple[str, str, str, str]:
    kind = kinds_.catalogue().get(code)
    if kind is None:
        return code.replace("_", " "), "", "", ""
    return kind.title, kind.message, kind.hint, _SEVERITIES[kind.severity]


def touched(discrepancies: pl.DataFrame) -> pl.Series:
    """Keluarga with something that a person should look at; what merely happens with time (info) is left out."""
    grave = [code for code, kind in kinds_.catalogue().items() if kind.severity != codes.INFO]
    return discrepancies.filter(pl.col("kind").is_in(grave))["keluarga_id"].drop_nulls().unique()
