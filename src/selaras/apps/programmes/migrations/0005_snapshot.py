"""Facts of builds, lists brought by agencies, and agreements to compare."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import selaras.apps.programmes.models.sharing


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0004_rule_authors"),
    ]

    operations = [
        migrations.CreateModel(
            name="SnapshotFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("build", models.IntegerField()),
                ("room", models.CharField(max_length=40, unique=True)),
                ("families", models.IntegerField()),
                ("members", models.IntegerField()),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="receives",
            name="row",
            field=models.IntegerField(null=True),
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=selaras.apps.programmes.models.sharing._reference, max_length=12, unique=True
                    ),
                ),
                ("purpose", models.CharField(max_length=20)),
                ("basis", models.CharField(max_length=200)),
                ("state", models.CharField(default="diajukan", max_length=12)),
                ("until", models.DateField()),
                ("asked_by", models.BigIntegerField()),
                ("asked_by_name", models.CharField(max_length=120)),
                ("asked_agency", models.CharField(max_length=40)),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("answered_by", models.BigIntegerField(null=True)),
                ("answered_by_name", models.CharField(blank=True, max_length=120)),
                ("answered_at", models.DateTimeField(null=True)),
                ("ended_by", models.BigIntegerField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.programme",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Brought",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=selaras.apps.programmes.models.sharing._reference, max_length=12, unique=True
                    ),
                ),
                ("agency", models.CharField(max_length=40)),
                ("agency_name", models.CharField(max_length=120)),
                ("file", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("build", models.IntegerField()),
                ("rows", models.IntegerField()),
                ("matched", models.IntegerField()),
                ("problems", models.JSONField(default=list)),
                ("by", models.BigIntegerField()),
                ("by_name", models.CharField(max_length=120)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="receives",
            name="brought",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="families",
                to="programmes.brought",
            ),
        ),
        migrations.AddConstraint(
            model_name="receives",
            constraint=models.UniqueConstraint(fields=("brought", "keluarga"), name="programmes_once_a_list"),
        ),
        migrations.AddIndex(
            model_name="snapshotfile",
            index=models.Index(fields=["build"], name="programmes_snapshot_build"),
        ),
    ]
