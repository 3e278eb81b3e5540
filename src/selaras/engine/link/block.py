"""Which pairs of rows are looked at: the union of a comparison's rules, each an equality of integers.

A key that more than `block_cap` rows share is not selective; its rule passes it over (another rule finds true pairs
by something rarer). Pairs are packed as smaller rid * 2^32 + larger rid to be made distinct.
"""

# ruff: noqa: S608
# Statements are put together from the names in our own comparisons, never from data.
from __future__ import annotations

import duckdb

from selaras.engine.link import comparison


def candidates(connection: duckdb.DuckDBPyConnection, plan: comparison.Comparison) -> None:
    """Table `candidates`: a, b with a < b, each pair once. Reads `features`.

    One rule after the other: a union in one statement is no faster and holds all of them in memory at once.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE raw_pairs (p BIGINT)").fetchall()
    for rule in plan.rules:
        for statement in _rule(rule, plan.block_cap):
            connection.execute(statement).fetchall()
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE candidates AS SELECT p >> 32 AS a, p & 4294967295 AS b "
        "FROM (SELECT DISTINCT p FROM raw_pairs)"
    ).fetchall()
    for table in ("raw_pairs", "usable"):
        connection.execute(f"DROP TABLE {table}").fetchall()


def _rule(rule: comparison.Rule, cap: int) -> list[str]:
    keys = ", ".join(rule.keys)
    present = " AND ".join(f"{key} IS NOT NULL" for key in rule.keys)
    blocks = (
        f"SELECT {keys} FROM features WHERE {present} GROUP BY {keys} HAVING count(*) BETWEEN 2 AND {cap}"
    )
    in_block = " AND ".join(f"f.{key} = g.{key}" for key in rule.keys)
    same = " AND ".join(f"x.{key} = y.{key}" for key in rule.keys)
    named = ", ".join(f"f.{key}" for key in rule.keys)
    return [
        f"CREATE OR REPLACE TEMP TABLE usable AS SELECT f.rid, {named} FROM features f JOIN ({blocks}) g ON {in_block}",
        "INSERT INTO raw_pairs SELECT (CAST(x.rid AS BIGINT) << 32) | y.rid "
        f"FROM usable x JOIN usable y ON {same} AND x.rid < y.rid",
    ]


def candidates_of(connection: duckdb.DuckDBPyConnection, plan: comparison.Comparison, first: int) -> None:
    """Table `candidates` of the rows with rid >= `first` against all rows: only their blocks are looked at."""
    connection.execute("CREATE OR REPLACE TEMP TABLE raw_pairs (p BIGINT)").fetchall()
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE fresh AS SELECT * FROM features WHERE rid >= {first}"
    ).fetchall()
    for rule in plan.rules:
        keys = ", ".join(rule.keys)
        present = " AND ".join(f"{key} IS NOT NULL" for key in rule.keys)
        same = " AND ".join(f"x.{key} = y.{key}" for key in rule.keys)
        known = " AND ".join(f"g.{key} = f.{key}" for key in rule.keys)
        named = ", ".join(f"f.{key}" for key in rule.keys)
        for statement in (
            f"CREATE OR REPLACE TEMP TABLE asked AS SELECT DISTINCT {keys} FROM fresh WHERE {present}",
            f"CREATE OR REPLACE TEMP TABLE usable AS SELECT f.rid, {named} FROM features f JOIN asked g ON {known}",
            f"CREATE OR REPLACE TEMP TABLE blocks AS SELECT {keys} FROM usable GROUP BY {keys} "
            f"HAVING count(*) BETWEEN 2 AND {plan.block_cap}",
            "INSERT INTO raw_pairs SELECT (CAST(least(x.rid, y.rid) AS BIGINT) << 32) | greatest(x.rid, y.rid) "
            f"FROM fresh x JOIN blocks f ON {same.replace('y.', 'f.')} JOIN usable y ON {same} AND x.rid <> y.rid",
        ):
            connection.execute(statement).fetchall()
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE candidates AS SELECT p >> 32 AS a, p & 4294967295 AS b "
        "FROM (SELECT DISTINCT p FROM raw_pairs)"
    ).fetchall()
