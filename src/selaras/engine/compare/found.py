"""The shape in which each comparison hands over what it found, before numbers become names."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from selaras.engine import tables
from selaras.engine.compare import view as view_

# g, k: row numbers of the person and the keluarga; s, e: numbers of source and edition in the View.
SCHEMA = pl.Schema(
    {
        "kind": pl.String(),
        "g": pl.Int64(),
        "k": pl.Int64(),
        **{f"{name}_{side}": pl.Int64() for side in "ab" for name in ("s", "e", "rid", "krid")},
        "field": pl.String(),
        "value_a": pl.String(),
        "value_b": pl.String(),
        "size": pl.Float64(),
    }
)
_HIDDEN = "•"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of person discrepancies: faces, and the positions in `records` of the rows that say it."""

    faces: view_.Ints
    positions: view_.Ints

    def kept(self, mask: view_.Mask) -> Side:
        return Side(self.faces[mask], self.positions[mask])


def persons(view: view_.View, kind: str, a: Side, b: Side, **values: pl.Series | str | None) -> pl.DataFrame:
    """Discrepancies about persons. `values`: field, value_a, value_b, size; what is left out is null."""
    columns: dict[str, object] = {"g": view.person[a.faces]}
    for side, letter in ((a, "a"), (b, "b")):
        columns[f"s_{letter}"] = view.source[side.faces]
        columns[f"e_{letter}"] = view.edition[side.faces]
        columns[f"rid_{letter}"] = view.values("rid", side.positions)
    return shaped(pl.DataFrame(columns), kind, **values)


def shaped(frame: pl.DataFrame, kind: str, **values: pl.Series | str | None) -> pl.DataFrame:
    """The frame in SCHEMA; columns it does not have are null. Text values stand for every row."""
    extra = [
        value.alias(name) if isinstance(value, pl.Series) else pl.lit(value, pl.String).alias(name)
        for name, value in values.items()
    ]
    full = frame.with_columns(pl.lit(kind).alias("kind"), *extra)
    return full.select(
        (pl.col(name) if name in full.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in SCHEMA.items()
    )


def masked(values: pl.Series, name: str) -> pl.Series:
    """Values as they may be shown: numbers by their last four digits, names by initials, other secrets not at all."""
    text = values.cast(pl.String)
    frame = pl.DataFrame({"v": text})
    dots = _HIDDEN * 4
    if name in ("nik", "kk", "nik_kepala"):
        shown = pl.lit(f"{dots} {dots} {dots} ") + pl.col("v").str.slice(-4)
    elif name in ("nama", "nama_ibu", "nama_kepala"):
        shown = pl.col("v").str.replace_all(r"(\p{L})[^\s]*", f"${{1}}{_HIDDEN * 3}")
    elif any(
        name in t.names and t.column(name).sensitive for t in (tables.PERSON_RECORDS, tables.KELUARGA_RECORDS)
    ):
        shown = pl.when(pl.col("v").is_not_null()).then(pl.lit(dots))
    else:
        shown = pl.col("v")
    return frame.select(shown.alias("v"))["v"]


def contract(
    parts: list[pl.DataFrame], view: view_.View, persons: pl.DataFrame, keluarga: pl.DataFrame
) -> pl.DataFrame:
    """DISCREPANCIES: numbers become names, each row gets its place; sorted so that a rerun gives the same table."""
    frame = pl.concat([SCHEMA.to_frame(), *parts]) if parts else SCHEMA.to_frame()
    g, k = (frame[name].fill_null(view_.ABSENT).to_numpy() for name in "gk")
    of_person = view_.gather(persons["keluarga_id"], g)
    names = {
        "keluarga_id": of_person.zip_with(of_person.is_not_null(), view_.gather(keluarga["keluarga_id"], k)),
        "person_id": view_.gather(persons["person_id"], g),
    }
    for place in ("kode_desa", "kode_kecamatan"):
        own = view_.gather(persons[place], g)
        names[place] = own.zip_with(own.is_not_null(), view_.gather(keluarga[place], k))
    for side in "ab":
        for column, short, words in (("source", "s", view.sources), ("edition", "e", view.editions)):
            number = frame[f"{short}_{side}"].fill_null(view_.ABSENT).to_numpy()
            names[f"{column}_{side}"] = view_.gather(pl.Series(words, dtype=pl.String), number)
    # A large share of the rows are the same in their first columns: numbers sort faster than names.
    order = ["kind", "k", "g", "s_a", "s_b", "field", "rid_a", "rid_b", "krid_a", "krid_b"]
    named = frame.with_columns(values.alias(name) for name, values in names.items()).sort(
        order, nulls_last=True
    )
    return tables.DISCREPANCIES.conform(named.select(tables.DISCREPANCIES.names))


def oriented(frame: pl.DataFrame, turn: pl.Expr) -> pl.DataFrame:
    """The frame with the two sides exchanged in the rows where `turn` holds."""
    sides = [name[:-2] for name in frame.columns if name.endswith("_a")]
    return frame.with_columns(
        pl.when(turn).then(f"{name}_{other}").otherwise(f"{name}_{side}").alias(f"{name}_{side}")
        for name in sides
        for side, other in ("ab", "ba")
    )
