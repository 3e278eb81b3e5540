"""Tokens bound to an agency and a region; single-letter keys can be switched off."""

import django.db.models.deletion
from django.db import migrations, models

from selaras.apps.accounts import rls

# Before this a token acted for the agency its person belonged to at that moment.
BIND = "UPDATE accounts_token SET agency_id = u.agency_id FROM accounts_user u WHERE u.id = user_id AND accounts_token.agency_id IS NULL"


class Migration(migrations.Migration):
    """A column for each."""

    dependencies = [("accounts", "0003_alter_agency_kind")]

    operations = [
        migrations.AddField(model_name="user", name="single_keys", field=models.BooleanField(default=True)),
        migrations.AddField(
            model_name="token",
            name="agency",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agency",
            ),
        ),
        migrations.AddField(
            model_name="token", name="scope", field=models.CharField(blank=True, default="", max_length=13)
        ),
        migrations.RunSQL(BIND, migrations.RunSQL.noop),
        # Row triggers of the foreign key are pending until here; the next change of the table must not meet them.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="token",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
            ),
        ),
        *rls.open_to_all("accounts_token", "token dibaca sebelum konteks ada"),
    ]
