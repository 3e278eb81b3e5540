"""Rows for the tests of the check: a family nobody has anything to say about, and ways to change it."""

import datetime as dt
from typing import Any

import polars as pl

from selaras.engine import tables
from selaras.engine.check import run

TODAY = dt.date(2024, 12, 31)
KEY = {"source": "dtsen", "edition": "2024-10", "file": "warga.xlsx", "sheet": "Data"}
HOUSE_KEY = KEY | {"sheet": "Keluarga"}


def person(row: int, /, **changes: Any) -> dict[str, Any]:
    base = {
        "row": row,
        "part": "anggota",
        "family_ref": "KEL-1",
        "nik": "6402021708809001",
        "nik_status": "ok",
        "kk": "6402020501159001",
        "kk_status": "ok",
        "nama": "SAMAD RUKMANA",
        "nama_ibu": "INANG DELIMA",
        "jenis_kelamin": "L",
        "tanggal_lahir": dt.date(1980, 8, 17),
        "hubungan": "kepala",
        "status_kawin": "kawin",
        "kode_desa": "64.02.02.2003",
        "kode_kecamatan": "64.02.02",
        "desa": "JEMBAYAN",
        "rt": 3,
        "rw": 1,
        "desil": 2,
        "status": "aktif",
    }
    return KEY | base | changes


def family() -> list[dict[str, Any]]:
    """Father, mother and a child in rows 2 to 4."""
    return [
        person(2),
        person(
            3,
            nik="6402024305839002",
            nama="RUKMINI SEROJA",
            jenis_kelamin="P",
            tanggal_lahir=dt.date(1983, 5, 3),
            hubungan="istri",
        ),
        person(
            4,
            nik="6402021409109003",
            nama="TAMAM RUKMANA",
            nama_ibu="RUKMINI SEROJA",
            tanggal_lahir=dt.date(2010, 9, 14),
            hubungan="anak",
            status_kawin="belum_kawin",
        ),
    ]


def changed(row: int, /, **changes: Any) -> list[dict[str, Any]]:
    """The family with some values of one row changed."""
    return [member | changes if member["row"] == row else member for member in family()]


def plus(**changes: Any) -> list[dict[str, Any]]:
    """The family and a second child in row 5."""
    base = {
        "nik": "6402025503129004",
        "nama": "SEROJA MELATI",
        "jenis_kelamin": "P",
        "tanggal_lahir": dt.date(2012, 3, 15),
        "hubungan": "anak",
        "status_kawin": "belum_kawin",
    }
    return [*family(), person(5, **(base | changes))]


def house(row: int = 2, /, **changes: Any) -> dict[str, Any]:
    base = {
        "row": row,
        "family_ref": "KEL-1",
        "kk": "6402020501159001",
        "kk_status": "ok",
        "nama_kepala": "SAMAD RUKMANA",
        "nik_kepala": "6402021708809001",
        "jumlah_anggota": 3,
        "kode_desa": "64.02.02.2003",
        "kode_kecamatan": "64.02.02",
        "desa": "JEMBAYAN",
        "rt": 3,
        "rw": 1,
        "desil": 2,
        "status": "aktif",
        "luas_lantai": 36.0,
        "penerangan": "pln_meteran",
        "daya": 900,
        "bahan_bakar": "elpiji_3",
        "bab": "sendiri",
        "kloset": "leher_angsa",
        "tinja": "tangki_septik",
    }
    return HOUSE_KEY | base | changes


def many(count: int, **changes: Any) -> list[dict[str, Any]]:
    """`count` heads of families of one, all different; a value that is a function gets the number of the row."""
    rows = []
    for i in range(count):
        day, month, year = i % 28 + 1, i % 12 + 1, 60 + i % 30
        base = {
            "family_ref": f"KEL-{i}",
            "nik": f"640202{day:02}{month:02}{year:02}{9001 + i}",
            "kk": f"640202{day:02}{month:02}15{9001 + i}",
            "nama": f"SAMAD {'ABCDEFGHIJ'[i % 10]}{'KLMNOPQRST'[i // 10 % 10]}U",
            "tanggal_lahir": dt.date(1900 + year, month, day),
            "desil": i % 10 + 1,
        }
        own = {name: value(i) if callable(value) else value for name, value in changes.items()}
        rows.append(person(i + 2) | base | own)
    return rows


def frame(table: tables.Table, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return (
        tables.Table.conform(table, pl.DataFrame(rows, infer_schema_length=None)) if rows else table.empty()
    )


def check(persons: list[dict[str, Any]], houses: list[dict[str, Any]] | None = None) -> pl.DataFrame:
    return run.check(
        frame(tables.PERSON_RECORDS, persons),
        frame(tables.KELUARGA_RECORDS, houses or []),
        as_known_on=TODAY,
    )


def codes(findings: pl.DataFrame) -> set[str]:
    return set(findings["code"])


def places(findings: pl.DataFrame, code: str) -> list[tuple[Any, ...]]:
    """(row, field) of every finding with that code."""
    return list(findings.filter(pl.col("code") == code).select("row", "field").sort("row").iter_rows())
