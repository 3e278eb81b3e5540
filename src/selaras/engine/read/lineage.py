"""Which column of which sheet each field was read from, and what reading left out or found changed."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from selaras.engine import tables
from selaras.engine.read import fitting, sheet
from selaras.engine.read.profile import Mapped, Recognition
from selaras.kernel import findings

_DRIFT = {
    fitting.NEW: "kolom_baru",
    fitting.MISSING: "kolom_hilang",
    fitting.RENAMED: "kolom_berganti_nama",
    fitting.UNNAMED: "kolom_tanpa_judul",
    fitting.DOUBLE: "kolom_ganda",
}
_SKIPPED = (sheet.NUMBERING, sheet.SUBTOTAL, sheet.REPEATED_HEADER, sheet.FOOTER, sheet.NOTE, sheet.SECTION)
_SHOWN = 10

_Cells = dict[str, str | int | None]


def of(mapped: Mapped, source: str, edition: str, fields: Mapping[str, str] | None = None) -> pl.DataFrame:
    """LINEAGE rows of one sheet.

    fields  from canonical field to field of the profile, where they differ; without it every field the profile found
            is named as the profile names it
    """
    wanted = fields if fields is not None else {name: name for name in mapped.columns}
    rows = []
    for name, column in wanted.items():
        if column in mapped.columns:
            header = mapped.sheet.header(mapped.columns[column])
            rows.append({"field": name, "column": header.letter, "header": header.text})
    key = {"source": source, "edition": edition, "file": mapped.sheet.file, "sheet": mapped.sheet.sheet}
    return tables.LINEAGE.conform(
        pl.DataFrame([key | row for row in rows]) if rows else tables.LINEAGE.empty()
    )


def notes(recognition: Recognition, edition: str) -> pl.DataFrame:
    """FINDINGS rows about the file as such: rows left out (one finding per reason, with numbers), columns that drifted."""
    source = recognition.profile.source
    rows: list[_Cells] = []
    for mapped in recognition.sheets:
        key: _Cells = {
            "source": source,
            "edition": edition,
            "file": mapped.sheet.file,
            "sheet": mapped.sheet.sheet,
        }
        for entry in mapped.sheet.dropped:
            if entry.reason in _SKIPPED and entry.rows:
                rows.append(key | _row("baris_dilewati", None, _left_out(entry)) | {"row": entry.rows[0]})
    for drift in recognition.drift:
        key = {
            "source": source,
            "edition": edition,
            "file": recognition.sheets[0].sheet.file,
            "sheet": drift.sheet,
        }
        place = f"kolom {drift.letter}" if drift.letter else None
        said = [
            text
            for text in (place, drift.header, f"biasanya: {drift.expected}" if drift.expected else None)
            if text
        ]
        rows.append(key | _row(_DRIFT[drift.kind], drift.field, "; ".join(said)))
    return tables.FINDINGS.conform(
        pl.DataFrame(rows, infer_schema_length=None) if rows else tables.FINDINGS.empty()
    )


def _row(code: str, field: str | None, detail: str) -> _Cells:
    return {
        "row": None,
        "field": field,
        "code": code,
        "severity": findings.kind(code).severity,
        "detail": detail,
    }


def _left_out(entry: sheet.Dropped) -> str:
    """ "jumlah: 3 baris (12, 40, 77)"."""
    shown = ", ".join(map(str, entry.rows[:_SHOWN])) + (", ..." if entry.count > _SHOWN else "")
    return f"{entry.reason}: {entry.count} baris ({shown})"
