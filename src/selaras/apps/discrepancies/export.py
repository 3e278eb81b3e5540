"""Two lists that leave the portal: the cases, and the persons Dukcapil is asked to match."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

import xlsxwriter

from selaras.apps.discrepancies import rules
from selaras.apps.discrepancies.models import Discrepancy
from selaras.apps.registry import export as registry
from selaras.apps.registry import rules as registry_rules
from selaras.apps.registry.models import Person
from selaras.kernel.wilayah import tables

MOST = 100_000
CASES = (
    "Jenis", "Kecamatan", "Desa/kelurahan", "Kode desa", "ID keluarga", "ID orang", "Sumber pertama", "Edisi", "Nilai",
    "Sumber kedua", "Edisi", "Nilai", "Bidang", "Langkah berikutnya", "Ditutup pada", "Ditutup oleh", "Edisi verval", "Temuan",
)  # fmt: skip
# The answer comes back with the HASIL columns filled in; intake knows it as dukcapil_padan.
PADAN = (
    "NIK", "NO KK", "NAMA LENGKAP", "JENIS KELAMIN", "TEMPAT LAHIR", "TANGGAL LAHIR", "HASIL NIK", "HASIL NAMA",
    "HASIL TANGGAL LAHIR", "HASIL PADAN",
)  # fmt: skip


def case_rows(found: Iterable[Discrepancy], hints: Mapping[str, str]) -> Iterator[Sequence[str]]:
    """A row per case. Values are masked where they are sensitive."""
    names = tables.names()
    for row in found:
        desa = row.kode_desa or ""
        cells = [
            rules.title(row.kind), names.get(desa[:8], ""), names.get(desa, ""), desa, row.keluarga, row.person,
            rules.source(row.source_a or ""), row.edition_a, row.value_a, rules.source(row.source_b or ""), row.edition_b,
            row.value_b, registry_rules.label(row.field) if row.field else "", hints.get(row.kind, ""), *_closed(row),
        ]  # fmt: skip
        yield [registry.escaped(cell or "") for cell in cells]


def _closed(row: Discrepancy) -> tuple[str, str, str, str]:
    by = row.closure.settlement if row.closure else None
    return (by.on.isoformat(), by.by_name, by.edition, by.evidence) if by else ("", "", "", "")


def padan_rows(
    persons: Iterable[Person], numbers: Mapping[int, str], born_at: Mapping[str, str]
) -> Iterator[Sequence[str]]:
    """A row per person who has a NIK; the answers stay empty."""
    for person in persons:
        if person.nik is None or person.nik not in numbers:
            continue
        born = person.tanggal_lahir.strftime("%d-%m-%Y") if person.tanggal_lahir else ""
        kk = numbers.get(person.kk, "") if person.kk else ""
        sex = {"L": "LAKI-LAKI", "P": "PEREMPUAN"}.get(person.jenis_kelamin or "", "")
        cells = [
            numbers[person.nik],
            kk,
            person.nama or "",
            sex,
            born_at.get(person.reference, ""),
            born,
            "",
            "",
            "",
            "",
        ]
        yield [registry.escaped(cell) for cell in cells]


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[bytes, int]:
    """CSV that a spreadsheet opens with its letters right; and how many rows."""
    room = io.StringIO()
    writer = csv.writer(room)
    writer.writerow(heads)
    count = 0
    for cells in rows:
        writer.writerow(cells)
        count += 1
    return room.getvalue().encode("utf-8-sig"), count


def as_xlsx(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[bytes, int]:
    """XLSX whose cells are all text: a NIK keeps its sixteen digits."""
    room = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": True,
    }
    book = xlsxwriter.Workbook(room, {**options, "in_memory": False})
    sheet, bold, text = (
        book.add_worksheet("Daftar"),
        book.add_format({"bold": True}),
        book.add_format({"num_format": "@"}),
    )
    sheet.freeze_panes(1, 0)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    count = 0
    for count, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            sheet.write_string(count, column, cell, text)
    book.close()
    return room.getvalue(), count
