"""A decision is seen by those who may see both rows."""

from django.db import migrations

from selaras.apps.accounts import rls

_BOTH = (
    "((SELECT selaras_everywhere()) OR ((kode_desa || '.') LIKE ANY ((SELECT selaras_regions())::text[]) "
    "AND (kode_desa_b || '.') LIKE ANY ((SELECT selaras_regions())::text[])))"
)


class Migration(migrations.Migration):
    """The second wall."""

    dependencies = [("review", "0001_initial"), ("accounts", "0002_row_security")]

    operations = [*rls.by_condition("review_decision", _BOTH)]
