"""What a file of findings looks like."""

from __future__ import annotations

from typing import Final

from selaras.engine.read.profile import Field, Part, Profile
from selaras.sources.verval import columns, convert

_REQUIRED: Final = frozenset({"id_keluarga"})
_OWN: Final = frozenset(
    {"id_keluarga", "id_orang", "id_sasaran", "tanggal_kunjungan", "hasil", "status", "status_date"}
)


def _fields(known: dict[str, str]) -> tuple[Field, ...]:
    return tuple(
        Field(
            name,
            (header,),
            required=name in _REQUIRED,
            characteristic=name in _OWN,
            optional=name not in _OWN,
        )
        for name, header in known.items()
    )


KELUARGA: Final = Part(
    name="keluarga",
    fields=_fields(columns.KELUARGA),
    signature=(("id_keluarga", "hasil"),),
    ignored=("No",),
)
ANGGOTA: Final = Part(
    name="anggota",
    fields=_fields(columns.ANGGOTA),
    signature=(("id_orang", "status_date"),),
    ignored=("No",),
)
PROFILES: Final = (
    Profile("verval", columns.SOURCE, "Verval, temuan lapangan", (KELUARGA, ANGGOTA), convert.file),
)
