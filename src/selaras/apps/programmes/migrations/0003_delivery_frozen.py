"""What a frozen list is checked by, and when an event of the ledger happened."""

from django.db import migrations, models

from selaras.apps.accounts import rls

_OPEN = (
    "DROP POLICY wilayah ON programmes_cycle; ALTER TABLE programmes_cycle NO FORCE ROW LEVEL SECURITY; "
    "ALTER TABLE programmes_cycle DISABLE ROW LEVEL SECURITY;"
)
_CLOSED = rls.by_region("programmes_cycle", "wilayah")[0].sql


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0002_row_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="bankfile",
            name="by_name",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="cycle",
            name="digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="cycle",
            name="frozen_by_name",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="cycle",
            name="made_by_name",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="cycle",
            name="sample",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="entry",
            name="day",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="line",
            name="build",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="line",
            name="trouble",
            field=models.JSONField(default=list),
        ),
        # A cycle of the whole kabupaten is read by the village that hands it out; whom it serves stands in its lines.
        migrations.RunSQL(_OPEN, _CLOSED),
        *rls.open_to_all("programmes_cycle", "tahap penyaluran, tanpa data pribadi"),
    ]
