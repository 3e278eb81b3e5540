"""Decisions about keluarga stand beside decisions about persons."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("review", "0002_row_security")]

    operations = [
        migrations.AlterField(model_name="decision", name="decision", field=models.CharField(max_length=12)),
        migrations.RemoveConstraint(model_name="decision", name="one_open_decision"),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__in", ["sama", "beda"]), ("ended", None)),
                fields=("a", "b"),
                name="one_open_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision", "sekeluarga"), ("ended", None)),
                fields=("a", "b"),
                name="one_family_decision",
            ),
        ),
    ]
