"""Accounts of recipients with who opened them, components of a benefit; row security of what is new."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import selaras.apps.programmes.models.accounts
from selaras.apps.accounts import rls


class Migration(migrations.Migration):
    """Tables and their walls."""

    dependencies = [
        ("programmes", "0008_programme_closed_reason"),
    ]

    operations = [
        migrations.AddField(
            model_name="funding",
            name="components",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="line",
            name="parts",
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name="AccountFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wilayah", models.CharField(max_length=13)),
                ("sha256", models.CharField(max_length=64)),
                ("told", models.CharField(max_length=120)),
                ("day", models.DateField()),
                ("rows", models.IntegerField()),
                ("taken", models.IntegerField()),
                ("problems", models.JSONField(default=list)),
                ("by", models.BigIntegerField()),
                ("by_name", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_files",
                        to="programmes.cycle",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Account",
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
                        default=selaras.apps.programmes.models.accounts._reference, max_length=12, unique=True
                    ),
                ),
                ("keluarga", models.CharField(max_length=13)),
                ("person", models.CharField(blank=True, max_length=13)),
                ("kode_desa", models.CharField(max_length=13, null=True)),
                ("bank", models.CharField(max_length=40)),
                ("number", models.BinaryField()),
                ("holder", models.BinaryField()),
                ("tail", models.CharField(max_length=4)),
                ("mark", models.BinaryField(max_length=32)),
                ("opened", models.DateField()),
                ("state", models.CharField(default="berlaku", max_length=10)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("changed_by", models.BigIntegerField(null=True)),
                ("changed_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.programme",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="programmes.accountfile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AccountOpening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kode_desa", models.CharField(max_length=13, null=True)),
                ("user", models.BigIntegerField()),
                ("name", models.CharField(blank=True, max_length=120)),
                ("agency", models.CharField(blank=True, max_length=40)),
                ("purpose", models.CharField(max_length=20)),
                ("reason", models.CharField(max_length=200)),
                ("in_list", models.BooleanField(default=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="programmes.account",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="accountfile",
            constraint=models.UniqueConstraint(
                fields=("cycle", "sha256"), name="programmes_one_account_file"
            ),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["mark"], name="programmes_account_mark"),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "berlaku")),
                fields=("programme", "keluarga", "person", "kode_desa"),
                name="programmes_one_account",
            ),
        ),
        migrations.AddIndex(
            model_name="accountopening",
            index=models.Index(fields=["user", "at"], name="programmes_account_opened"),
        ),
        *rls.by_region("programmes_account", "kode_desa"),
        *rls.by_region("programmes_accountopening", "kode_desa"),
        *rls.by_region("programmes_accountfile", "wilayah"),
    ]
