"""How far making targets is, and the weekly pages that were made."""

import django.db.models.functions.datetime
from django.db import migrations, models

from selaras.apps.accounts import rls


class Migration(migrations.Migration):
    dependencies = [
        ("verval", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wilayah", models.CharField(max_length=13)),
                ("week", models.DateField()),
                ("figures", models.JSONField(default=dict)),
                ("pdf", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_by", models.BigIntegerField(default=0)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["-week", "-id"],
            },
        ),
        migrations.AddField(
            model_name="campaign",
            name="launch",
            field=models.JSONField(default=dict),
        ),
        *rls.by_region("verval_report", "wilayah"),
    ]
