"""Figures by kecamatan and by desa. Small cells are hidden here, before anything is drawn."""

from __future__ import annotations

import polars as pl

from selaras.kernel.wilayah import tables as regions
from selaras.pipeline import run as run_
from selaras.pipeline import words
from selaras.pipeline.report import attention, disclosure, grids

WEAK = 30  # keluarga below which a share of a village says little


_VILLAGE = len("64.02.01.2001")


def main_region(tables: run_.Tables) -> str:
    """The kabupaten/kota most keluarga live in, e.g. "64.02"; empty where no place is known."""
    kabkota = tables.keluarga["kode_kecamatan"].drop_nulls().str.slice(0, 5)
    counted = kabkota.value_counts().sort("count", "kode_kecamatan", descending=[True, False])
    return str(counted["kode_kecamatan"][0]) if counted.height else ""


def deciles(tables: run_.Tables, date: str, kabkota: str) -> grids.Grid:
    """Keluarga of decile 1 by kecamatan, with the lists the decile was printed in."""
    code = "kode_kecamatan"
    inside = tables.keluarga.filter(pl.col(code).str.starts_with(kabkota))
    first = inside.filter(pl.col("desil") == 1)
    origin = (
        first.group_by(code, "desil__source", "desil__edition")
        .len()
        .sort("len", "desil__source", "desil__edition", descending=[True, False, False])
        .group_by(code, maintain_order=True)
        .agg(pl.struct("desil__source", "desil__edition").alias("from"))
    )
    frame = (
        inside.group_by(code)
        .agg(pl.len().alias("keluarga"), pl.col("desil").is_not_null().sum().alias("berdesil"))
        .join(first.group_by(code).len("desil1"), on=code, how="left")
        .join(origin, on=code, how="left")
        .with_columns(pl.col("desil1").fill_null(0))
    )
    frame = disclosure.hide(frame.sort("desil1", code, descending=[True, False]), ["desil1"])
    rows = tuple(
        (row[code], _name(row[code]), row["keluarga"], row["berdesil"],
         grids.HIDDEN if row["desil1__hidden"] else row["desil1"],
         None if row["desil1__hidden"] or not row["berdesil"] else row["desil1"] / row["berdesil"],
         _origins(row["from"]))
        for row in frame.iter_rows(named=True)
    )  # fmt: skip
    heads = (
        grids.Column("Kode", "kode"), grids.Column("Kecamatan"), grids.Column("Keluarga", "jumlah"),
        grids.Column("Berdesil", "jumlah"), grids.Column("Desil 1", "jumlah"), grids.Column("Bagian", "persen"),
        grids.Column("Sumber desil"),
    )  # fmt: skip
    says = (
        "Keluarga yang tercetak sebagai desil 1 di daftar resmi, menurut tempat tinggal di registri. Bagian dihitung "
        f"dari keluarga yang berdesil. Selaras tidak menghitung desil sendiri. Per {date}."
    )
    return grids.Grid("desil", "Desil 1 per kecamatan", says, heads, rows)


def villages(tables: run_.Tables, date: str, kabkota: str) -> grids.Grid:
    """One row per desa/kelurahan: keluarga, those to look at, those of decile 1."""
    code = "kode_desa"
    known = [c for c in regions.names() if kabkota and len(c) == _VILLAGE and c.startswith(kabkota)]
    frame = (
        pl.DataFrame({code: known}, schema={code: pl.String})
        .join(_counted(tables, kabkota), on=code, how="full", coalesce=True)
        .with_columns(pl.col("keluarga", "beda", "desil1", "berdesil").fill_null(0))
        .with_columns(pl.col(code).str.slice(0, 8).alias("kecamatan"))
        .sort(code)
    )
    frame = disclosure.hide(frame, ["keluarga", "beda", "desil1"], within="kecamatan")
    heads = (
        grids.Column("Kode", "kode"), grids.Column("Desa/kelurahan"), grids.Column("Kecamatan"),
        grids.Column("Keluarga", "jumlah"), grids.Column("Perlu ditinjau", "jumlah"),
        grids.Column("Bagian", "persen"), grids.Column("Desil 1", "jumlah"), grids.Column("Bagian desil 1", "persen"),
    )  # fmt: skip
    says = (
        "Keluarga menurut desa/kelurahan di registri. Perlu ditinjau: daftar-daftarnya berbeda tentang hal yang perlu "
        f"dipastikan. Angka 1 sampai 4 disembunyikan ({grids.HIDDEN}), begitu pula angka yang dapat dihitung "
        f"kembali darinya. Bagian desil 1 dihitung dari keluarga yang berdesil. Per {date}."
    )
    rows = tuple(_village(row) for row in frame.iter_rows(named=True))
    return grids.Grid("desa", "Perlu ditinjau, per desa/kelurahan", says, heads, rows)


def _counted(tables: run_.Tables, kabkota: str) -> pl.DataFrame:
    in_kabkota = pl.col("kode_desa").str.starts_with(kabkota) if kabkota else pl.lit(value=False)
    touched = attention.touched(tables.discrepancies).to_frame().with_columns(pl.lit(1).alias("_hit"))
    return (
        tables.keluarga.filter(in_kabkota)
        .join(touched, on="keluarga_id", how="left")
        .group_by("kode_desa")
        .agg(
            pl.len().alias("keluarga"),
            pl.col("_hit").is_not_null().sum().alias("beda"),
            (pl.col("desil") == 1).sum().alias("desil1"),
            pl.col("desil").is_not_null().sum().alias("berdesil"),
        )
    )


def _village(row: dict[str, object]) -> tuple[grids.Cell, ...]:
    total = _cell(row, "keluarga")
    different, first = _cell(row, "beda"), _cell(row, "desil1")
    with_decile = row["berdesil"]
    return (
        str(row["kode_desa"]),
        _name(str(row["kode_desa"])),
        _name(str(row["kecamatan"])),
        total,
        different,
        different / total if isinstance(different, int) and isinstance(total, int) and total else None,
        first,
        first / with_decile
        if isinstance(first, int) and isinstance(with_decile, int) and with_decile
        else None,
    )


def _cell(row: dict[str, object], name: str) -> str | int:
    value = row[name]
    assert isinstance(value, int)
    return grids.HIDDEN if row[f"{name}__hidden"] else value


def _name(code: str) -> str:
    return regions.names().get(code, code)


def _origins(found: list[dict[str, str | None]] | None) -> str:
    names = [
        f"{run_.title(o['desil__source'] or '?')} {words.edition(o['desil__edition'] or '')}"
        for o in found or []
    ]
    return ", ".join(name.strip() for name in names) or "–"
