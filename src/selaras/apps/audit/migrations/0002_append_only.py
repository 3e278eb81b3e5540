"""The trail only grows: no grant, and a trigger for those who need no grant. Who may read: row security."""

from django.db import migrations

from selaras.apps.accounts import rls

TABLES = ("audit_event", "audit_leaf", "audit_seal")

GUARD = """
CREATE FUNCTION selaras_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail only grows' USING ERRCODE = 'insufficient_privilege';
END $$;
"""
ON_TABLE = """
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION selaras_append_only();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'selaras_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM selaras_app;
    END IF;
END $$;
"""
# Everybody adds; auditors read what lies in their regions, and everybody reads what they did themselves.
POLICIES = """
CREATE FUNCTION selaras_audited(region text, actor bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE coalesce(current_setting('selaras.audit', true), '')
        WHEN '*' THEN true
        WHEN '' THEN actor::text = current_setting('selaras.user', true)
        ELSE actor::text = current_setting('selaras.user', true) OR region = ''
             OR (region || '.') LIKE ANY (SELECT code || '.%' FROM
                 unnest(string_to_array(current_setting('selaras.audit', true), ',')) code)
    END $$;
ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_event FORCE ROW LEVEL SECURITY;
CREATE POLICY adds ON audit_event FOR INSERT WITH CHECK (true);
CREATE POLICY reads ON audit_event FOR SELECT USING (selaras_audited(region, user_id));
"""
NO_POLICIES = """
DROP POLICY reads ON audit_event; DROP POLICY adds ON audit_event;
ALTER TABLE audit_event NO FORCE ROW LEVEL SECURITY; ALTER TABLE audit_event DISABLE ROW LEVEL SECURITY;
DROP FUNCTION selaras_audited(text, bigint);
"""


class Migration(migrations.Migration):
    """Append-only tables."""

    dependencies = [("audit", "0001_initial"), ("accounts", "0002_row_security")]

    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION selaras_append_only()"),
        *(
            migrations.RunSQL(ON_TABLE.format(table=table), f"DROP TRIGGER only_grows ON {table}")
            for table in TABLES
        ),
        migrations.RunSQL(POLICIES, NO_POLICIES),
        *rls.open_to_all("audit_leaf", "hanya urutan dan sidik, tanpa isi"),
        *rls.open_to_all("audit_seal", "hanya segel, tanpa isi"),
    ]
