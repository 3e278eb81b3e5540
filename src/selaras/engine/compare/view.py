"""What each list says about each person now: the newest edition in force, one face per person and source.

A `face` is one person in one source. Its value of a field is the first one its rows give: rows of its own (anggota)
before mentions in a family sheet (kepala), then in the order of the key. All positions are numbers, so a million rows
are compared column by column.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.engine import gathering
from selaras.engine.compare import rules as rules_

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
ABSENT = gathering.NOWHERE


@dataclass(frozen=True, slots=True)
class View:
    """Rows in force, sorted by person and source.

    records   PERSON_RECORDS + rid; `at` is the position there of each row in force
    face      number of the face of each row; begins: first row of each face
    person, source, edition   of each face: row number in `persons`, number in `sources`, rank in `editions`
    keluarga  of each row: row number in the merged keluarga table
    places    s, d, e (numbers of source, kode_desa, edition), rows, own (rows that state no match): what each source
              holds where in the edition in force
    desas     names of the numbers of kode_desa
    """

    records: pl.DataFrame
    at: Ints
    face: Ints
    begins: Ints
    person: Ints
    source: Ints
    edition: Ints
    keluarga: Ints
    sources: tuple[str, ...]
    editions: tuple[str, ...]
    places: pl.DataFrame
    desas: tuple[str, ...]
    _first: dict[str, Ints] = field(default_factory=dict)

    def first(self, name: str) -> Ints:
        """By face the position in `records` of the row that gives this field, or ABSENT."""
        if name not in self._first:
            rows = np.flatnonzero(self.records[name].is_not_null().to_numpy()[self.at])
            found = np.full(len(self.person), ABSENT, dtype=np.int64)
            # Written from the last row to the first: the first one stays.
            found[self.face[rows[::-1]]] = self.at[rows[::-1]]
            self._first[name] = found
        return self._first[name]

    def shown(self) -> Ints:
        """By face the position in `records` of its first row."""
        first: Ints = self.at[self.begins]
        return first

    def values(self, name: str, positions: Ints) -> pl.Series:
        """Values of a column at positions in `records`; null where ABSENT."""
        return gather(self.records[name], positions)

    def pairs(self) -> tuple[Ints, Ints]:
        """Faces of one person in two sources, the source with the lower number first."""
        found_a, found_b = [], []
        faces = np.arange(len(self.person))
        for step in range(1, len(self.sources)):
            same = faces[:-step][self.person[:-step] == self.person[step:]]
            if not len(same):
                break
            found_a.append(same)
            found_b.append(same + step)
        if not found_a:
            nothing = np.empty(0, dtype=np.int64)
            return nothing, nothing
        return np.concatenate(found_a), np.concatenate(found_b)


def gather(values: pl.Series, positions: Ints) -> pl.Series:
    """Values at positions; null where the position is ABSENT."""
    return gathering.at(values, positions)


def starts(groups: Ints) -> Ints:
    """Where a new group begins in a list whose equal numbers stand together."""
    return np.flatnonzero(np.concatenate(([True], groups[1:] != groups[:-1]))) if len(groups) else groups


def numbered(words: pl.Series, known: pl.Series) -> Ints:
    """The place of each word in `known` (distinct); ABSENT for null and for a word that is not there."""
    return words.cast(pl.Enum(known), strict=False).to_physical().cast(pl.Int64).fill_null(ABSENT).to_numpy()


def build(
    records: pl.DataFrame,
    clusters: pl.DataFrame,
    persons: pl.DataFrame,
    keluarga: pl.DataFrame,
    rules: rules_.Rules,
) -> View:
    """The rows in force. A row whose person is not among `persons` (sorted by person_id) takes no part."""
    of_row = records.select("rid").join(clusters, on="rid", how="left", maintain_order="left")
    sources, editions, desas = (
        records[name].unique().drop_nulls().sort() for name in ("source", "edition", "kode_desa")
    )
    keys = pl.DataFrame(
        {
            "at": np.arange(records.height),
            "g": numbered(of_row["person_id"], persons["person_id"]),
            "k": numbered(of_row["keluarga_id"], keluarga["keluarga_id"]),
            "s": numbered(records["source"], sources),
            "e": numbered(records["edition"], editions),
            "d": numbered(records["kode_desa"], desas),
            "late": (records["part"] == "kepala").fill_null(value=False).cast(pl.Int64),
            "own": records["padan"].is_null(),
            "rid": records["rid"].cast(pl.Int64),
        }
    )
    places = _places(keys, rules)
    force = places.select("s", "d", pl.col("e").alias("force"))
    newest = keys.group_by("s").agg(pl.col("e").max().alias("newest"))
    current = (
        keys.lazy()
        .filter(pl.col("g") != ABSENT)
        .join(force.lazy(), on=["s", "d"], how="left")
        .join(newest.lazy(), on="s", how="left")
        .filter(pl.col("e") >= pl.col("force").fill_null(pl.col("newest")))
        .sort("g", "s", -pl.col("e"), "late", "rid")
        .select("at", "g", "s", "e", "k")
        .collect()
    )
    at, g, s, e, k = (current[name].to_numpy() for name in current.columns)
    face_of = g * max(len(sources), 1) + s
    begins = starts(face_of)
    lengths = np.diff(np.append(begins, len(at)))
    fresh = e == np.repeat(e[begins], lengths)
    at, g, s, e, k, face_of = (column[fresh] for column in (at, g, s, e, k, face_of))
    begins = starts(face_of)
    return View(
        records=records,
        at=at,
        face=np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(at)))),
        begins=begins,
        person=g[begins],
        source=s[begins],
        edition=e[begins],
        keluarga=k,
        sources=tuple(sources),
        editions=tuple(editions),
        places=places,
        desas=tuple(desas),
    )


def _places(keys: pl.DataFrame, rules: rules_.Rules) -> pl.DataFrame:
    """View.places: for each source and village the newest edition that speaks for it."""
    counts = (pl.len().alias("rows"), pl.col("own").sum())
    counted = keys.filter(pl.col("d") != ABSENT).group_by("s", "d", "e").agg(counts)
    largest = pl.col("rows").max().over("s", "d")
    return (
        counted.filter(pl.col("rows") >= rules.least_share * largest)
        .sort("s", "d", "e", descending=[False, False, True])
        .unique(["s", "d"], keep="first", maintain_order=True)
    )


def known_on(frame: pl.DataFrame, day: date | None) -> pl.DataFrame:
    """The rows of editions issued on or before that day; a label without a date stays. The same rule as in merging."""
    if day is None:
        return frame
    dated = pl.col("edition").str.extract(r"^(\d{4}(?:-\d{2}){0,2})")
    begun = dated <= pl.lit(day.isoformat()).str.slice(0, dated.str.len_chars())
    return frame.filter(begun.fill_null(value=True))
