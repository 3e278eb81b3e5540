"""Tables that tell of somebody without saying where: the second wall stands before these too."""

from django.db import connection

from selaras.apps.accounts import rls

# Columns that point at a family or person, or hold something sealed about one.
OF_SOMEBODY = r"^(keluarga|person|persons|sealed|reporter|nama|nik|kk|account|rekening|line_id|award_id)$"
# There they are counts.
COUNTS = {"registry_build"}
_TABLES = """
SELECT c.relname, array_agg(a.attname::text), c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid),
       coalesce(obj_description(c.oid), '')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND a.attname ~ %s GROUP BY c.oid, c.relname
"""


def test_every_table_about_somebody_has_a_policy_or_says_why_not(db):
    with connection.cursor() as cursor:
        cursor.execute(_TABLES, [OF_SOMEBODY])
        rows = cursor.fetchall()
    bare = [
        (table, columns)
        for table, columns, walled, comment in rows
        if not walled and not comment.startswith(rls.OPEN) and table not in COUNTS
    ]
    assert bare == []
    assert {row[0] for row in rows} >= {"programmes_award", "programmes_line", "registry_person"}


def test_the_server_owns_nothing_it_is_kept_from(db):
    """Neither a role above row security, nor the right to switch a trigger off, nor the right to make one that runs as another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = session_user"
        )
        assert cursor.fetchone() == (False, False, False)
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace "
            "AND has_function_privilege(oid, 'execute') AND coalesce(array_to_string(proconfig, ','), '') NOT LIKE '%search_path%'"
        )
        assert cursor.fetchall() == []
