"""What a clause may speak of: the merged fields of the registry, with their words, and what a kept text says as a value.

A text that is none of the words of its field is no answer: "seng atau asbes" says neither the one nor the other.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import polars as pl

from selaras.apps.registry import layout
from selaras.apps.registry import rules as registry
from selaras.engine import tables
from selaras.engine.eligibility.answering import Answer
from selaras.engine.eligibility.fields import Catalogue, Field, Kind

# The contract writes the words of these fields into the meaning of the column.
_WORDS_OF_KELUARGA = (
    "status_rumah lantai dinding atap air_minum penerangan bahan_bakar bab kloset tinja".split()
)
_WORDS_OF_PERSON = "hubungan status_kawin".split()
_SEXES = ("L", "P")
MOST_AGE, _MOST_MEMBERS = 120, 60
SENSITIVE = frozenset({*layout.SENSITIVE_OF_KELUARGA, *layout.SENSITIVE_OF_PERSON})
# Persons whom a list calls so do not live with the keluarga: a rule about members does not count them.
AWAY = frozenset({"meninggal", "pindah", "tidak_ditemukan", "ganda"})
_NUMBERS = {
    "luas_lantai": ("m2", False),
    "daya": ("VA", True),
    "jumlah_sapi": ("ekor", True),
    "jumlah_kerbau": ("ekor", True),
    "jumlah_kuda": ("ekor", True),
    "jumlah_babi": ("ekor", True),
    "jumlah_kambing": ("ekor", True),
}


def _label(name: str) -> str:
    # A rule is Indonesian whatever the page is: reasons are kept and printed.
    return (
        str(registry.label(name)) if not name.startswith("aset_") else f"Punya {name[5:].replace('_', ' ')}"
    )


def _truth(name: str) -> Field:
    return Field(name, Kind.TRUTH, _label(name))


def _of_keluarga() -> list[Field]:
    contract = tables.KELUARGA_RECORDS
    texts = [
        Field(name, Kind.TEXT, _label(name), choices=tuple(contract.column(name).meaning.split()))
        for name in _WORDS_OF_KELUARGA
    ]
    numbers = [
        Field(name, Kind.NUMBER, _label(name), 0, unit=unit, whole=whole)
        for name, (unit, whole) in _NUMBERS.items()
    ]
    truths = [
        _truth(column.name)
        for column in contract.columns
        if column.dtype == pl.Boolean and column.name not in layout.PROGRAMMES
    ]
    return [
        Field("desil", Kind.NUMBER, "Desil resmi", 1, 10),
        Field("hadir", Kind.NUMBER, "Anggota hadir", 0, _MOST_MEMBERS, unit="orang"),
        Field("kode_kabupaten", Kind.TEXT, "Kode kabupaten/kota"),
        Field("kode_kecamatan", Kind.TEXT, "Kode kecamatan"),
        Field("kelurahan", Kind.TRUTH, "Tinggal di kelurahan"),
        *texts, *numbers, *truths, *(_truth(name) for name in layout.PROGRAMMES),
    ]  # fmt: skip


def _of_members() -> list[Field]:
    contract = tables.PERSON_RECORDS
    return [
        Field("umur", Kind.NUMBER, "Umur", 0, MOST_AGE, unit="tahun"),
        Field("jenis_kelamin", Kind.TEXT, "Jenis kelamin", choices=_SEXES),
        *(
            Field(name, Kind.TEXT, _label(name), choices=tuple(contract.column(name).meaning.split()))
            for name in _WORDS_OF_PERSON
        ),
        *(_truth(name) for name in ("bekerja", "bersekolah", *layout.SENSITIVE_OF_PERSON)),
    ]


CATALOGUE = Catalogue.of(_of_keluarga(), _of_members())


def value(field: Field, text: str) -> Answer:
    """What a kept text says; None for nothing and for what is no answer to this field."""
    if field.kind is Kind.TRUTH:
        return {"1": True, "0": False}.get(text)
    if field.kind is Kind.TEXT:
        return text if text and (not field.choices or text in field.choices) else None
    try:
        number = float(text)
    except ValueError:
        return None
    if not math.isfinite(number) or number < (field.low or 0) or (field.high and number > field.high):
        return None
    return int(number) if field.whole and number.is_integer() else number


def values(fields: Mapping[str, Field], texts: Mapping[str, str]) -> dict[str, Answer]:
    """Every field with what its text says."""
    return {name: value(field, texts.get(name, "")) for name, field in fields.items()}


def age(born: dt.date | None, on: dt.date) -> int | None:
    """Whole years on a day; None where the birth date is missing or cannot be."""
    if born is None or born > on:
        return None
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return years if years <= MOST_AGE else None


def of_place(kode_desa: str | None) -> dict[str, Answer]:
    """What the Kemendagri code of a village tells: the kabupaten and kecamatan, and kelurahan (fourth part 1xxx) or desa (2xxx)."""
    parts = (kode_desa or "").split(".")
    if len(parts) != 4:
        return {"kode_kabupaten": None, "kode_kecamatan": None, "kelurahan": None}
    kinds = {"1": True, "2": False}
    return {
        "kode_kabupaten": ".".join(parts[:2]), "kode_kecamatan": ".".join(parts[:3]), "kelurahan": kinds.get(parts[3][:1]),
    }  # fmt: skip
