"""Where a group was seen: its sources and editions, the programmes each source says it receives."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa

from selaras.engine import tables
from selaras.engine.merge import survive


def summary(rows: survive.Ledger) -> pl.DataFrame:
    """n_records, sources, first_edition, last_edition for each group, in the order of its number."""
    starts = survive.starts(rows.group)
    if not len(starts):
        names = ("n_records", "sources", "first_edition", "last_edition")
        return pl.DataFrame(schema={name: tables.PERSONS.schema[name] for name in names})
    return pl.DataFrame(
        {
            "n_records": np.diff(np.append(starts, len(rows.group))),
            "sources": source_lists(rows, newest_first(rows)),
            "first_edition": _labels(rows, np.minimum.reduceat(rows.edition, starts)),
            "last_edition": _labels(rows, np.maximum.reduceat(rows.edition, starts)),
        }
    )


def _labels(rows: survive.Ledger, ranks: survive.Ints) -> pl.Series:
    return pl.Series(rows.editions, dtype=pl.String).gather(ranks)


def source_lists(rows: survive.Ledger, positions: survive.Ints) -> pl.Series:
    """For every group the sorted names of the sources of its rows among `positions` (in order of `newest_first`)."""
    pairs = rows.group[positions] * len(rows.sources) + rows.source[positions]
    once = positions[survive.starts(pairs)]
    ends = np.searchsorted(rows.group[once], np.arange(rows.size + 1))
    names = pl.Series(rows.sources, dtype=pl.String).gather(rows.source[once])
    return pl.Series("s", pa.LargeListArray.from_arrays(pa.array(ends, pa.int64()), names.to_arrow()))


def newest_first(rows: survive.Ledger) -> survive.Ints:
    """Sorted positions by group, source, newest edition, key: the order in which a source is asked."""
    return np.lexsort((-rows.edition, rows.source, rows.group)).astype(np.int64)


def programmes(rows: survive.Ledger, records: tuple[str, ...]) -> pl.DataFrame:
    """For each programme: yes in any source, no, or null; the sources that say yes; the row that says so.

    A source speaks by its newest edition that says anything about the programme; within that edition a yes counts
    before a no. Among several sources that say yes the row of the newest edition is named. `records` are the names
    of the columns that number the rows (rid, krid).
    """
    asked = newest_first(rows)
    columns: list[pl.Series] = []
    for programme in tables.PROGRAMMES:
        name = programme.name
        said = rows.column(name).to_physical().cast(pl.Int64).fill_null(survive.NOBODY).to_numpy()[rows.order]
        speaking = _one_word_per_source(rows, said, asked[said[asked] != survive.NOBODY])
        winner = _loudest(rows, said, speaking)
        yes = speaking[said[speaking] == 1]
        columns += [
            rows.take(name, winner),
            source_lists(rows, yes).alias(f"{name}__sources"),
            *(rows.take(record, winner).alias(f"{name}__{record}") for record in records),
        ]
    return pl.DataFrame(columns)


def _one_word_per_source(rows: survive.Ledger, said: survive.Ints, asked: survive.Ints) -> survive.Ints:
    """One position per group and source: the newest edition, there a yes before a no, there the first row."""
    source_of_group = rows.group[asked] * len(rows.sources) + rows.source[asked]
    newest = survive.best(source_of_group, asked, rows.edition[asked])
    pair = rows.group[newest] * len(rows.sources) + rows.source[newest]
    loud = survive.best(pair, newest, said[newest])
    kept = rows.group[loud] * len(rows.sources) + rows.source[loud]
    return loud[survive.starts(kept)]


def _loudest(rows: survive.Ledger, said: survive.Ints, speaking: survive.Ints) -> survive.Ints:
    speaking = survive.best(rows.group[speaking], speaking, said[speaking])
    speaking = survive.best(rows.group[speaking], speaking, rows.edition[speaking])
    return survive.first_of_each(rows, speaking)
