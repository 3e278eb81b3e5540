"""How the many small fields of a row are packed into one text, and what each may be shown to.

A packed text starts with the number of its layout: when the contracts grow, a new layout gets a new number and the old
rows stay readable. Fields are separated by U+001F, which no list may carry.
"""

from __future__ import annotations

from selaras.engine import tables

BREAK = "\x1f"
NUMBER = "1"

SENSITIVE_OF_PERSON = ("disabilitas", "penyakit_menahun", "hamil")
SENSITIVE_OF_KELUARGA = ("risiko_stunting",)
PROGRAMMES = tuple(column.name for column in tables.PROGRAMMES)

# What Person holds in columns of its own.
_PERSON_COLUMNS = {
    "kk", "nama", "jenis_kelamin", "tanggal_lahir", "hubungan", "kode_desa", "kode_kecamatan", "status", "desil",
    *SENSITIVE_OF_PERSON,
}  # fmt: skip
_KELUARGA_COLUMNS = {"kk", "kode_desa", "kode_kecamatan", "desil", *SENSITIVE_OF_KELUARGA}

PERSON = (
    *(name for name in tables.MERGED_OF_PERSON if name not in _PERSON_COLUMNS),
    *(name for programme in PROGRAMMES for name in (programme, f"{programme}__sources")),
)
KELUARGA = (
    *(name for name in tables.MERGED_OF_KELUARGA if name not in _KELUARGA_COLUMNS),
    *(name for programme in PROGRAMMES for name in (programme, f"{programme}__sources")),
)
# Where each field of a person came from: place of the mention among the person's mentions.
PERSON_ORIGIN = ("nik", *tables.MERGED_OF_PERSON, *PROGRAMMES)
# Where each field of a keluarga came from: "sheet:row" of a list.
KELUARGA_ORIGIN = ("kepala_person_id", *tables.MERGED_OF_KELUARGA, *PROGRAMMES)

_NOT_OF_A_MENTION = {*tables.KEY_NAMES, "part", "nik", "kk"}
MENTION_PERSON = tuple(
    name for name in tables.PERSON_RECORDS.names if name not in {*_NOT_OF_A_MENTION, *SENSITIVE_OF_PERSON}
)
MENTION_KELUARGA = tuple(
    name
    for name in tables.KELUARGA_RECORDS.names
    if name not in {*_NOT_OF_A_MENTION, "nik_kepala", *SENSITIVE_OF_KELUARGA}
)


def pack(values: list[str]) -> str:
    """The text of these values, in the order of a layout; "" is unknown."""
    return BREAK.join([NUMBER, *values])


def unpack(text: str, names: tuple[str, ...]) -> dict[str, str]:
    """The known values by name. Raises ValueError for a text of another layout."""
    number, *values = text.split(BREAK)
    if number != NUMBER or len(values) != len(names):
        raise ValueError("a packed text of another layout")
    return {name: value for name, value in zip(names, values, strict=True) if value}
