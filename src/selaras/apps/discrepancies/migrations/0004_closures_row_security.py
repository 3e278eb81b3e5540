"""Row security of what closes discrepancies."""

from django.db import migrations

from selaras.apps.accounts import rls


class Migration(migrations.Migration):
    """The second wall."""

    dependencies = [("discrepancies", "0003_closures")]

    operations = [
        *(
            o
            for name in ("settlement", "closure")
            for o in rls.by_region(f"discrepancies_{name}", "kode_desa")
        ),
    ]
