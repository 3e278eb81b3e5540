"""A meeting may correct another; objections have a protected reporter; a tracking code opens its own row and nothing else."""

import django.db.models.functions.datetime
from django.db import migrations, models

# Somebody without sign-in acts in no region at all: the setting `selaras.kode` lets through the one row with that code.
_CODE = "(SELECT decode(coalesce(nullif(current_setting('selaras.kode', true), ''), '00'), 'hex'))"
_STEP = f"EXISTS (SELECT FROM penetapan_appeal a WHERE a.id = appeal_id AND a.code = {_CODE})"
_BY_CODE = f"""
CREATE POLICY kode_baca ON penetapan_appeal FOR SELECT USING (code = {_CODE});
CREATE POLICY kode_tulis ON penetapan_appeal FOR INSERT
    WITH CHECK (code = {_CODE} AND channel = 'warga' AND made_by = 0 AND keluarga IS NULL);
CREATE POLICY kode_baca ON penetapan_appealstep FOR SELECT USING ({_STEP});
CREATE POLICY kode_tulis ON penetapan_appealstep FOR INSERT WITH CHECK ({_STEP} AND by = 0);
"""
_NOT_BY_CODE = """
DROP POLICY kode_tulis ON penetapan_appealstep; DROP POLICY kode_baca ON penetapan_appealstep;
DROP POLICY kode_tulis ON penetapan_appeal; DROP POLICY kode_baca ON penetapan_appeal;
"""
# A closed meeting is a paper that was signed: what it decided is changed by nobody, whichever way they come.
_CLOSED = """
CREATE FUNCTION penetapan_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM penetapan_meeting m
               WHERE m.id = coalesce(NEW.meeting_id, OLD.meeting_id) AND m.closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'this meeting is closed';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER penetapan_closed BEFORE INSERT OR UPDATE OR DELETE ON penetapan_item
    FOR EACH ROW EXECUTE FUNCTION penetapan_closed();
CREATE TRIGGER penetapan_closed BEFORE INSERT OR UPDATE OR DELETE ON penetapan_attendee
    FOR EACH ROW EXECUTE FUNCTION penetapan_closed();
"""
_NOT_CLOSED = """
DROP TRIGGER penetapan_closed ON penetapan_attendee; DROP TRIGGER penetapan_closed ON penetapan_item;
DROP FUNCTION penetapan_closed();
"""


class Migration(migrations.Migration):
    """Columns, the table of knocks, policies by code, triggers of closed meetings."""

    dependencies = [
        ("penetapan", "0003_decree_and_proposal"),
    ]

    operations = [
        migrations.CreateModel(
            name="Knock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("who", models.BinaryField(max_length=32)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AddField(
            model_name="appeal",
            name="holder",
            field=models.CharField(default="desa", max_length=12),
        ),
        migrations.AddField(
            model_name="appeal",
            name="reporter",
            field=models.BinaryField(default=b""),
        ),
        migrations.AddField(
            model_name="meeting",
            name="corrects",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(
                condition=models.Q(("appeal__isnull", False)),
                fields=("meeting", "appeal"),
                name="penetapan_heard_once",
            ),
        ),
        migrations.AddIndex(
            model_name="knock",
            index=models.Index(fields=["kind", "who", "at"], name="penetapan_knock_who"),
        ),
        migrations.AddIndex(
            model_name="knock",
            index=models.Index(fields=["at"], name="penetapan_knock_at"),
        ),
        migrations.RunSQL(_BY_CODE, _NOT_BY_CODE),
        migrations.RunSQL(_CLOSED, _NOT_CLOSED),
    ]
