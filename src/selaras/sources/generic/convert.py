"""An office's own list into person records, or keluarga records with the head each row names."""

from __future__ import annotations

from typing import Final

import polars as pl

from selaras.engine import tables
from selaras.engine.read import profile
from selaras.engine.read.deliver import records, steps, take
from selaras.engine.read.deliver.codes import CodeList, Value
from selaras.engine.read.deliver.draft import Draft
from selaras.sources.generic import codes
from selaras.sources.generic.mapping import ColumnMapping

_NUMBERS: Final = ("nik", "kk", "nik_kepala")
_AS_WRITTEN: Final = ("alamat", "family_ref", "person_ref")
_SPLIT: Final = (
    take.birth_place("tempat_lahir", "tempat_tanggal_lahir"),
    take.birth_date("tanggal_lahir", "tempat_tanggal_lahir"),
)


_SPECIAL: Final = {
    "jenis_kelamin": take.sex("jenis_kelamin"),
    "desil": take.decile("desil"),
    "rt": take.rt("rt", "rt", "rt_rw"),
    "rw": take.rw("rw", "rw", "rt_rw"),
    **{name: take.as_written(name) for name in _AS_WRITTEN},
    **{name: take.code(name, codes_) for name, codes_ in codes.LISTS.items()},
}


def reader_of(name: str, table: tables.Table, own: CodeList | None = None) -> take.Take:
    """How a field is read when nothing but its name is known: by its code list, else by its type."""
    if own is not None:
        return take.code(name, own)
    if name in _SPECIAL:
        return _SPECIAL[name]
    dtype = table.schema[name]
    if dtype == pl.Boolean:
        return take.code(name, codes.YA_TIDAK)
    if dtype.is_integer():
        return take.integer(name)
    by_type = {pl.Date: take.date, pl.Float64: take.decimal}
    return next((make(name) for known, make in by_type.items() if dtype == known), take.words(name))


def _takes(names: list[str], table: tables.Table, own: dict[str, CodeList]) -> tuple[take.Take, ...]:
    # Desa and kecamatan are put in with their codes; a joint column "rt_rw" gives both.
    wanted = [*names, "rt", "rw"] if "rt_rw" in names else names
    direct = [
        name
        for name in dict.fromkeys(wanted)
        if name in table.schema and name not in (*_NUMBERS, "desa", "kecamatan")
    ]
    split = [entry for entry in _SPLIT if entry.field not in direct and entry.field in table.schema]
    return (*(reader_of(name, table, own.get(name)) for name in direct), *split)


COMMON: Final = {
    "orang": (
        records.Recipe(
            table=tables.PERSON_RECORDS,
            numbers={"nik": "nik", "kk": "kk"},
            takes=(
                *take.PERSON,
                *_SPLIT,
                *(
                    reader_of(name, tables.PERSON_RECORDS)
                    for name in ("hubungan", "status_kawin", "pendidikan", "desil")
                ),
            ),
            constants={"part": "anggota"},
            steps=(steps.spouse_by_sex, steps.family_or_kk),
        ),
    )
}


def common(recognition: profile.Recognition, edition: str) -> profile.Converted:
    """Person records of a list whose headers are common ones."""
    return records.deliver(recognition, edition, COMMON)


def by_mapping(recognition: profile.Recognition, edition: str, mapping: ColumnMapping) -> profile.Converted:
    """Records of a list by its saved mapping."""
    return records.deliver(recognition, edition, {"pemetaan": recipes(mapping)})


def recipes(mapping: ColumnMapping) -> tuple[records.Recipe, ...]:
    """One recipe for a list of people, two for a list of families: the keluarga and the head it names."""
    own = {name: _code_list(name, answers) for name, answers in mapping.codes.items()}
    names = list(mapping.columns)
    takes = _takes(names, mapping.table, own)
    constant = _constants(mapping.constants)
    if mapping.rows == "orang":
        numbers = {"nik": "nik", "kk": "kk"}
        part = {"part": "anggota"}
        after = (steps.spouse_by_sex, steps.family_or_kk, constant)
        return (records.Recipe(tables.PERSON_RECORDS, numbers, takes, part, after),)
    shared = [name for name in names if name in tables.PERSON_RECORDS.schema]
    head = (*_takes(shared, tables.PERSON_RECORDS, own), take.words("nama", "nama_kepala"))
    return (
        records.Recipe(
            tables.KELUARGA_RECORDS,
            {"kk": "kk", "nik_kepala": "nik_kepala"},
            takes,
            {},
            (steps.family_or_kk, constant),
        ),
        records.Recipe(
            tables.PERSON_RECORDS,
            {"nik": "nik_kepala", "kk": "kk"},
            head,
            {"part": "kepala", "hubungan": "kepala"},
            (steps.family_or_kk, constant),
        ),
    )


def _constants(values: dict[str, Value] | object) -> records.Step:
    pairs = dict(values) if isinstance(values, dict) else {}

    def put(draft: Draft) -> None:
        known = {name: value for name, value in pairs.items() if name in draft.table.schema}
        draft.frame = draft.frame.with_columns(pl.lit(value).alias(name) for name, value in known.items())

    return put


def _code_list(name: str, answers: dict[str, Value] | object) -> CodeList:
    """The office's own answers; numbers among them are read as numbers, too ("01" is 1)."""
    pairs = dict(answers) if isinstance(answers, dict) else {}
    numbers = {int(text): value for text, value in pairs.items() if text.isdigit()}
    words = {text: value for text, value in pairs.items() if not text.isdigit()}
    return CodeList(name, numbers, words)
