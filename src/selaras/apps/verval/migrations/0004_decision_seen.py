"""What a person saw when deciding is kept with the decision."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [("verval", "0003_launch_and_report")]

    operations = [
        migrations.AddField(model_name="decision", name="seen", field=models.JSONField(default=list)),
    ]
