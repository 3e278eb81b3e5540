"""The kinds of agency in words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Labels only; nothing changes in the database."""

    dependencies = [("accounts", "0002_row_security")]

    operations = [
        migrations.AlterField(
            model_name="agency",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opd", "Perangkat daerah"),
                    ("kecamatan", "Kecamatan"),
                    ("desa_kelurahan", "Desa atau kelurahan"),
                    ("provinsi", "Provinsi"),
                    ("pihak_luar", "Pihak luar"),
                ],
                max_length=20,
            ),
        ),
    ]
