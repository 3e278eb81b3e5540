"""The SK of a package, the files that left, and rows that were sent back."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from selaras.apps.accounts import rls


class Migration(migrations.Migration):
    """The decree as it was signed, and what left for SIKS-NG, with their row security."""

    dependencies = [
        ("penetapan", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Decree",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kode_desa", models.CharField(max_length=13)),
                ("pdf", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.IntegerField()),
                ("by", models.BigIntegerField()),
                ("by_name", models.CharField(max_length=120)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kode_desa", models.CharField(max_length=13)),
                ("layout", models.CharField(max_length=20)),
                ("rows", models.IntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("purpose", models.CharField(max_length=20)),
                ("reason", models.CharField(max_length=200)),
                ("by", models.BigIntegerField()),
                ("by_name", models.CharField(max_length=120)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AlterModelOptions(
            name="packageitem",
            options={"ordering": ["id"]},
        ),
        migrations.AddField(
            model_name="step",
            name="rows",
            field=models.JSONField(default=dict),
        ),
        migrations.AddConstraint(
            model_name="packageitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("keluarga__isnull", False)),
                fields=("package", "keluarga"),
                name="penetapan_packed_once",
            ),
        ),
        migrations.AddField(
            model_name="decree",
            name="package",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="decree", to="penetapan.package"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="package",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="penetapan.package"
            ),
        ),
        *rls.by_region("penetapan_decree", "kode_desa"),
        *rls.by_region("penetapan_proposal", "kode_desa"),
    ]
