"""The functions that policies ask, and what of accounts stays open."""

from django.db import migrations

from selaras.apps.accounts import rls


class Migration(migrations.Migration):
    """Row security, ready for the apps above."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(rls.FUNCTIONS, rls.NO_FUNCTIONS),
        *rls.open_to_all("accounts_agency", "instansi bukan data keluarga; dibaca sebelum konteks ada"),
        *rls.open_to_all("accounts_grant", "hak dibaca sebelum konteks ada"),
    ]
