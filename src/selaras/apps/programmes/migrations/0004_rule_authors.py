"""Who wrote in a version of a rule."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A list of user ids; none for the versions the house brought along."""

    dependencies = [("programmes", "0003_delivery_frozen")]

    operations = [
        migrations.AddField(model_name="rule", name="authors", field=models.JSONField(default=list)),
    ]
