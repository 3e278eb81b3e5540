"""Row security of programmes; the ledger only grows."""

from django.db import migrations

from selaras.apps.accounts import rls

_VILLAGE = (
    "award", "receives", "line", "entry", "proof", "voucher", "check", "complaint", "complaintstep", "ticket",
)  # fmt: skip
_ONLY_GROWS = """
CREATE FUNCTION programmes_entry_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger only grows'; END $$;
CREATE TRIGGER programmes_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON programmes_entry
    FOR EACH STATEMENT EXECUTE FUNCTION programmes_entry_stays();
"""
_MAY_SHRINK = (
    "DROP TRIGGER programmes_entry_stays ON programmes_entry; DROP FUNCTION programmes_entry_stays();"
)


class Migration(migrations.Migration):
    """The second wall."""

    dependencies = [("programmes", "0001_initial"), ("accounts", "0002_row_security")]

    operations = [
        *(o for name in _VILLAGE for o in rls.by_region(f"programmes_{name}", "kode_desa")),
        *(o for name in ("cycle", "bankfile") for o in rls.by_region(f"programmes_{name}", "wilayah")),
        *rls.open_to_all("programmes_programme", "katalog program, bukan data pribadi"),
        *rls.open_to_all("programmes_funding", "anggaran program, bukan data pribadi"),
        *rls.open_to_all("programmes_plan", "rencana dan angkanya, bukan data pribadi"),
        migrations.RunSQL(_ONLY_GROWS, _MAY_SHRINK),
    ]
