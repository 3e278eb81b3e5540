"""The page docs/adding-a-source.md is run as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

PAGE = Path(__file__).parents[2] / "docs" / "adding-a-source.md"
HEADERS = [
    "No", "Nomor Usulan RTLH", "NIK", "No. KK", "Nama Lengkap", "L/P", "Tgl Lahir", "Hubungan Keluarga", "Kabupaten/Kota",
    "Kecamatan", "Desa/Kelurahan", "Alamat", "RT/RW", "Jenis Lantai", "Luas (m2)", "Foto Rumah",
]  # fmt: skip
ROWS = [
    ["1", "U-1", "6402021504789001", "6402021203109001", "Budi", "L", "15/04/1978", "1", "Kutai Kartanegara", "Loa Kulu",
     "Jembayan", "Jl. Poros", "003/001", "1", "36,5", "x"],
    ["2", "U-2", "6402025707809002", "6402021203109001", "Siti", "P", "17/07/1980", "2", "Kutai Kartanegara", "Loa Kulu",
     "Jembayan", "Jl. Poros", "003/001", "9", "36,5", "x"],
]  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "rtlh.xlsx"
    with xlsxwriter.Workbook(str(place)) as book:
        page = book.add_worksheet("Usulan")
        for at, line in enumerate([HEADERS, *ROWS]):
            page.write_row(at, 0, line)
    return place


def test_the_example_of_the_page_reads_a_file(path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 4
    names: dict[str, Any] = {"path": path}
    exec(compile("\n".join(blocks), str(PAGE), "exec"), names)
    assert names["recognition"].drift == ()
    assert names["recognition"].confidence > 0.9
    converted = names["converted"]
    people = converted.persons.select(
        "nama", "hubungan", "family_ref", "kode_desa", "rt", "rw", "terima_pkh"
    ).rows()
    kk = "6402021203109001"
    assert people == [
        ("BUDI", "kepala", kk, "64.02.02.2003", 3, 1, None),
        ("SITI", "istri", kk, "64.02.02.2003", 3, 1, None),
    ]
    assert converted.keluarga.select("lantai", "luas_lantai").rows() == [("tanah", 36.5), (None, 36.5)]
    assert converted.findings.select("row", "field", "code", "value").rows() == [
        (3, "lantai", "kode_tak_dikenal", "9")
    ]
