"""Why a programme was closed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A sentence; "" for what is open."""

    dependencies = [("programmes", "0007_complaints_by_code")]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="closed_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
