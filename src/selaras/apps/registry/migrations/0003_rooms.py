"""A room: a table for the rows of one large load, filled while nobody can see it, then a child of the table it is for.

COPY may not write into a table with row security, and a row at a time through every index and policy takes three times as
long. The server's role may not make tables; these functions do, as the owner, and only below tables of versions and numbers.
"""

from django.db import migrations

_MAY_HAVE = """
CREATE FUNCTION registry_may_have_rooms(parent regclass) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT c.relforcerowsecurity AND c.relnamespace = 'public'::regnamespace
       AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid)
       AND (c.relname = 'registry_number' OR EXISTS (
            SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'build_from' AND NOT a.attisdropped))
    FROM pg_class c WHERE c.oid = parent
$$;
"""
# Nobody but this transaction sees the room before it has the policies of its parent.
_OPEN = """
CREATE FUNCTION registry_open_room(parent regclass, build integer) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE room text := format('%s_%s', parent, build);
BEGIN
    IF NOT registry_may_have_rooms(parent) THEN RAISE EXCEPTION 'no rooms below %', parent; END IF;
    EXECUTE format('CREATE TABLE %I (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', room, parent);
    EXECUTE format('ALTER TABLE %I ALTER COLUMN id SET DEFAULT nextval(%L)', room,
                   pg_get_serial_sequence(parent::text, 'id'));
    EXECUTE format('GRANT INSERT ON %I TO %I', room, session_user);
    RETURN room;
END $$;
"""
# After a migration that gave a parent a new index, its rooms need it too: tables by inheritance share columns, not indexes.
_FURNISH = """
CREATE FUNCTION registry_furnish(parent regclass, room regclass) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp SET maintenance_work_mem = '512MB' SET max_parallel_maintenance_workers = 2 AS $$
DECLARE made record;
BEGIN
    FOR made IN
        SELECT i.indexrelid, i.indisunique, substring(pg_get_indexdef(i.indexrelid) FROM ' USING .*') AS body
        FROM pg_index i WHERE i.indrelid = parent AND NOT EXISTS (
            SELECT FROM pg_index held WHERE held.indrelid = room AND held.indisunique = i.indisunique AND
                substring(pg_get_indexdef(held.indexrelid) FROM ' USING .*') =
                substring(pg_get_indexdef(i.indexrelid) FROM ' USING .*'))
    LOOP
        EXECUTE format('CREATE %s INDEX ON %s %s', CASE WHEN made.indisunique THEN 'UNIQUE' END, room, made.body);
    END LOOP;
END $$;
"""
_CLOSE = """
CREATE FUNCTION registry_close_room(parent regclass, room regclass) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE wall record;
BEGIN
    IF NOT registry_may_have_rooms(parent) OR room::text !~ ('^' || parent::text || '_[0-9]+$')
       OR EXISTS (SELECT FROM pg_inherits WHERE inhrelid = room) THEN
        RAISE EXCEPTION '% is no room of %', room, parent;
    END IF;
    IF session_user <> current_user THEN EXECUTE format('REVOKE ALL ON %s FROM %I', room, session_user); END IF;
    PERFORM registry_furnish(parent, room);
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', room);
    FOR wall IN SELECT * FROM pg_policies WHERE schemaname = 'public' AND tablename = parent::text LOOP
        EXECUTE format('CREATE POLICY %I ON %s AS %s FOR %s USING (%s) WITH CHECK (%s)', wall.policyname, room,
                       wall.permissive, wall.cmd, wall.qual, wall.with_check);
    END LOOP;
    EXECUTE format('ALTER TABLE %s INHERIT %s', room, parent);
    EXECUTE format('ANALYZE %s', room);
END $$;
"""
_FURNISH_ALL = """
CREATE FUNCTION registry_furnish_all() RETURNS void LANGUAGE sql SET search_path = public, pg_temp AS $$
    SELECT registry_furnish(inhparent, inhrelid) FROM pg_inherits WHERE registry_may_have_rooms(inhparent)
$$;
"""
_GRANT = """
REVOKE ALL ON FUNCTION registry_open_room(regclass, integer), registry_close_room(regclass, regclass) FROM PUBLIC;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'selaras_app') THEN
        GRANT EXECUTE ON FUNCTION registry_open_room(regclass, integer), registry_close_room(regclass, regclass)
            TO selaras_app;
    END IF;
END $$;
"""
_GONE = """
DROP FUNCTION registry_furnish_all(); DROP FUNCTION registry_close_room(regclass, regclass);
DROP FUNCTION registry_furnish(regclass, regclass); DROP FUNCTION registry_open_room(regclass, integer);
DROP FUNCTION registry_may_have_rooms(regclass);
"""


class Migration(migrations.Migration):
    """Functions for loading/rooms.py."""

    dependencies = [("registry", "0002_row_security")]

    operations = [
        migrations.RunSQL(_MAY_HAVE + _OPEN + _FURNISH + _CLOSE + _FURNISH_ALL + _GRANT, _GONE),
    ]
