"""A saved column mapping: which column of an office's list is which field of ours. A small TOML file, written once.

nama = "rtlh_perkim"                 # name of the profile
sumber = "perkim"                    # value of the source column
judul = "Daftar RTLH Dinas Perkim"
baris = "orang"                      # or "keluarga"

[kolom]                              # our field = header in the file
nik = "No. Identitas"
nama = "Nama Penerima Bantuan"

[kode.status_rumah]                  # optional: the list's own answers = our words
"1" = "milik_sendiri"

[tetap]                              # optional: the same for every row
terima_pemda = true
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from selaras.engine import tables
from selaras.engine.read.deliver.codes import Value
from selaras.kernel.errors import SelarasError

PERSON: Final = "orang"
FAMILY: Final = "keluarga"
TABLES: Final = {PERSON: tables.PERSON_RECORDS, FAMILY: tables.KELUARGA_RECORDS}
EXTRA: Final = ("provinsi", "kabupaten", "kode_wilayah", "rt_rw", "tempat_tanggal_lahir")
"""Fields a column may also have: they help to find the place, or are split into two."""
_NEEDED: Final = {PERSON: "nama", FAMILY: "nama_kepala"}
_NOT_A_COLUMN: Final = frozenset(
    {*tables.KEY_NAMES, "part", "nik_status", "kk_status", "kode_desa", "kode_kecamatan"}
)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What the file says. `columns`: field -> header; `codes`: field -> answer -> value; `constants`: field -> value."""

    name: str
    source: str
    title: str
    rows: str
    columns: Mapping[str, str]
    codes: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    constants: Mapping[str, Value] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    @property
    def table(self) -> tables.Table:
        return TABLES[self.rows]


def load(path: Path) -> ColumnMapping:
    """Read a mapping. Raises SelarasError `pemetaan_salah` with the reason for a file that cannot be used."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise SelarasError(
            "pemetaan_salah", file=path.name, sebab="berkasnya tidak terbaca sebagai TOML"
        ) from None
    reason = fault(entries)
    if reason:
        raise SelarasError("pemetaan_salah", file=path.name, sebab=reason)
    return ColumnMapping(
        name=entries["nama"],
        source=entries["sumber"],
        title=entries.get("judul", entries["nama"]),
        rows=entries.get("baris", PERSON),
        columns=entries["kolom"],
        codes=entries.get("kode", {}),
        constants=entries.get("tetap", {}),
        ignored=tuple(entries.get("abaikan", ())),
    )


def fault(entries: Mapping[str, object]) -> str | None:
    """Why these entries are no mapping, in Indonesian; None when they are one."""
    for word in ("nama", "sumber"):
        if not isinstance(entries.get(word), str) or not str(entries[word]).strip():
            return f"'{word}' belum diisi"
    rows = entries.get("baris", PERSON)
    if rows not in TABLES:
        return "'baris' harus 'orang' atau 'keluarga'"
    ignored = entries.get("abaikan", [])
    if not isinstance(ignored, list) or any(not isinstance(header, str) for header in ignored):
        return "'abaikan' harus daftar judul kolom"
    columns = entries.get("kolom")
    if not isinstance(columns, dict) or not columns:
        return "bagian [kolom] belum diisi"
    return _fault_of_fields(str(rows), columns, entries)


def _fault_of_fields(rows: str, columns: Mapping[str, object], entries: Mapping[str, object]) -> str | None:
    if _NEEDED[rows] not in columns:
        return f"kolom '{_NEEDED[rows]}' belum dipetakan"
    known = {*TABLES[rows].names, *EXTRA} - _NOT_A_COLUMN
    for section, fields_ in (
        ("kolom", columns),
        ("kode", entries.get("kode", {})),
        ("tetap", entries.get("tetap", {})),
    ):
        if not isinstance(fields_, dict):
            return f"bagian [{section}] harus berisi pasangan"
        unknown = [name for name in fields_ if name not in known]
        if unknown:
            return f"bagian [{section}] menyebut isian yang tidak dikenal: {', '.join(unknown)}"
    if any(not isinstance(header, str) or not header.strip() for header in columns.values()):
        return "bagian [kolom] memuat judul kolom yang kosong"
    return _fault_of_values(TABLES[rows], entries)


def _fault_of_values(table: tables.Table, entries: Mapping[str, object]) -> str | None:
    constants = entries.get("tetap", {})
    assert isinstance(constants, dict)
    for name, value in constants.items():
        try:
            pl.Series([value]).cast(table.schema[name], strict=True)
        except (pl.exceptions.PolarsError, TypeError):
            return f"nilai tetap untuk '{name}' tidak sesuai jenis isiannya"
    return None


def save(mapping: ColumnMapping, path: Path) -> None:
    """Write the mapping so that `load` gives it back."""
    path.write_text(text(mapping), encoding="utf-8")


def text(mapping: ColumnMapping) -> str:
    """The mapping as it stands in a file."""
    head = {"nama": mapping.name, "sumber": mapping.source, "judul": mapping.title, "baris": mapping.rows}
    lines = [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in head.items()]
    if mapping.ignored:
        lines.append(f"abaikan = {json.dumps(list(mapping.ignored), ensure_ascii=False)}")
    lines += _section("kolom", mapping.columns)
    for name, answers in mapping.codes.items():
        lines += _section(f"kode.{name}", answers)
    lines += _section("tetap", mapping.constants)
    return "\n".join(lines) + "\n"


def _section(title: str, pairs: Mapping[str, Value]) -> list[str]:
    # A JSON text, number or yes/no is written the same in TOML.
    written = [
        f"{json.dumps(k, ensure_ascii=False)} = {json.dumps(v, ensure_ascii=False)}" for k, v in pairs.items()
    ]
    return ["", f"[{title}]", *written] if written else []
