"""The second wall: what the database itself lets through, and no table without it."""

import pytest
from django.db import DatabaseError, connection, transaction

from selaras.apps.accounts import rls, rules, services

# Columns that say where a row belongs.
REGIONAL = r"^(kode|kode_.*|wilayah|wilayah_.*|region|region_.*|scope|lokasi|desa_id|kecamatan_id)$"
_TABLES = """
SELECT c.relname, array_agg(a.attname::text), c.relrowsecurity AND c.relforcerowsecurity,
       EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid), coalesce(obj_description(c.oid), '')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND a.attname ~ %s
GROUP BY c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity
"""


def test_every_table_with_a_region_has_a_policy_or_says_why_not(db):
    with connection.cursor() as cursor:
        cursor.execute(_TABLES, [REGIONAL])
        rows = cursor.fetchall()
    bare = [
        (table, columns)
        for table, columns, forced, policy, comment in rows
        if not (forced and policy) and not comment.startswith(rls.OPEN)
    ]
    assert bare == []
    assert {row[0] for row in rows} >= {"accounts_grant", "audit_event"}


@pytest.fixture
def people_by_region(db):
    """A table with a policy, of the server's own for this test, so that FORCE is what counts."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE uji_orang (nomor int, kode_desa text)")
        cursor.execute(
            "INSERT INTO uji_orang VALUES (1,'64.02.06.2001'),(2,'64.02.07.2001'),(3,'64.03.01.2001'),(4,NULL),(5,'64.021.1')"
        )
        for operation in rls.by_region("uji_orang", "kode_desa"):
            cursor.execute(operation.sql)


def _numbers() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nomor FROM uji_orang")
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        ("64.02.06", {1}),
        ("64.02.06.2001", {1}),
        ("64.02", {1, 2}),
        ("64", {1, 2, 3, 5}),
        ("", {1, 2, 3, 4, 5}),
        ("53.71", set()),
        ("6", set()),
    ],
)
def test_rows_are_seen_in_ones_regions_only(people_by_region, make_actor, scope, seen):
    services.identify(make_actor("verifikator", scope=scope))
    assert _numbers() == seen


def test_without_context_there_are_no_rows(people_by_region, no_context):
    assert _numbers() == set()


def test_two_grants_add_up(people_by_region, make_actor):
    actor = make_actor("verifikator", scope="64.02.06")
    more = rules.Actor(
        actor.user_id, "", "", actor.agency_kind, (*actor.grants, rules.Grant("operator", "64.03"))
    )
    services.identify(more)
    assert _numbers() == {1, 3}


def test_nothing_is_written_outside_ones_regions(people_by_region, make_actor):
    services.identify(make_actor("wali_data", scope="64.02"))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO uji_orang VALUES (9, '64.02.09.2001')")
        cursor.execute("UPDATE uji_orang SET nomor = nomor + 100 WHERE nomor = 3")
        assert cursor.rowcount == 0
        for statement in (
            "INSERT INTO uji_orang VALUES (9, '64.03.01.2001')",
            "UPDATE uji_orang SET kode_desa = '64.03.01.2001' WHERE nomor = 1",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(statement)


def test_a_hostile_scope_opens_nothing(people_by_region):
    with connection.cursor() as cursor:
        for text in ("%", "64.0_", "*,64", "' OR true --", "64.02%"):
            cursor.execute("SELECT set_config('selaras.scopes', %s, true)", [text])
            seen = _numbers()
            assert seen <= ({1, 2, 3, 5} if text == "*,64" else set()), text
