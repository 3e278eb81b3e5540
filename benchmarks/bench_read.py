"""Reading against openpyxl: an XLSX of n rows x 40 columns read, typed and checked, and a CSV of 5 n rows x 24 columns.

Ours does the whole work: looks through the container, reads every cell, recognises the kind of file, types all columns,
resolves places, checks the records. The peers only turn the same files into texts: openpyxl (read only, values only) on a
tenth of the rows, its time taken ten times; Python's csv module on the whole CSV.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import xlsxwriter

import harness
from selaras.engine import tables
from selaras.engine.check import run as check_run
from selaras.engine.read import profile, workbook
from selaras.pipeline import catalogue

XLSX_ROWS = 200_000
XLSX_SECONDS = 15.0
CSV_TIMES = 5
CSV_SECONDS = 8.0
SAMPLE = 10
EDITION = "2024-10"
TODAY = dt.date(2024, 12, 31)
PERSON = (
    "ID Keluarga P3KE,Provinsi,Kabupaten/Kota,Kecamatan,Desa/Kelurahan,Kode Kemdagri,Desil Kesejahteraan,Alamat,ID Individu,Nama,NIK,Padan Dukcapil,"
    "Jenis Kelamin,Hubungan dengan Kepala Keluarga,Tanggal Lahir,Status Kawin,Pekerjaan,Pendidikan,Usia dibawah 7 tahun,Usia 7-12,Usia 13-15,"
    "Usia 16-18,Usia 19-21,Usia 22-59,Usia 60 tahun keatas,Penerima BPNT,Penerima BPUM,Penerima BST,Penerima PKH,Penerima SEMBAKO,Resiko Stunting,Pensasaran,"
    "Penerima Prakerja,Penerima KUR,Penerima PKH 2023 (HIMBARA),Penerima SEMBAKO 2023 (HIMBARA),Keluarga Penerima PKH 2023 (HIMBARA),"
    "Keluarga Penerima SEMBAKO (HIMBARA 2023),No HP,Keterangan"
).split(",")
DTKS = (
    "NO,ID DTKS,PROVINSI,KABUPATEN/KOTA,KECAMATAN,DESA/KELURAHAN,ALAMAT,DUSUN,RT,RW,NO KK,NIK,NAMA,TANGGAL LAHIR,TEMPAT LAHIR,JENIS KELAMIN,PEKERJAAN,"
    "NAMA IBU KANDUNG,HUB KELUARGA,KETERANGAN PADAN,BANSOS BPNT,BANSOS PKH,BANSOS BPNT-PPKM,PBI JKN"
).split(",")
VILLAGES = (
    ("LOA KULU", "JEMBAYAN", "64.02.02.2003"),
    ("LOA KULU", "LOH SUMBER", "64.02.02.2005"),
    ("TENGGARONG", "TIMBAU", "64.02.06.1004"),
)
FIRST = "SITI AMINAH MUHAMMAD AHMAD NUR ANDI YOHANES DEWI AJI ENCIK RAHMAT YULI".split()
LAST = "RIZKI HIDAYAT FATIMAH SAPUTRA LESTARI WULANDARI HAKIM SULAIMAN PRATAMA NINGSIH".split()
YES = ("Ya", "Tidak")


def run(*, rows: int | None = None, set_name: str | None = None) -> harness.Result:
    if set_name is not None:
        raise ValueError("bench read has no sets")
    count = rows or XLSX_ROWS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        harness.measured(make, str(folder), count)
        xlsx = harness.measured(ours, str(folder / "p3ke.xlsx"))
        text = harness.measured(ours, str(folder / "dtks.csv"))
        peer = harness.measured(by_openpyxl, str(folder / "sample.xlsx"))
        plain = harness.measured(by_csv_module, str(folder / "dtks.csv"))
    seconds, csv_seconds = xlsx.value["seconds"], text.value["read"] + text.value["type"]
    peer_seconds = peer.value * (count / max(count // SAMPLE, 1))
    reached = seconds <= XLSX_SECONDS and csv_seconds <= CSV_SECONDS
    return harness.Result(
        name="read",
        rows=count,
        seconds=seconds,
        peak_mb=max(xlsx.peak_mb, text.peak_mb),
        peer=f"openpyxl, cells only, 1/{SAMPLE} of the rows times {SAMPLE}",
        peer_seconds=peer_seconds,
        goal=f"XLSX {XLSX_ROWS:,} x 40 read, typed, checked <= {XLSX_SECONDS:g} s; CSV {CSV_TIMES * XLSX_ROWS:,} read and typed <= {CSV_SECONDS:g} s",
        reached=reached if count >= XLSX_ROWS else None,
        scores={"csv_seconds": csv_seconds, "csv_peer_seconds": plain.value, "csv_rows": count * CSV_TIMES},
        table=[
            _line(f"XLSX {count:,} x 40", xlsx, peer_seconds),
            _line(f"CSV {count * CSV_TIMES:,} x 24", text, plain.value),
        ],
    )


def _line(what: str, ours_: harness.Measure, peer: float) -> dict[str, object]:
    steps = {step: round(ours_.value[step], 2) for step in ("read", "type", "check", "seconds")}
    return {"what": what, **steps, "peak_mb": round(ours_.peak_mb), "peer, cells only": round(peer, 2)}


def ours(path: str) -> dict[str, float]:
    """Seconds of each step, and of all."""
    start = time.perf_counter()
    sheets = workbook.read(path)
    read = time.perf_counter()
    recognition = profile.recognise(sheets, catalogue.known())
    converted = recognition.profile.convert(recognition, EDITION)
    typed = time.perf_counter()
    assert converted.persons is not None
    keluarga = tables.KELUARGA_RECORDS.empty() if converted.keluarga is None else converted.keluarga
    check_run.check(converted.persons, keluarga, as_known_on=TODAY, reported=converted.findings)
    end = time.perf_counter()
    return {"read": read - start, "type": typed - read, "check": end - typed, "seconds": end - start}


def by_openpyxl(path: str) -> float:
    start = time.perf_counter()
    book = openpyxl.load_workbook(path, read_only=True)
    for page in book.worksheets:
        for row in page.iter_rows(values_only=True):
            [None if cell is None else str(cell) for cell in row]
    return time.perf_counter() - start


def by_csv_module(path: str) -> float:
    start = time.perf_counter()
    with Path(path).open(encoding="utf-8", newline="") as lines:
        columns = list(zip(*csv.reader(lines, delimiter=";"), strict=True))
    assert len(columns) == len(DTKS)
    return time.perf_counter() - start


def make(folder: str, rows: int) -> None:
    """p3ke.xlsx, sample.xlsx (a tenth of it) and dtks.csv. People are made up: serials 9000-9999."""
    for name, count in (("p3ke.xlsx", rows), ("sample.xlsx", max(rows // SAMPLE, 1))):
        with xlsxwriter.Workbook(str(Path(folder) / name), {"constant_memory": True}) as book:
            page = book.add_worksheet("Individu")
            day = book.add_format({"num_format": "dd/mm/yyyy"})
            for x, text in enumerate(PERSON):
                page.write_string(0, x, text)
            for y, row in enumerate(people(count), 1):
                for x, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(y, x, cell)
                    elif isinstance(cell, dt.date):
                        page.write_datetime(y, x, cell, day)
                    else:
                        page.write_number(y, x, cell)
    with (Path(folder) / "dtks.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(DTKS)
        for n, row in enumerate(people(rows * CSV_TIMES)):
            family, born, name = row[0], row[14], row[9]
            writer.writerow([
                n + 1, f"ID{row[8]}", row[1], row[2], row[3], row[4], row[7], "MELATI", "003", "001", f"6402021507{n % 30:02d}{9000 + n % 1000}", row[10], name,
                f"{born:%d/%m/%Y}", "TENGGARONG", row[12], row[16], f"IBU {family}", "Anak", "PADAN", "YA", "TIDAK", "TIDAK", "YA",
            ])  # fmt: skip


def people(count: int) -> Iterator[list[str | float | dt.date]]:
    chance = random.Random(7)
    for n in range(count):
        kecamatan, desa, code = VILLAGES[n // 4 % 3]
        woman = chance.random() < 0.5
        born = dt.date(1940, 1, 1) + dt.timedelta(days=chance.randrange(30_000))
        nik = f"{code.replace('.', '')[:6]}{born.day + 40 * woman:02d}{born:%m%y}{9000 + chance.randrange(1000)}"
        flags = [YES[chance.random() < 0.7] for _ in range(20)]
        yield [
            f"P3KE{n // 4:09d}", "KALIMANTAN TIMUR", "KUTAI KARTANEGARA", kecamatan, desa, code, 1 + n % 4, f"Jl. Poros KM {n % 40} RT {n % 9}",
            f"{n:010d}", f"{chance.choice(FIRST)} {chance.choice(LAST)}", nik, "Ya", "Perempuan" if woman else "Laki-laki",
            ("Kepala Keluarga", "Istri", "Anak", "Anak")[n % 4], born, "Kawin", "Petani", "SD", *flags[:7], *flags[7:12], "Tidak", "Desil 1", *flags[12:18],
            "", "",
        ]  # fmt: skip
