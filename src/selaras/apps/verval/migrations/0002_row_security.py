"""Row security of verval."""

from django.db import migrations

from selaras.apps.accounts import rls

_VILLAGE = (
    "target", "officer", "assignment", "device", "submission", "contradiction", "attachment", "observation", "decision",
)  # fmt: skip


class Migration(migrations.Migration):
    """The second wall."""

    dependencies = [("verval", "0001_initial"), ("accounts", "0002_row_security")]

    operations = [
        *(o for name in _VILLAGE for o in rls.by_region(f"verval_{name}", "kode_desa")),
        *rls.by_region("verval_return", "wilayah"),
        # An officer of a village reads the plan of the kecamatan around it.
        *rls.open_to_all("verval_campaign", "rencana kerja, bukan data pribadi"),
    ]
