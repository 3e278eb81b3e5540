"""Small lists of made-up people, written the way offices write them, for the tests of sync."""

import csv
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

_FIRST = "SITI AHMAD NUR DEWI BUDI RINA AGUS YULI HADI MARIA JOKO LINA ANDI WATI RUDI INTAN".split()
_LAST = "RAHAYU SAPUTRA HIDAYAH LESTARI SANTOSO PERTIWI GUNAWAN MAULIDA KURNIAWAN ANGGRAINI".split()
Row = dict[str, str]


def people(count: int, seed: int = 1, district: str = "02") -> list[Row]:
    """Persons who never lived: serials of the NIK from 9000."""
    rng = random.Random(seed)
    rows = []
    for number in range(count):
        year, month, day = rng.randint(1950, 2015), rng.randint(1, 12), rng.randint(1, 28)
        woman = rng.random() < 0.5
        born = f"{day + 40 * woman:02}{month:02}{year % 100:02}"
        rows.append(
            {
                "NO": str(number + 1),
                "NIK": f"6402{district}{born}{9000 + number % 1000}",
                "NO KK": f"6402{district}010115{9000 + number // 4}",
                "NAMA": f"{rng.choice(_FIRST)} {rng.choice(_LAST)} {rng.choice(_FIRST)}",
                "TANGGAL LAHIR": f"{day:02}/{month:02}/{year}",
                "JENIS KELAMIN": "P" if woman else "L",
                "DESA": "Jembayan",
                "KECAMATAN": "Loa Kulu",
                "KABUPATEN": "Kutai Kartanegara",
                "ALAMAT": f"Jl. Poros RT {rng.randint(1, 20):02}",
            }
        )
    return rows


def as_csv(path: Path, rows: list[Row]) -> Path:
    """A CSV with `;`, as a local Excel writes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def as_xlsx(path: Path, rows: list[Row], *, numbers: bool = False) -> Path:
    """A workbook; `numbers` writes the NIK as a number, which destroys it."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        for column, head in enumerate(rows[0]):
            sheet.write_string(0, column, head)
            for line, row in enumerate(rows, start=1):
                if numbers and head == "NIK":
                    sheet.write_number(line, column, float(row[head]))
                else:
                    sheet.write_string(line, column, row[head])
    return path


def changed(rows: list[Row], **columns: Callable[[int], str]) -> list[Row]:
    """The rows with some columns rewritten; `_` in a name stands for a space."""
    new = {name.replace("_", " "): value for name, value in columns.items()}
    return [row | {name: value(i) for name, value in new.items()} for i, row in enumerate(rows)]


def full_sheet(path: Path) -> Path:
    """A workbook whose last row is the last one a sheet can hold: the list was cut off."""
    rows = people(30)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        for line, cells in enumerate([list(rows[0]), *(list(row.values()) for row in rows)]):
            for column, text in enumerate(cells):
                sheet.write_string(line if line < len(rows) else 1_048_575, column, text)
    return path


def bomb(path: Path) -> Path:
    """A small workbook whose sheet unpacks to hundreds of megabytes of blanks."""
    plain = as_xlsx(path.with_suffix(".tmp"), people(3))
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            with new.open(name, "w") as entry:
                if name == "xl/worksheets/sheet1.xml":
                    for _ in range(150):
                        entry.write(b" " * 1_000_000)
                entry.write(old.read(name))
    plain.unlink()
    return path
