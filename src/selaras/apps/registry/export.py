"""A list of persons as CSV or XLSX. Numbers masked; a cell that a spreadsheet would compute is escaped (ASVS 1.2.10)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import xlsxwriter

from selaras.apps.registry import layout
from selaras.apps.registry.models import Person
from selaras.shell import words

MOST = 100_000
HEADS = (
    "ID orang", "ID keluarga", "Nama", "NIK", "Nomor KK", "Jenis kelamin", "Tanggal lahir", "Hubungan", "Kode desa",
    "Desa/kelurahan", "Kecamatan", "Alamat", "RT", "RW", "Status", "Desil resmi", "Sumber desil", "Edisi desil", "Sumber",
)  # fmt: skip
_COMPUTES = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def escaped(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(_COMPUTES) else text


def rows(persons: Iterable[Person]) -> Iterable[list[str]]:
    """The cells of each person."""
    for person in persons:
        values = layout.unpack(person.isi, layout.PERSON)
        born = person.tanggal_lahir.isoformat() if person.tanggal_lahir else ""
        cells = [
            person.reference, person.keluarga, person.nama, words.masked(person.nik_tail), words.masked(person.kk_tail),
            person.jenis_kelamin, born, person.hubungan, person.kode_desa, values.get("desa"), values.get("kecamatan"),
            values.get("alamat"), values.get("rt"), values.get("rw"), person.status,
            "" if person.desil is None else str(person.desil), person.desil_source, person.desil_edition, person.sources,
        ]  # fmt: skip
        yield [escaped(cell or "") for cell in cells]


def as_csv(persons: Iterable[Person]) -> tuple[bytes, int]:
    """The list as CSV that a spreadsheet opens with its letters right; and how many rows."""
    room = io.StringIO()
    writer = csv.writer(room)
    writer.writerow(HEADS)
    count = 0
    for cells in rows(persons):
        writer.writerow(cells)
        count += 1
    return room.getvalue().encode("utf-8-sig"), count


def as_xlsx(persons: Iterable[Person]) -> tuple[bytes, int]:
    """The list as XLSX; every cell is text."""
    room = io.BytesIO()
    book = xlsxwriter.Workbook(
        room, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet("Orang")
    bold = book.add_format({"bold": True})
    for column, head in enumerate(HEADS):
        sheet.write_string(0, column, head, bold)
    count = 0
    for count, cells in enumerate(rows(persons), start=1):
        for column, cell in enumerate(cells):
            sheet.write_string(count, column, cell)
    sheet.freeze_panes(1, 0)
    book.close()
    return room.getvalue(), count
