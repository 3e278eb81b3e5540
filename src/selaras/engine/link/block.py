"""Which pairs of rows are looked at: the union of a comparison's rules, each an equality of integers.

A key that more than `block_cap` rows share is not selective; its rule passes it over (another rule finds true pairs
by something rarer). Pairs are packed as smaller rid * 2^32 + larger rid to be made distinct.
"""

from __future__ import annotations

import duckdb

from selaras.engine.link import comparison


def candidates(connection: duckdb.DuckDBPyConnection, compare: comparison.Comparison) -> None:
    """Table `candidates`: a, b with a < b, each pair once. Reads `features`."""
    union = "\nUNION ALL\n".join(_rule(rule, compare.block_cap) for rule in compare.rules)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE candidates AS SELECT p >> 32 AS a, p & 4294967295 AS b "
        f"FROM (SELECT DISTINCT p FROM ({union}))"
    ).fetchall()


def _rule(rule: comparison.Rule, cap: int) -> str:
    keys = ", ".join(rule.keys)
    present = " AND ".join(f"{key} IS NOT NULL" for key in rule.keys)
    same = " AND ".join(f"x.{key} = y.{key}" for key in rule.keys)
    usable = f"SELECT rid, {keys} FROM (SELECT rid, {keys}, count(*) OVER (PARTITION BY {keys}) AS n FROM features WHERE {present}) WHERE n BETWEEN 2 AND {cap}"
    return f"SELECT (CAST(x.rid AS BIGINT) << 32) | y.rid AS p FROM ({usable}) x JOIN ({usable}) y ON {same} AND x.rid < y.rid"
