"""What an agency answers for by law: which Dinas is the social agency is data, not a name in the code."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column; nobody answers for anything until a pengelola says so."""

    dependencies = [("accounts", "0005_alter_grant_role")]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="duty",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
    ]
