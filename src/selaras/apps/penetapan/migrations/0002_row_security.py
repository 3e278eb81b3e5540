"""Row security of penetapan."""

from django.db import migrations

from selaras.apps.accounts import rls

_TABLES = ("meeting", "attendee", "item", "appeal", "appealstep", "package", "packageitem", "step")


class Migration(migrations.Migration):
    """The second wall."""

    dependencies = [("penetapan", "0001_initial"), ("accounts", "0002_row_security")]

    operations = [o for name in _TABLES for o in rls.by_region(f"penetapan_{name}", "kode_desa")]
