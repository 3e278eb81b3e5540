"""Canaries: made-up persons with names nobody has, put among the people of a made-up kabupaten before a demo is filled.

Two stand in both Dukcapil and DTKS under slightly different names, so that they meet in links and review; one has the number of
another in the address, one has its own beside the name: what clerks do.
"""

from dataclasses import dataclass
from pathlib import Path

import canary_seek as seek
import polars as pl


@dataclass(frozen=True)
class Canary:
    """A person nobody is. Serials of the NIK from 9990."""

    nik: str
    kk: str
    name: str
    born: str


CANARIES = (
    Canary("6402061203809991", "6402060101159991", "ZULKENARI QOMARIYUDIN", "12-03-1980"),
    Canary("6402065507909992", "6402060101159992", "WIXANDRA BURUNGWATI", "15-07-1999"),
    Canary("6402062110759993", "6402060101159993", "OGOXIMAN KICAUHARJO", "21-10-1975"),
)
# The account of a canary at a bank: fifteen digits, as banks of the state give them.
ACCOUNT = "730099881234509"
# A colon stops neither a person nor a spreadsheet from writing a number where a text belongs.
_ADDRESS = "JL. KENARI NO. 7 (NIK {nik})"
# All three live in the village of the demo, each at the head of an own family: field work meets them there.
_HOME = {
    "STAT_HBKEL": "KEPALA KELUARGA", "HUB KELUARGA": "KEPALA KELUARGA", "KODE WILAYAH": "64.02.06.1002",
    "DESA/KELURAHAN": "LOA IPUH", "KECAMATAN": "TENGGARONG",
}  # fmt: skip
_FILES = (
    ("dukcapil_2026-06.csv", ";", "utf8", {"NIK": "NIK", "NO_KK": "KK", "NAMA_LGKP": "NAMA", "ALAMAT": "ALAMAT", "TGL_LHR": "LAHIR"}),
    ("dtks_2024-10.csv", ";", "cp1252", {"NIK": "NIK", "NO KK": "KK", "NAMA": "NAMA", "ALAMAT": "ALAMAT", "TANGGAL LAHIR": "LAHIR"}),
)  # fmt: skip


def plant(sources: Path) -> seek.Known:
    """Adds the canaries to the lists in `sources`; gives all numbers that are there now."""
    for name, separator, encoding, columns in _FILES:
        path = sources / name
        lines = path.read_text(encoding=encoding).splitlines()
        heads = lines[0].lstrip("\ufeff").split(separator)
        for number, canary in enumerate(CANARIES):
            other = CANARIES[number - 1]
            spelt = canary.name if number or "dukcapil" in name else canary.name.replace("Y", "I")
            told = {
                "NIK": canary.nik, "KK": canary.kk, "LAHIR": canary.born, "ALAMAT": _ADDRESS.format(nik=other.nik),
                "NAMA": f"{spelt} {canary.nik}" if number == 2 else spelt,
            }  # fmt: skip
            row = lines[1 + number].split(separator)  # what else a row says, of somebody at random
            lines.append(
                separator.join(
                    told[columns[head]] if head in columns else _HOME.get(head, cell)
                    for head, cell in zip(heads, row, strict=True)
                )
            )
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return known(sources)


def _meant(number: bytes) -> bool:
    """Not 9999999999999999, which stands in lists for nothing at all, and in samples for a digit."""
    return len(set(number)) > 3


def known(sources: Path) -> seek.Known:
    """Every number of sixteen digits in the lists, and the canaries."""
    numbers: set[bytes] = set()
    for path in sorted(sources.glob("*.csv")):
        text = path.read_bytes()
        for found in seek._GROUPED.finditer(text):
            if len(found[0]) == 16 and _meant(found[0]):
                numbers.add(found[0])
    for path in sorted((sources / "truth").glob("*.parquet")):
        frame = pl.read_parquet(path)
        for column in frame.columns:
            if frame[column].dtype == pl.String:
                whole = frame[column].drop_nulls().unique()
                texts = whole.filter(whole.str.contains(r"^\d{16}$")).to_list()
                numbers.update(text.encode() for text in texts if _meant(text.encode()))
    marked = tuple(text for canary in CANARIES for text in (canary.nik, canary.kk))
    numbers.update(text.encode() for text in marked)
    return seek.Known(frozenset(numbers), (*marked, ACCOUNT), tuple(canary.name for canary in CANARIES))
