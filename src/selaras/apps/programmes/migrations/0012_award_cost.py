"""What a share costs where it differs by keluarga."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Whole rupiah a year; none for the cost of the share."""

    dependencies = [
        ("programmes", "0011_approved_closed"),
    ]

    operations = [
        migrations.AddField(
            model_name="award",
            name="cost",
            field=models.BigIntegerField(null=True),
        ),
    ]
