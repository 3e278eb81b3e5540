"""From a recognition to the tables of `engine/tables.py`: what every source does in the same way.

A source gives, for each part of its profile, one or more recipes: which contract to fill, which columns to take, what
is the same for every row, and which steps come after. `deliver` does the rest and keeps lineage and findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from selaras.engine import tables
from selaras.engine.read import lineage, profile
from selaras.engine.read.deliver import take as take_
from selaras.engine.read.deliver import where
from selaras.engine.read.deliver.desk import Desk
from selaras.engine.read.deliver.draft import Draft, Stamp

Step = Callable[[Draft], None]


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
    return converted(drafts(recognition, edition, recipes), recognition, edition)


def drafts(
    recognition: profile.Recognition, edition: str, recipes: Mapping[str, Sequence[Recipe]]
) -> list[Draft]:
    """`deliver` before its last step, for sources that must bring sheets together."""
    stamp = Stamp(recognition.profile.source, edition)
    found = where.resolve(recognition)
    made = []
    for number, mapped in enumerate(recognition.sheets):
        desk = Desk(mapped, stamp.latest_year)
        asked = recipes[mapped.part]
        desk.ahead(
            (take for recipe in asked for take in recipe.takes),
            (pair for recipe in asked for pair in recipe.numbers.items()),
        )
        made += [_drafted(desk, recipe, stamp, found.get(number)) for recipe in asked]
    return made


def converted(made: Sequence[Draft], recognition: profile.Recognition, edition: str) -> profile.Converted:
    """The drafts of one file as tables that keep their contracts; columns that drifted and rows left out are findings."""
    traced = pl.DataFrame(
        [row for draft in made for row in draft.lineage if not row["field"].startswith("_")],
        schema={column.name: column.dtype for column in tables.LINEAGE.columns},
    )
    notes = lineage.notes(recognition, edition)
    return profile.Converted(
        persons=_of(made, tables.PERSON_RECORDS),
        keluarga=_of(made, tables.KELUARGA_RECORDS),
        aggregates=_of(made, tables.AGGREGATES),
        lineage=tables.LINEAGE.conform(traced.unique(maintain_order=True)),
        findings=_joined([frame for draft in made for frame in draft.findings], notes),
    )


def _of(made: Iterable[Draft], table: tables.Table) -> pl.DataFrame | None:
    frames = [table.conform(_without_working(draft.frame)) for draft in made if draft.table is table]
    return pl.concat(frames) if frames else None


def _joined(frames: Sequence[pl.DataFrame], notes: pl.DataFrame) -> pl.DataFrame:
    """Two recipes of one part find the same things: each is said once."""
    return pl.concat([*frames, notes]).unique(maintain_order=True)


def _without_working(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns that start with _ are notes of a step to itself."""
    return frame.drop([name for name in frame.columns if name.startswith("_")])


def _drafted(desk: Desk, recipe: Recipe, stamp: Stamp, place: where.Where | None) -> Draft:
    draft = Draft(desk.mapped, recipe.table, stamp)
    for name, column in recipe.numbers.items():
        _put_number(draft, desk, name, column)
    for take in recipe.takes:
        _put_take(draft, desk, take)
    if place is not None and "kode_desa" in recipe.table.schema:
        _put_place(draft, place)
    for name, text in recipe.constants.items():
        draft.put(name, pl.repeat(text, draft.frame.height, dtype=pl.String, eager=True))
    for step in recipe.steps:
        step(draft)
    return draft


def _put_number(draft: Draft, desk: Desk, name: str, column: str) -> None:
    status_name = f"{name}_status"
    has_status = status_name in draft.table.schema
    found = desk.number(name, column)
    if found is None:
        if has_status:
            draft.put(status_name, pl.repeat("empty", draft.frame.height, dtype=pl.String, eager=True))
        return
    draft.put(name, found.value)
    if has_status:
        draft.put(status_name, found.status)
    draft.traced(name, column)
    if found.code:
        draft.remarked(name, found.code, found.detail)


def _put_take(draft: Draft, desk: Desk, take: take_.Take) -> None:
    found = []
    for column in take.columns:
        reading = desk.column(take, column)
        if reading is None:
            continue
        found.append(reading.value)
        if reading.fault is not None:
            draft.blamed(take.field, column, reading.fault)
        draft.traced(take.field, column)
    if found:
        draft.put(take.field, folded(found, take.fold))


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


def folded(columns: Sequence[pl.Series], fold: str) -> pl.Series:
    """Several columns as one, row by row."""
    if len(columns) == 1:
        return columns[0]
    frame = pl.DataFrame({str(number): column for number, column in enumerate(columns)})
    expressions = {
        take_.FIRST: pl.coalesce(pl.all()),
        take_.ANY_YES: pl.max_horizontal(pl.all()),
        take_.ANY_OF_ALL: pl.any_horizontal(pl.all()),
        take_.SMALLEST: pl.min_horizontal(pl.all()),
    }
    return frame.select(expressions[fold].alias("folded")).to_series()
