"""Row security in migrations: the second wall. `operations += rls.by_region("registry_person", "kode_desa")`.

A row is seen and written only inside `acting(...)`, and only where its region lies in the actor's scopes. Without a
context there are no rows, not even for the owner of the table (FORCE). A row without a region belongs to those who
answer for everywhere. COPY cannot write into such a table: load into a staging table, then INSERT ... SELECT.
"""

from __future__ import annotations

import re

from django.db import migrations

OPEN = "selaras: terbuka: "
# Sub-selects without reference to the row are computed once per statement, not once per row.
_INSIDE = "((SELECT selaras_everywhere()) OR ({column} || '.') LIKE ANY ((SELECT selaras_regions())::text[]))"

FUNCTIONS = """
CREATE FUNCTION selaras_everywhere() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('selaras.scopes', true), '') = '*' $$;
CREATE FUNCTION selaras_regions() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT array(SELECT code || '.%' FROM unnest(string_to_array(current_setting('selaras.scopes', true), ',')) code
                WHERE code ~ '^[0-9.]+$') $$;
"""
NO_FUNCTIONS = "DROP FUNCTION selaras_regions(); DROP FUNCTION selaras_everywhere();"


def _plain(name: str) -> str:
    if not re.fullmatch(r"[a-z_][a-z0-9_]*", name):
        raise ValueError(f"not a plain name: {name}")
    return name


def by_region(table: str, column: str) -> list[migrations.RunSQL]:
    """Operations that put `table` behind the scopes of the actor, by a column with a dotted Kemendagri code."""
    inside = _INSIDE.format(column=_plain(column))
    return by_condition(table, inside)


def by_condition(table: str, condition: str) -> list[migrations.RunSQL]:
    """The same by another condition, for example of the parent: `EXISTS (SELECT FROM parent WHERE ...)`."""
    name = _plain(table)
    return [
        migrations.RunSQL(
            f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY; ALTER TABLE {name} FORCE ROW LEVEL SECURITY; "
            f"CREATE POLICY wilayah ON {name} USING ({condition}) WITH CHECK ({condition});",
            f"DROP POLICY wilayah ON {name}; ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY; "
            f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY;",
        )
    ]


def open_to_all(table: str, why: str) -> list[migrations.RunSQL]:
    """Says that a table with a region needs no policy, and why. A test finds tables that have neither."""
    comment = (OPEN + why).replace("'", "''")
    name = _plain(table)
    return [migrations.RunSQL(f"COMMENT ON TABLE {name} IS '{comment}'", f"COMMENT ON TABLE {name} IS NULL")]
