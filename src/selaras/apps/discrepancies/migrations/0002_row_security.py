"""Row security of discrepancies."""

from django.db import migrations

from selaras.apps.accounts import rls

# After a load the statistics are old by a million rows.
_MAINTAIN = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'selaras_app') THEN
        GRANT MAINTAIN ON discrepancies_discrepancy, discrepancies_count, discrepancies_held TO selaras_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    """The second wall."""

    dependencies = [("discrepancies", "0001_initial"), ("accounts", "0002_row_security")]

    operations = [
        *(
            o
            for name in ("discrepancy", "count", "held")
            for o in rls.by_region(f"discrepancies_{name}", "kode_desa")
        ),
        *(o for name in ("worklist", "padan") for o in rls.by_region(f"discrepancies_{name}", "wilayah")),
        migrations.RunSQL(_MAINTAIN, migrations.RunSQL.noop),
    ]
