"""Complaints have a holder and a protected sender; a code opens its own complaint or ticket and nothing else; published figures."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

# Somebody without sign-in acts in no region at all: the setting `selaras.kode` lets through the one row with that code.
_CODE = "(SELECT decode(coalesce(nullif(current_setting('selaras.kode', true), ''), '00'), 'hex'))"
_STEP = f"EXISTS (SELECT FROM programmes_complaint c WHERE c.id = complaint_id AND c.code = {_CODE})"
_BY_CODE = f"""
CREATE POLICY kode_baca ON programmes_complaint FOR SELECT USING (code = {_CODE});
CREATE POLICY kode_tulis ON programmes_complaint FOR INSERT
    WITH CHECK (code = {_CODE} AND channel = 'warga' AND made_by = 0 AND keluarga = '' AND person = '' AND line_id IS NULL);
CREATE POLICY kode_baca ON programmes_complaintstep FOR SELECT USING ({_STEP});
CREATE POLICY kode_tulis ON programmes_complaintstep FOR INSERT WITH CHECK ({_STEP} AND by = 0);
CREATE POLICY kode_baca ON programmes_ticket FOR SELECT USING (digest = {_CODE});
"""
_NOT_BY_CODE = """
DROP POLICY kode_baca ON programmes_ticket;
DROP POLICY kode_tulis ON programmes_complaintstep; DROP POLICY kode_baca ON programmes_complaintstep;
DROP POLICY kode_tulis ON programmes_complaint; DROP POLICY kode_baca ON programmes_complaint;
"""


class Migration(migrations.Migration):
    """Columns, the table of published figures, policies by code."""

    dependencies = [("programmes", "0006_plan_scenarios")]

    operations = [
        migrations.AddField("complaint", "holder", models.CharField(default="pemilik", max_length=12)),
        migrations.AddField("complaint", "made_by", models.BigIntegerField(default=0)),
        migrations.AddField("complaint", "person", models.CharField(blank=True, max_length=13)),
        migrations.AddField("complaint", "reporter", models.BinaryField(default=b"")),
        migrations.CreateModel(
            name="Published",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", models.CharField(max_length=7)),
                ("year", models.SmallIntegerField()),
                ("as_of", models.DateField()),
                ("shown", models.JSONField(default=dict)),
                ("kept", models.BinaryField()),
                ("made_by", models.BigIntegerField()),
                ("made_by_name", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["-as_of", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "period"), name="programmes_one_edition")
                ],
            },
        ),
        migrations.RunSQL(_BY_CODE, _NOT_BY_CODE),
    ]
