"""Boundaries are no personal data."""

from django.db import migrations

from selaras.apps.accounts import rls


class Migration(migrations.Migration):
    """Says why the table has no policy."""

    dependencies = [("wilayah", "0001_initial"), ("accounts", "0002_row_security")]

    operations = [*rls.open_to_all("wilayah_layer", "batas wilayah, bukan data pribadi")]
