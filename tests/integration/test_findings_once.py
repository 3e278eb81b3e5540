"""One fault is one finding: what reading has told, checking does not tell again."""

from collections import Counter
from pathlib import Path

import sync_material as material

from selaras.pipeline import checking


def _told(file: Path, field: str) -> Counter[str]:
    found = checking.check(file).findings
    return Counter(code for code, about in found.select("code", "field").rows() if about == field)


def test_an_unknown_village_is_one_finding_for_its_row(tmp_path: Path) -> None:
    rows = material.changed(material.people(40), DESA=lambda i: "Antah Berantah" if i < 3 else "Jembayan")
    file = material.as_csv(tmp_path / "dinsos_2025-01.csv", rows)
    assert _told(file, "kode_desa") == {"desa_tak_ditemukan": 3}


def test_a_damaged_nik_column_is_one_finding(tmp_path: Path) -> None:
    for count in (8, 60):
        file = material.as_xlsx(
            tmp_path / f"dinsos_2025-0{count % 7}.xlsx", material.people(count), numbers=True
        )
        told = checking.check(file)
        assert told.unfit is not None
        assert _told(file, "nik") == {"kolom_nomor_rusak": 1}
