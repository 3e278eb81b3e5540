"""Candidate pairs -> agreement patterns, in SQL over integers.

A pattern is one number in mixed radix: the level of every field. Fields with words are graded once per distinct pair
of dictionary entries. Reads table `features` and `entries_<field>`; see `block.py` for `candidates`.
"""

# ruff: noqa: S608
# Statements are put together from the names in our own comparisons, never from data.
from __future__ import annotations

from importlib import resources
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.engine.link import comparison, kinds, standardise, words

# Grade of two different entries (sql/words.sql) -> level of the field, by number of levels.
GRADES: dict[tuple[str, int], tuple[int, ...]] = {
    ("name", 10): (1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    ("latin", 10): (1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    ("name", 5): (1, 1, 2, 2, 3, 3, 3, 4, 4, 5),
    ("text", 4): (3, 3, 3, 3, 3, 3, 3, 3, 4, 4),
}


def load(connection: duckdb.DuckDBPyConnection, encoded: standardise.Encoded) -> None:
    """Tables `features` and `entries_<field>`."""
    _table(connection, "features", encoded.features)
    for name, dictionary in encoded.words.items():
        _table(connection, f"entries_{name}", dictionary.entries.drop("text"))


def append(
    connection: duckdb.DuckDBPyConnection, fresh: standardise.Encoded, plan: comparison.Comparison
) -> None:
    """Further rows, and what is new in their dictionaries, to the tables that `load` made."""
    _insert(connection, "features", fresh.features)
    for field in plan.fields:
        if field.kind in kinds.WORDS:
            _insert(connection, f"entries_{field.name}", fresh.words[field.name].entries.drop("text"))


def _insert(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    connection.register("incoming", frame.to_arrow())
    connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM incoming").fetchall()
    connection.unregister("incoming")


def load_folder(
    connection: duckdb.DuckDBPyConnection, folder: Path, plan: comparison.Comparison
) -> tuple[int, int]:
    """The same tables from what `state.save_encoded` wrote, without passing through Python. Rows; lists."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE features AS SELECT * FROM read_parquet('{folder / 'features.parquet'}')"
    ).fetchall()
    for field in plan.fields:
        if field.kind in kinds.WORDS:
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE entries_{field.name} AS SELECT * EXCLUDE (text) "
                f"FROM read_parquet('{folder / f'words_{field.name}.parquet'}')"
            ).fetchall()
    lists = [field.name for field in plan.fields if field.kind == "list"]
    counted = f"count(DISTINCT {lists[0]})" if lists else "1"
    rows, number = connection.execute(f"SELECT count(*), {counted} FROM features").fetchall()[0]
    return int(rows), int(number)


def _table(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    connection.register("incoming", frame.to_arrow())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM incoming").fetchall()
    connection.unregister("incoming")


def radix(compare: comparison.Comparison) -> list[int]:
    """Weight of every field's level in the pattern number, in the order of the fields."""
    steps, step = [], 1
    for field in compare.fields:
        steps.append(step)
        step *= len(field.levels) + 1
    assert step < 2**62, "too many levels for one pattern number"
    return steps


def levels(codes: npt.NDArray[np.int64], compare: comparison.Comparison) -> npt.NDArray[np.int64]:
    """Levels (patterns x fields) of pattern numbers."""
    sizes = np.array([len(field.levels) + 1 for field in compare.fields])
    found: npt.NDArray[np.int64] = codes[:, None] // np.array(radix(compare))[None, :] % sizes[None, :]
    return found


def compare_pairs(
    connection: duckdb.DuckDBPyConnection, compare: comparison.Comparison, source: str, target: str
) -> None:
    """Table `target`: a, b, code for every pair of table `source` (a, b: rids, a < b)."""
    steps = dict(zip((field.name for field in compare.fields), radix(compare), strict=True))
    wordy = [field for field in compare.fields if field.kind in kinds.WORDS]
    code = " + ".join(
        f"CAST({kinds.KINDS[field.kind](field)} AS BIGINT) * {steps[field.name]}"
        for field in compare.fields
        if field.kind in kinds.KINDS
    )
    packed = "".join(f", {_packed(field.name)} AS p_{field.name}" for field in wordy)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE wide AS SELECT c.a, c.b, {code} AS code {packed} FROM {source} c "
        "JOIN features x ON x.rid = c.a JOIN features y ON y.rid = c.b"
    ).fetchall()
    for field in wordy:
        _grade(connection, field)
    added = "".join(f" + coalesce(g_{f.name}.level, 0) * {steps[f.name]}" for f in wordy)
    joins = "".join(f" LEFT JOIN level_{f.name} g_{f.name} ON g_{f.name}.p = w.p_{f.name}" for f in wordy)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {target} AS SELECT w.a, w.b, w.code{added} AS code FROM wide w{joins}"
    ).fetchall()
    connection.execute("DROP TABLE wide").fetchall()


def _packed(name: str) -> str:
    x, y = f"CAST(x.{name} AS BIGINT)", f"CAST(y.{name} AS BIGINT)"
    return f"CASE WHEN {x} < {y} THEN ({x} << 32) | {y} WHEN {x} > {y} THEN ({y} << 32) | {x} END"


def _grade(connection: duckdb.DuckDBPyConnection, field: comparison.Field) -> None:
    name = field.name
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE asked AS SELECT DISTINCT p_{name} AS p FROM wide WHERE p_{name} IS NOT NULL"
    ).fetchall()
    if field.kind == "digits":
        connection.execute(_DIGITS.format(name=name)).fetchall()
        return
    connection.execute(_statement(connection, name)).fetchall()
    cases = " ".join(
        f"WHEN {g} THEN {level}" for g, level in enumerate(GRADES[field.kind, len(field.levels)], 1)
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE level_{name} AS SELECT p, CAST(CASE grade {cases} END AS BIGINT) AS level FROM graded"
    ).fetchall()


