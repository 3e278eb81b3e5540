"""Row security of the registry; who may renew the statistics after a load."""

from django.db import migrations

from selaras.apps.accounts import rls

BY_REGION = ("person", "keluarga", "mention", "tie", "reveal")
# Words and sealed numbers have no place: whoever acts at all in some region may look them up, nobody else.
IN_A_CONTEXT = ("number", "word")
_INSIDE = (
    "((SELECT selaras_everywhere()) OR ((kode_desa || '.') LIKE ANY ((SELECT selaras_regions())::text[]) "
    "AND (kode_desa_b || '.') LIKE ANY ((SELECT selaras_regions())::text[])))"
)
_SOMEBODY = "((SELECT coalesce(current_setting('selaras.scopes', true), '')) <> '')"
# After a load the statistics are old by a million rows, and no search would find its index.
_MAINTAIN = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'selaras_app') THEN
        GRANT MAINTAIN ON registry_person, registry_keluarga, registry_mention, registry_tie, registry_number,
            registry_word, registry_pattern, registry_candidate TO selaras_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    """The second wall."""

    dependencies = [("registry", "0001_initial"), ("accounts", "0002_row_security")]

    operations = [
        *(operation for name in BY_REGION for operation in rls.by_region(f"registry_{name}", "kode_desa")),
        *rls.by_condition("registry_candidate", _INSIDE),
        *(
            operation
            for name in IN_A_CONTEXT
            for operation in rls.by_condition(f"registry_{name}", _SOMEBODY)
        ),
        *rls.open_to_all("registry_export", "siapa mengekspor apa; tanpa data keluarga"),
        migrations.RunSQL(_MAINTAIN, migrations.RunSQL.noop),
    ]
