"""Which rows a reference of the registry binds."""

import polars as pl

from selaras.engine import tables
from selaras.pipeline import references

P1, P2, K1 = "PAAAAAAAAAAA1", "PAAAAAAAAAAA2", "KAAAAAAAAAAA1"


def _records(*rows):
    """source, row, person_ref, family_ref"""
    made = [
        {"source": source, "edition": "2026-01", "file": f"{source}.xlsx", "sheet": "1", "row": row, "rid": rid,
         "person_ref": person, "family_ref": family}
        for rid, (source, row, person, family) in enumerate(rows)
    ]  # fmt: skip
    return pl.DataFrame(made, schema_overrides={"row": pl.UInt32, "rid": pl.UInt32, "person_ref": pl.String})


def _links(records, persons):
    """Earlier links: who each rid was; None for a row that is new."""
    known = records.with_columns(
        pl.Series("person_id", persons, dtype=pl.String),
        pl.when(pl.Series(persons, dtype=pl.String).is_not_null()).then(pl.lit(K1)).alias("keluarga_id"),
    ).filter(pl.col("person_id").is_not_null())
    return known.select(*tables.KEY_NAMES, "person_id", "keluarga_id")


def _pairs(found, decision="sama"):
    rows = found.filter(pl.col("decision") == decision).select("rid_a", "rid_b").rows()
    return sorted(rows)


LISTED = (("dtks", 2, None, "D1"), ("dtsen", 2, None, "E1"), ("dtsen", 3, None, "E1"))


def test_a_row_joins_every_row_of_whom_it_names():
    records = _records(*LISTED, ("verval", 2, P1, K1))
    found = references.held(records, _links(records, [P1, P1, P2, None]))
    assert _pairs(found) == [(0, 3), (1, 3)]
    assert _pairs(found, "sekeluarga") == [(0, 3), (1, 3), (2, 3)]


def test_other_lists_bind_nobody_by_their_own_numbers():
    records = _records(*LISTED, ("dtks", 9, P1, K1))
    assert references.held(records, _links(records, [P1, P1, P2, None])).is_empty()


def test_without_an_earlier_registry_nothing_is_bound():
    records = _records(*LISTED, ("verval", 2, P1, K1))
    assert references.held(records, None).is_empty()


def test_a_reference_that_is_gone_stays_with_those_the_row_was_held_with():
    records = _records(*LISTED, ("verval", 2, P2, K1))
    found = references.held(records, _links(records, [P1, P1, P1, P1]))
    assert _pairs(found) == [(0, 3), (1, 3), (2, 3)]


def test_a_reference_nobody_ever_had_binds_nothing():
    records = _records(*LISTED, ("verval", 2, "PZZZZZZZZZZZZ", None), ("verval", 3, "bukan rujukan", None))
    assert references.held(records, _links(records, [P1, P1, P2, None, None])).is_empty()
