"""What an office's own list looks like: by common headers, or by the headers a saved mapping names.

The profile without a mapping has no characteristic columns, so any kind of file we know by name goes before it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from selaras.engine.read import profile
from selaras.engine.read.deliver import fields
from selaras.engine.read.profile import Field, Part, Profile
from selaras.sources.generic import convert
from selaras.sources.generic.mapping import ColumnMapping, load

_SELDOM: Final = (
    "nama_ibu",
    "tempat_lahir",
    "pekerjaan",
    "hubungan",
    "status_kawin",
    "pendidikan",
    "desil",
    "provinsi",
    "kabupaten",
    "dusun",
    "rt",
    "rw",
)
ORANG: Final = Part(
    name="orang",
    fields=(
        *fields.having(*fields.WHO, required=("nama",), optional=_SELDOM),
        *fields.having("nik", "kk", required=("nik",)),
        *fields.having("hubungan", "status_kawin", "pendidikan", "desil", optional=_SELDOM),
        *fields.having(*fields.WHERE, optional=_SELDOM),
    ),
    ignored=(
        "No",
        "No.",
        "Nomor",
        "Nomor Urut",
        "No Urut",
        "Keterangan",
        "Ket",
        "No HP",
        "No. HP",
        "Telepon",
    ),
)

PROFILES: Final = (Profile("umum", "lokal", "Daftar orang dari kantor daerah", (ORANG,), convert.common),)


def mapped(mapping: ColumnMapping) -> Profile:
    """The profile a saved mapping stands for: its headers are required where the mapping needs them."""
    needed = {"orang": ("nama",), "keluarga": ("nama_kepala",)}[mapping.rows]
    part = Part(
        name="pemetaan",
        fields=tuple(
            Field(name, (header,), required=name in needed, characteristic=True)
            for name, header in mapping.columns.items()
        ),
        ignored=("No", "No.", "Nomor Urut", *mapping.ignored),
    )

    def run(recognition: profile.Recognition, edition: str) -> profile.Converted:
        return convert.by_mapping(recognition, edition, mapping)

    return Profile(mapping.name, mapping.source, mapping.title, (part,), run)


def from_file(path: Path) -> Profile:
    """The profile of a mapping file. Raises SelarasError `pemetaan_salah`."""
    return mapped(load(path))
