"""From a recognition to the tables of `engine/tables.py`: what every source does in the same way.

A source gives, for each part of its profile, one or more recipes: which contract to fill, which columns to take, what
is the same for every row, and which steps come after. `deliver` does the rest and keeps lineage and findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from selaras.engine import tables
from selaras.engine.read import identity, profile, values
from selaras.engine.read.deliver import take as take_
from selaras.engine.read.deliver import where
from selaras.engine.read.deliver.draft import Draft, Stamp

Step = Callable[[Draft], None]

NUMBERS: Mapping[str, Callable[..., identity.Identity]] = {
    "nik": identity.nik,
    "kk": identity.kk,
    "nik_kepala": identity.nik,
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one part becomes rows of one contract.

    numbers    canonical number -> field of the profile: {"nik": "nik", "kk": "kk"}; its status column comes along
    takes      the other columns
    constants  the same for every row, e.g. {"part": "kepala", "hubungan": "kepala"}
    steps      run in order after everything was taken
    """

    table: tables.Table
    numbers: Mapping[str, str] = field(default_factory=dict)
    takes: Sequence[take_.Take] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    steps: Sequence[Step] = ()


def deliver(
    recognition: profile.Recognition, edition: str, recipes: Mapping[str, Sequence[Recipe]]
) -> profile.Converted:
    """All sheets of one file by the recipes of their parts."""
    return converted(drafts(recognition, edition, recipes))


def drafts(
    recognition: profile.Recognition, edition: str, recipes: Mapping[str, Sequence[Recipe]]
) -> list[Draft]:
    """`deliver` before its last step, for sources that must bring sheets together."""
    stamp = Stamp(recognition.profile.source, edition)
    found = where.resolve(recognition)
    return [
        _drafted(mapped, recipe, stamp, found.get(number))
        for number, mapped in enumerate(recognition.sheets)
        for recipe in recipes[mapped.part]
    ]


def converted(made: Sequence[Draft]) -> profile.Converted:
    """The drafts of one file as tables that keep their contracts."""
    lineage = pl.DataFrame(
        [row for draft in made for row in draft.lineage if not row["field"].startswith("_")],
        schema={column.name: column.dtype for column in tables.LINEAGE.columns},
    )
    return profile.Converted(
        persons=_of(made, tables.PERSON_RECORDS),
        keluarga=_of(made, tables.KELUARGA_RECORDS),
        aggregates=_of(made, tables.AGGREGATES),
        lineage=tables.LINEAGE.conform(lineage.unique(maintain_order=True)),
        findings=_joined([frame for draft in made for frame in draft.findings], tables.FINDINGS).unique(
            maintain_order=True
        ),
    )


def _of(made: Iterable[Draft], table: tables.Table) -> pl.DataFrame | None:
    frames = [table.conform(_without_working(draft.frame)) for draft in made if draft.table is table]
    return pl.concat(frames) if frames else None


def _joined(frames: Sequence[pl.DataFrame], table: tables.Table) -> pl.DataFrame:
    return pl.concat(frames) if frames else table.empty()


def _without_working(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns that start with _ are notes of a step to itself."""
    return frame.drop([name for name in frame.columns if name.startswith("_")])


def _drafted(mapped: profile.Mapped, recipe: Recipe, stamp: Stamp, place: where.Where | None) -> Draft:
    draft = Draft(mapped, recipe.table, stamp)
    for name, column in recipe.numbers.items():
        _read_number(draft, name, column)
    for take in recipe.takes:
        _read_take(draft, take)
    if place is not None and "kode_desa" in recipe.table.schema:
        _put_place(draft, place)
    for name, text in recipe.constants.items():
        draft.put(name, pl.repeat(text, draft.frame.height, dtype=pl.String, eager=True))
    for step in recipe.steps:
        step(draft)
    return draft


def _read_number(draft: Draft, name: str, column: str) -> None:
    status_name = f"{name}_status"
    has_status = status_name in draft.table.schema
    texts, kinds = draft.mapped.texts(column), draft.mapped.kinds(column)
    if texts is None:
        if has_status:
            draft.put(status_name, pl.repeat("empty", draft.frame.height, dtype=pl.String, eager=True))
        return
    found = NUMBERS[name](texts, kinds)
    draft.put(name, found.value)
    if has_status:
        draft.put(status_name, found.status)
    draft.traced(name, column)
    if found.code:
        draft.remarked(name, found.code, found.detail)


def _read_take(draft: Draft, take: take_.Take) -> None:
    readings = []
    for column in take.columns:
        texts, kinds = draft.mapped.texts(column), draft.mapped.kinds(column)
        if texts is None or kinds is None:
            continue
        reading = take.reader(take_.Cells(texts, kinds, draft.stamp.latest_year))
        readings.append(reading)
        draft.blamed(take.field, column, reading.fault)
        draft.traced(take.field, column)
    if readings:
        draft.put(take.field, folded(readings, take.fold))


def _put_place(draft: Draft, place: where.Where) -> None:
    for name in ("kode_desa", "kode_kecamatan", "desa", "kecamatan"):
        draft.put(name, getattr(place, name))
        if name in draft.mapped.columns:
            draft.traced(name, name)
    header = where.header_of(draft.mapped)
    if header is not None:
        for name in ("kode_desa", "kode_kecamatan"):
            draft.traced_to(name, header)
    draft.blamed_texts("kode_desa", place.desa.fill_null(place.kecamatan), place.fault, place.detail)


def folded(readings: Sequence[values.Reading], fold: str) -> pl.Series:
    """Several columns as one, row by row."""
    if len(readings) == 1:
        return readings[0].value
    frame = pl.DataFrame({str(number): reading.value for number, reading in enumerate(readings)})
    expressions = {
        take_.FIRST: pl.coalesce(pl.all()),
        take_.ANY_YES: pl.max_horizontal(pl.all()),
        take_.ANY_OF_ALL: pl.any_horizontal(pl.all()),
        take_.SMALLEST: pl.min_horizontal(pl.all()),
    }
    return frame.select(expressions[fold].alias("folded")).to_series()
