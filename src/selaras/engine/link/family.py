"""Family evidence: two rows are likelier one person when the other members of their families are.

Second pass after a first weighing. A card is the rows one list gives one family. For every pair of rows the matches
between the other members of both cards become a level of the field `keluarga`, weighed by the same fit as all
others. Members that are still alone on two linked cards become candidates too: the child whose birth date, NIK and
village are all wrong is found through its parents.
"""

from __future__ import annotations

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from selaras.engine.link import compare, comparison

_LINKS = """
CREATE OR REPLACE TEMP TABLE linked AS
SELECT p.a, p.b, x.keluarga AS card_a, y.keluarga AS card_b
FROM patterns_of p JOIN good USING (code) JOIN features x ON x.rid = p.a JOIN features y ON y.rid = p.b
WHERE x.keluarga <> y.keluarga
"""
_CARDS = """
CREATE OR REPLACE TEMP TABLE card_links AS
SELECT least(card_a, card_b) AS f, greatest(card_a, card_b) AS g, count(*) AS n FROM linked GROUP BY 1, 2
"""
_SIZES = """
CREATE OR REPLACE TEMP TABLE card_sizes AS
SELECT keluarga, count(*) AS size FROM features WHERE keluarga IS NOT NULL GROUP BY keluarga HAVING count(*) <= 40
"""
_REACHED = """
CREATE OR REPLACE TEMP TABLE reached AS
SELECT a AS rid, card_b AS card FROM linked UNION ALL SELECT b, card_a FROM linked
"""
# Members of two linked cards of whom neither was found on the other card, and who have one more thing in common.
_EXTRA = """
CREATE OR REPLACE TEMP TABLE extra AS
SELECT q.a, q.b FROM (
    SELECT least(x.rid, y.rid) AS a, greatest(x.rid, y.rid) AS b, x.rid AS xr, y.rid AS yr, l.f, l.g
    FROM card_links l JOIN card_sizes sf ON sf.keluarga = l.f JOIN card_sizes sg ON sg.keluarga = l.g
    JOIN features x ON x.keluarga = l.f JOIN features y ON y.keluarga = l.g
    WHERE l.n < least(sf.size, sg.size) AND ({common})) q
WHERE NOT EXISTS (SELECT 1 FROM reached r WHERE r.rid = q.xr AND r.card = q.g)
    AND NOT EXISTS (SELECT 1 FROM reached r WHERE r.rid = q.yr AND r.card = q.f)
    AND NOT EXISTS (SELECT 1 FROM candidates c WHERE c.a = q.a AND c.b = q.b)
"""
_LEVELS = """
CREATE OR REPLACE TEMP TABLE {target} AS
SELECT q.a, q.b, q.code + {step} * CAST(CASE
    WHEN q.f IS NULL OR q.g IS NULL OR q.f = q.g THEN 0
    WHEN least(sf.size, sg.size) <= 1 THEN 0
    WHEN coalesce(l.n, 0) - q.own <= 0 THEN 4
    WHEN (l.n - q.own) * 2 < least(sf.size, sg.size) - 1 THEN 3
    WHEN l.n - q.own = 1 THEN 2 ELSE 1 END AS BIGINT) AS code
FROM (
    SELECT p.a, p.b, p.code, least(x.keluarga, y.keluarga) AS f, greatest(x.keluarga, y.keluarga) AS g,
        CASE WHEN good.code IS NULL THEN 0 ELSE 1 END AS own
    FROM {source} p JOIN features x ON x.rid = p.a JOIN features y ON y.rid = p.b
    LEFT JOIN good ON good.code = p.code) q
LEFT JOIN card_sizes sf ON sf.keluarga = q.f
LEFT JOIN card_sizes sg ON sg.keluarga = q.g
LEFT JOIN card_links l ON l.f = q.f AND l.g = q.g
"""


def second_pass(
    connection: duckdb.DuckDBPyConnection, plan: comparison.Comparison, good: npt.NDArray[np.int64]
) -> None:
    """`patterns_of` again: with candidates found through families, and the level of the field `keluarga`.

    `good`: pattern numbers whose pairs are links so far. Reads features, candidates, patterns_of.
    """
    connection.register("incoming", pa.table({"code": good}))
    run = [
        "CREATE OR REPLACE TEMP TABLE good AS SELECT code FROM incoming",
        _LINKS,
        _CARDS,
        _SIZES,
        _REACHED,
        _EXTRA.format(common=" OR ".join(f"x.{key} = y.{key}" for key in plan.family_keys)),
    ]
    for statement in run:
        connection.execute(statement).fetchall()
    connection.unregister("incoming")
    compare.compare_pairs(connection, plan, "extra", "extra_patterns")
    connection.execute("INSERT INTO patterns_of SELECT * FROM extra_patterns").fetchall()
    add_levels(connection, plan, "patterns_of", "patterns_of")


def add_levels(
    connection: duckdb.DuckDBPyConnection, plan: comparison.Comparison, source: str, target: str
) -> None:
    """Table `target`: the pairs of `source` with the level of the field `keluarga` in their pattern."""
    step = compare.radix(plan)[plan.position("keluarga")]
    connection.execute(_LEVELS.format(step=step, source=source, target=target)).fetchall()
