"""A handful of made-up people in two lists, as PERSON_RECORDS. Serials are 9000-9999."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from selaras.engine import tables

MALE = (
    "RUDI HARTONO",
    "SUPRIADI",
    "AGUS SALIM",
    "BAMBANG WIJAYA",
    "LUKAS LENJAU",
    "HENDRA GUNAWAN",
    "PAIMIN",
    "YUSRAN",
)
FEMALE = (
    "SITI AMINAH",
    "RATNA DEWI",
    "SUMIATI",
    "NOVITA SARI",
    "MARTHA USAT",
    "DEWI LESTARI",
    "PONIYEM",
    "HALIMAH",
)


def row(source: str, number: int, **values: Any) -> dict[str, Any]:
    """One record; what is not given is null."""
    blank = dict.fromkeys(tables.PERSON_RECORDS.names)
    key = {
        "source": source,
        "edition": "2024-01",
        "file": f"{source}.xlsx",
        "sheet": "1",
        "row": number,
        "part": "anggota",
    }
    return blank | key | values


def person(number: int, **changes: Any) -> dict[str, Any]:
    """The fields of made-up person `number`, six to a family."""
    male = number % 2 == 0
    name = (MALE if male else FEMALE)[number // 2 % 8] + (f" {_word(number // 16)}" if number >= 16 else "")
    born = dt.date(1950, 3, 4) + dt.timedelta(days=number * 397 % 20000)
    day = born.day + (0 if male else 40)
    family = number // 6
    fields = {
        "nik": f"640202{day:02d}{born.month:02d}{born.year % 100:02d}{9000 + number % 1000:04d}",
        "kk": f"640202010110{9000 + family % 1000:04d}", "nama": name, "nama_ibu": f"IBU {_word(number + 7)}",
        "jenis_kelamin": "L" if male else "P", "tanggal_lahir": born, "tempat_lahir": "TENGGARONG",
        "kode_desa": f"64.02.02.20{family % 20:02d}", "kode_kecamatan": "64.02.02", "rt": family % 9, "family_ref": f"F{family}",
    }  # fmt: skip
    return fields | changes


def _word(number: int) -> str:
    syllables = ("BA", "RU", "SI", "TA", "NI", "MO", "LE", "DA", "KA", "WI")
    return "".join(syllables[int(digit)] for digit in str(100 + number))


def table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows as PERSON_RECORDS with rid in the order of the key."""
    frame = pl.DataFrame(rows, schema=tables.PERSON_RECORDS.schema) if rows else tables.PERSON_RECORDS.empty()
    return frame.sort(tables.KEY_NAMES).with_row_index("rid")


def two_lists(people: int) -> pl.DataFrame:
    """Everyone once in each of two lists, the same but for row numbers."""
    return table(
        [
            row(source, number + 2, **person(number))
            for source in ("dtks", "dtsen")
            for number in range(people)
        ]
    )


def persons(linked: Any) -> list[str]:
    """person_id per rid."""
    found: list[str] = linked.clusters.sort("rid")["person_id"].to_list()
    return found


def partition(linked: Any) -> set[frozenset[int]]:
    """The clusters as sets of rids."""
    frame = linked.clusters.group_by("person_id").agg("rid")
    return {frozenset(rids) for rids in frame["rid"].to_list()}
