"""Which lists are made, of which date, in which shape of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from selaras.synthetic import calendar, faults, listing, shapes, truth
from selaras.synthetic.lists import bps, dtks, dtsen, dukcapil, local, p3ke, regsosek

# Above this many rows offices export CSV, and so do we: workbooks of that size are slow to write and to open.
WORKBOOK_ROWS = 60_000
DAMAGED_ROWS = 1_500

Written = Iterator[tuple[shapes.Place, listing.Listing]]


@dataclass(frozen=True)
class Job:
    """One list to write: `write` makes its files in a folder and says where every row went."""

    title: str
    edition: listing.Edition
    write: Callable[[Path], Written]


def moment(date: str) -> int:
    """Number of the moment with that date."""
    return calendar.STEPS.index(date)


def jobs(
    facts: truth.Truth, rates: faults.Faults, *, damaged: bool, editions: bool, pending: bool = False
) -> list[Job]:
    """All lists in the order of their dates; those nobody accepted yet at the end."""
    found = [
        _regsosek(facts, rates),
        _p3ke(facts, rates),
        _dtks_older(facts, rates),
        _dtks(facts, rates),
        *([_dtsen(facts, rates, "2025-06-01")] if editions else []),
        _dtsen(facts, rates, "2026-03-01"),
        _local(facts, rates),
        _dukcapil(facts, rates),
    ]
    if pending:
        found.append(_dtsen(facts, rates, "2026-06-30"))
    return [*found, _damaged(facts, rates)] if damaged else found


def _regsosek(facts: truth.Truth, rates: faults.Faults) -> Job:
    """Five sheets of one workbook."""
    edition = listing.Edition("regsosek", "2022-11", moment("2022-11-01"))

    def write(folder: Path) -> Written:
        sheets = regsosek.tables(facts, edition, rates)
        looks = {
            name: shapes.Look(titles=regsosek.look_at(name, facts), sheet=name, gap=False) for name in sheets
        }
        placed = shapes.book(
            f"regsosek_{edition.edition}", [(rows, looks[name]) for name, rows in sheets.items()], folder
        )
        yield from zip(placed, sheets.values(), strict=True)

    return Job("Regsosek 2022-11", edition, write)


def _p3ke(facts: truth.Truth, rates: faults.Faults) -> Job:
    """Families one sheet per kecamatan under a title; people as CSV with a byte order mark."""
    edition = listing.Edition("p3ke", "2023-06", moment("2023-06-01"))
    look = shapes.Look(
        titles=(
            "DATA PENSASARAN PERCEPATAN PENGHAPUSAN KEMISKINAN EKSTREM (P3KE)",
            f"{facts.place.jenis} {facts.place.nama}",
            "KECAMATAN {kecamatan}",
        ),
        by_kecamatan=True,
    )

    def write(folder: Path) -> Written:
        families, people = p3ke.tables(facts, edition, rates)
        if families.frame.height <= WORKBOOK_ROWS:
            yield shapes.xlsx(families, folder, look), families
        else:
            yield shapes.text_file(families, folder), families
        yield shapes.text_file(people, folder, bom=True), people

    return Job("P3KE 2023-06", edition, write)


def _dtks_older(facts: truth.Truth, rates: faults.Faults) -> Job:
    """The year before, for three kecamatan only: a workbook with title, numbering row and subtotals per village."""
    edition = listing.Edition("dtks", "2023-10", moment("2023-10-01"), name_limit=30)
    look = shapes.Look(
        titles=(
            f"DATA TERPADU KESEJAHTERAAN SOSIAL {facts.place.jenis} {facts.place.nama}",
            "PER OKTOBER 2023",
        ),
        numbering=True,
        subtotals=True,
        hidden=(2, 3),
        sheet="DTKS",
    )

    def write(folder: Path) -> Written:
        rows = dtks.table(facts, edition, rates, kecamatan=3, most=WORKBOOK_ROWS // 4)
        yield shapes.xlsx(rows, folder, look), rows

    return Job("DTKS 2023-10", edition, write)


def _dtks(facts: truth.Truth, rates: faults.Faults) -> Job:
    """The whole kabupaten, semicolons and Windows-1252."""
    edition = listing.Edition("dtks", "2024-10", moment("2024-10-01"), name_limit=30)

    def write(folder: Path) -> Written:
        rows = dtks.table(facts, edition, rates)
        yield shapes.text_file(rows, folder, separator=";", encoding="cp1252"), rows

    return Job("DTKS 2024-10", edition, write)


def _dtsen(facts: truth.Truth, rates: faults.Faults, date: str) -> Job:
    edition = listing.Edition("dtsen", date[:7], moment(date))

    def write(folder: Path) -> Written:
        for rows in dtsen.tables(facts, edition, rates):
            yield shapes.text_file(rows, folder), rows

    return Job(f"DTSEN {date[:7]}", edition, write)


def _local(facts: truth.Truth, rates: faults.Faults) -> Job:
    """Two-row merged header, numbering row, subtotals; the mapping and sumber.toml lie beside it."""
    edition = listing.Edition("rbpk", "2026-05", moment("2026-05-01"))
    look = shapes.Look(
        titles=("DAFTAR PEMOHON PROGRAM RBPK TAHUN 2026", f"{facts.place.jenis} {facts.place.nama}"),
        upper=((4, 9, local.IDENTITY), (12, 13, local.WISH)),
        numbering=True,
        subtotals=True,
        sheet="Pemohon",
    )

    def write(folder: Path) -> Written:
        rows = local.table(facts, edition, rates)
        (folder / "rbpk.toml").write_text(local.MAPPING, "utf-8")
        (folder / "sumber.toml").write_text(local.DECLARED, "utf-8")
        bps.write(facts, folder)
        yield shapes.xlsx(rows, folder, look), rows

    return Job("RBPK 2026-05 dan tabel BPS", edition, write)


def _dukcapil(facts: truth.Truth, rates: faults.Faults) -> Job:
    edition = listing.Edition("dukcapil", "2026-06", moment("2026-06-30"))

    def write(folder: Path) -> Written:
        rows = dukcapil.table(facts, edition, rates)
        yield shapes.text_file(rows, folder, separator=";"), rows

    return Job("Dukcapil 2026-06", edition, write)


def _damaged(facts: truth.Truth, rates: faults.Faults) -> Job:
    """A DTKS whose NIK and KK went through Excel as numbers: 15 digits survive, the last becomes 0."""
    edition = listing.Edition("dtks", "2025-06", moment("2025-06-01"), name_limit=30)
    numeric = (10, 11)

    def write(folder: Path) -> Written:
        rows = dtks.table(facts, edition, rates, kecamatan=1, most=DAMAGED_ROWS)
        for header in ("NO KK", "NIK"):
            digits = pl.col(header).str.contains(r"^\d{16}$")
            rows.frame = rows.frame.with_columns(
                pl.when(digits)
                .then(pl.col(header).str.head(15) + "0")
                .otherwise(pl.col(header))
                .alias(header)
            )
        every = np.arange(rows.frame.height, dtype=np.uint32)
        rows.faults = pl.concat(
            [
                rows.faults,
                *(
                    pl.DataFrame({"at": every}).with_columns(
                        field=pl.lit(field), fault=pl.lit(f"{field}_rusak_excel")
                    )
                    for field in ("nik", "kk")
                ),
            ]
        )
        yield shapes.xlsx(rows, folder, shapes.Look(numeric=numeric)), rows

    return Job("DTKS 2025-06 rusak", edition, write)
