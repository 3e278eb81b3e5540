"""Which lists are made, of which date, in which shape of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from selaras.synthetic import calendar, faults, listing, shapes, truth
from selaras.synthetic.lists import dtks, dtsen, dukcapil, p3ke

# Above this many rows offices export CSV, and so do we: workbooks of that size are slow to write and to open.
WORKBOOK_ROWS = 60_000

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


def jobs(facts: truth.Truth, rates: faults.Faults, *, damaged: bool) -> list[Job]:
    """All lists in the order of their dates."""
    return [
        _p3ke(facts, rates),
        _dtks(facts, rates),
        _dtsen(facts, rates),
        _dukcapil(facts, rates),
    ]


def _dtks(facts: truth.Truth, rates: faults.Faults) -> Job:
    edition = listing.Edition("dtks", "2024-10", moment("2024-10-01"), name_limit=30)

    def write(folder: Path) -> Written:
        rows = dtks.table(facts, edition, rates)
        yield shapes.csv(rows, folder, separator=";", encoding="cp1252"), rows

    return Job("DTKS 2024-10", edition, write)


def _p3ke(facts: truth.Truth, rates: faults.Faults) -> Job:
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
            yield shapes.csv(families, folder), families
        yield shapes.csv(people, folder, bom=True), people

    return Job("P3KE 2023-06", edition, write)


def _dtsen(facts: truth.Truth, rates: faults.Faults) -> Job:
    edition = listing.Edition("dtsen", "2026-03", moment("2026-03-01"))

    def write(folder: Path) -> Written:
        for rows in dtsen.tables(facts, edition, rates):
            yield shapes.csv(rows, folder), rows

    return Job("DTSEN 2026-03", edition, write)


def _dukcapil(facts: truth.Truth, rates: faults.Faults) -> Job:
    edition = listing.Edition("dukcapil", "2026-06", moment("2026-06-30"))

    def write(folder: Path) -> Written:
        rows = dukcapil.table(facts, edition, rates)
        yield shapes.csv(rows, folder, separator=";"), rows

    return Job("Dukcapil 2026-06", edition, write)
