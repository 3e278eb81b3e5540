"""A table of figures in the manner of BPS: the truth of the made-up kabupaten with the error of a sample survey."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from selaras.synthetic import calendar, region, shapes, truth, welfare, world

YEARS = (2021, 2022, 2023, 2024, 2025)
POOR_IN_2022 = 0.073  # headcount that fixes the poverty line of the made-up kabupaten
SAMPLE = 1100  # families in the sample
LINE_GROWTH = 0.052

# Year, headcount (per cent), poor people (thousands), poverty line (rupiah), people per kecamatan.
Row = tuple[int, float, float, float, list[int]]


def figures(facts: truth.Truth) -> list[Row]:
    """Per year: headcount (per cent), poor people (thousands), line (rupiah), people per kecamatan."""
    w = facts.world
    days = np.array([snapshot.day for snapshot in w.snapshots])
    rng = facts.stream(50)
    line = 0.0
    found = []
    base = int(np.argmin(np.abs(days - calendar.day("2022-11-01"))))
    for year in YEARS:
        at = int(np.argmin(np.abs(days - calendar.day(f"{year}-03-01"))))
        wealth = facts.welfare(at)
        if not line:
            start = facts.welfare(base)
            spent = np.repeat(welfare.consumption(start.z, int(days[base])), start.size)
            line = float(np.quantile(spent, POOR_IN_2022)) / (1 + LINE_GROWTH) ** (2022 - YEARS[0])
        now = line * (1 + LINE_GROWTH) ** (year - YEARS[0])
        poor = welfare.consumption(wealth.z, calendar.day(f"{year}-03-01")) < now
        people = int(wealth.size.sum())
        share = float((poor * wealth.size).sum()) / max(people, 1)
        seen = float(np.clip(share + rng.normal(0, np.sqrt(share * (1 - share) / SAMPLE)), 0.001, 0.9))
        village = w.snapshots[at].families["village"].astype(np.int64)
        active = w.snapshots[at].families["status"] == world.AKTIF
        kec = facts.place.kec[village]
        per = np.bincount(kec[active], wealth.size[active], minlength=len(facts.place.kecamatan))
        found.append((year, 100 * seen, seen * people / 1000, now, [int(n) for n in per]))
    return found


def number(value: float, digits: int) -> str:
    """Indonesian figures: dots for thousands, comma for decimals."""
    return f"{value:,.{digits}f}".replace(",", "_").replace(".", ",").replace("_", ".")


def write(facts: truth.Truth, folder: Path) -> Path:
    """One sheet per measure under a two-row header, and people by kecamatan. Written to bps_2025.xlsx."""
    path = folder / "bps_2025.xlsx"
    rows = figures(facts)
    measures = (
        ("P0", "Persentase Penduduk Miskin (persen)", [number(row[1], 2) for row in rows]),
        ("Penduduk miskin", "Jumlah Penduduk Miskin (ribu jiwa)", [number(row[2], 2) for row in rows]),
        ("GK", "Garis Kemiskinan (rupiah/kapita/bulan)", [*(number(row[3], 0) for row in rows[:-1]), "..."]),
    )
    with shapes.workbook(path) as book:
        bold = book.add_format({"bold": True, "align": "center", "border": 1})
        for title, head, cells in measures:
            _poverty(book.add_worksheet(title), bold, facts.place, head, cells)
        _people(book.add_worksheet("Penduduk"), bold, facts.place, rows)
    return path


def _poverty(page: Any, bold: Any, place: region.Region, head: str, cells: list[str]) -> None:
    """Regions down, years across; only the made-up kabupaten has figures, the others are not made up."""
    page.write_string(0, 0, f"{head} Menurut Kabupaten/Kota, {YEARS[0]}-{YEARS[-1]} (data buatan)")
    page.merge_range(2, 0, 3, 0, "Kabupaten/Kota", bold)
    page.merge_range(2, 1, 2, len(YEARS), head, bold)
    for column, year in enumerate(YEARS, start=1):
        page.write_string(3, column, str(year), bold)
    others = region.load_table("asal.csv").filter(pl.col("kode").str.starts_with(place.kode[:3]))
    table = [(f"{'Kota ' if place.jenis == 'KOTA' else ''}{place.nama.title()}", cells)]
    for code, name in others.select("kode", "tempat_lahir").iter_rows():
        table.append((("Kota " if code[3] == "7" else "") + name.title(), ["..."] * len(YEARS)))
    for index, (name, figures_) in enumerate(table):
        page.write_string(4 + index, 0, name)
        for column, text in enumerate(figures_, start=1):
            page.write_string(4 + index, column, text)
    page.write_string(
        5 + len(table), 0, "Catatan: ... data tidak tersedia. Angka kabupaten buatan, bukan angka resmi."
    )


def _people(page: Any, bold: Any, place: region.Region, rows: list[Row]) -> None:
    page.write_string(0, 0, "Jumlah Penduduk Menurut Kecamatan (jiwa), data buatan")
    for column, head in enumerate(("Kecamatan", *map(str, YEARS))):
        page.write_string(2, column, head, bold)
    for index, code in enumerate(place.kecamatan):
        title = place.desa.filter(pl.col("kode").str.starts_with(code + "."))["kecamatan"][0]
        page.write_string(3 + index, 0, title)
        for column, row in enumerate(rows, start=1):
            page.write_string(3 + index, column, number(row[4][index], 0) if row[4][index] else "-")