_DIGITS = """
CREATE OR REPLACE TEMP TABLE level_{name} AS
SELECT q.p, CAST(CASE WHEN levenshtein(x.joined, y.joined) <= 1 THEN 2
    WHEN length(x.joined) >= 5 AND levenshtein(x.joined, y.joined) = 2 THEN 3 ELSE 4 END AS BIGINT) AS level
FROM (SELECT p, p >> 32 AS lo, p & 4294967295 AS hi FROM asked) q
JOIN entries_{name} x ON x.id = q.lo JOIN entries_{name} y ON y.id = q.hi
"""


def _slots(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """Tokens to compare: so many that at most one entry in a thousand has more."""
    counts = connection.execute(f"SELECT n, count(*) FROM entries_{name} GROUP BY n ORDER BY n").fetchall()
    left = sum(number for _, number in counts) // 1000
    for length, number in reversed(counts):
        left -= number
        if left < 0:
            return min(words.SLOTS, int(length))
    return 1


def _statement(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """sql/words.sql for one field: the repetition over token slots is written out, as many as the entries need."""
    slots = range(1, _slots(connection, name) + 1)
    tokens = {side: ", ".join(f"{side}t{i}" for i in slots) for side in "xy"}
    letters = {side: " || ".join(f"substr({side}.s{i}, 1, 1)" for i in slots) for side in "xy"}
    flags = [
        flag
        for side, other in (("x", "y"), ("y", "x"))
        for i in slots
        for flag in (
            f"({side}t{i} <> 0 AND {side}t{i} IN ({tokens[other]})) AS {side}f{i}",
            f"(length({side}s{i}) = 1 AND contains({other}letters, {side}s{i})) AS {side}i{i}",
        )
    ]
    columns = [f"x.w{i} AS w{i}" for i in slots] + [
        f"{side}.{kind}{i} AS {side}{kind}{i}" for side in "xy" for kind in "ts" for i in slots
    ]

    def rest(side: str) -> str:
        return " || ".join(f"CASE WHEN {side}f{i} OR {side}i{i} THEN '' ELSE {side}s{i} END" for i in slots)

    def total(side: str, kind: str) -> str:
        extra = f" AND NOT {side}f{{i}}" if kind == "i" else ""
        return " + ".join(f"CASE WHEN {side}{kind}{i}{extra.format(i=i)} THEN 1 ELSE 0 END" for i in slots)

    text = resources.files("selaras.engine.link").joinpath("sql/words.sql").read_text("utf-8")
    return text.format(
        target="graded", entries=f"entries_{name}", pairs="asked",
        letters_x=letters["x"], letters_y=letters["y"], columns=", ".join(columns), flags=", ".join(flags),
        shared_count=total("x", "f"), shared_bits=" + ".join(f"CASE WHEN xf{i} THEN w{i} ELSE 0 END" for i in slots),
        initials_x=total("x", "i"), initials_y=total("y", "i"), rest_x=rest("x"), rest_y=rest("y"),
    )  # fmt: skip
