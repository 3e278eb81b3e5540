"""Scenarios side by side, what was done with a plan, and the decree it was approved by."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now


def _plan(kind: Any, name: str) -> Any:
    return kind(on_delete=django.db.models.deletion.PROTECT, related_name=name, to="programmes.plan")


def _id() -> tuple[str, Any]:
    return (
        "id",
        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
    )


class Migration(migrations.Migration):
    """Tables without families: reasons about a family stand with its award, behind row security."""

    dependencies = [("programmes", "0005_snapshot")]

    operations = [
        migrations.AddField(
            "plan",
            "family",
            models.CharField(blank=True, db_index=True, default="", max_length=12),
            preserve_default=False,
        ),
        migrations.AddField(
            "plan",
            "scenario",
            models.CharField(blank=True, default="", max_length=12),
            preserve_default=False,
        ),
        migrations.AddField("plan", "progress", models.JSONField(default=dict)),
        migrations.AddField("award", "desil", models.SmallIntegerField(null=True)),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                _id(),
                ("act", models.CharField(max_length=12)),
                ("came_from", models.CharField(max_length=12)),
                ("went_to", models.CharField(max_length=12)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("count", models.IntegerField(default=0)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("by", models.BigIntegerField()),
                ("by_name", models.CharField(max_length=120)),
                ("at", models.DateTimeField(db_default=Now())),
                ("plan", _plan(models.ForeignKey, "steps")),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.CreateModel(
            name="PlanPaper",
            fields=[
                _id(),
                ("pdf", models.BinaryField()),
                ("size", models.IntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("by", models.BigIntegerField()),
                ("by_name", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField(db_default=Now())),
                ("plan", _plan(models.OneToOneField, "paper")),
            ],
        ),
    ]
