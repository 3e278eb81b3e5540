"""What was decided, proved and published stays as it was, whatever a server that was broken into asks for: beside the ledger also
proofs, papers, steps, published versions and figures, answers of samples, uses of vouchers, recipients of an approved plan."""

from django.db import migrations

# Rows that are written once.
_ONCE = ("proof", "planstep", "planpaper", "published", "complaintstep")
_STAYS = """
CREATE FUNCTION programmes_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% stays as it was written', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$;
"""
_NEVER = """
CREATE TRIGGER programmes_stays BEFORE {events} ON programmes_{name} FOR EACH STATEMENT EXECUTE FUNCTION programmes_stays();
"""
# Rows that are written on, but only so far: `kept` may not differ once `when` holds.
_WHEN = """
CREATE TRIGGER programmes_settled BEFORE UPDATE ON programmes_{name} FOR EACH ROW
WHEN (({when}) AND ({kept}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION programmes_stays();
"""
_SETTLED = {
    "rule": ("OLD.state IN ('berlaku', 'diganti')", "programme_id number clauses figures valid_from digest authors decided_by"),
    "check": ("OLD.outcome <> ''", "line_id outcome received note by at"),
    "voucher": ("true", "line_id digest"),
    "line": ("true", "cycle_id number keluarga person amount"),
    "bankfile": ("true", "cycle_id sha256 rows paid returned by"),
}  # fmt: skip
# A voucher that was used stays used, and evidence of a second use only grows.
_USED = """
CREATE TRIGGER programmes_used BEFORE UPDATE ON programmes_voucher FOR EACH ROW
WHEN ((OLD.used_at IS NOT NULL AND (OLD.used_at, OLD.used_by, OLD.device) IS DISTINCT FROM (NEW.used_at, NEW.used_by, NEW.device))
      OR NOT NEW.again @> OLD.again)
EXECUTE FUNCTION programmes_stays();
CREATE TRIGGER programmes_published_rule BEFORE DELETE ON programmes_rule FOR EACH ROW
WHEN (OLD.state IN ('berlaku', 'diganti', 'ditolak')) EXECUTE FUNCTION programmes_stays();
"""
# Recipients are looked at a statement at a time: a plan is solved anew with half a million of them.
_APPROVED = """
CREATE FUNCTION programmes_approved_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF EXISTS (SELECT FROM touched t JOIN programmes_plan p ON p.id = t.plan_id WHERE p.state = 'disetujui') THEN
        RAISE EXCEPTION 'the recipients of an approved plan stay' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER programmes_approved_old AFTER UPDATE ON programmes_award REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION programmes_approved_stays();
CREATE TRIGGER programmes_approved_gone AFTER DELETE ON programmes_award REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION programmes_approved_stays();
"""
_NOT_APPROVED = """
DROP TRIGGER programmes_approved_old ON programmes_award;
DROP TRIGGER programmes_approved_gone ON programmes_award; DROP FUNCTION programmes_approved_stays();
"""


def _settled(name: str, when: str, columns: str) -> str:
    old, new = (", ".join(f"{row}.{column}" for column in columns.split()) for row in ("OLD", "NEW"))
    return _WHEN.format(name=name, when=when, kept=old, new=new)


def _forward() -> str:
    parts = [_STAYS]
    parts += [_NEVER.format(name=name, events="UPDATE OR DELETE OR TRUNCATE") for name in _ONCE]
    parts += [_NEVER.format(name=name, events="DELETE OR TRUNCATE") for name in _SETTLED if name != "rule"]
    parts += [_settled(name, *told) for name, told in _SETTLED.items()]
    return "".join([*parts, _USED])


def _back() -> str:
    names = [*_ONCE, *(name for name in _SETTLED if name != "rule")]
    parts = [f"DROP TRIGGER programmes_stays ON programmes_{name};" for name in names]
    parts += [f"DROP TRIGGER programmes_settled ON programmes_{name};" for name in _SETTLED]
    parts += [
        "DROP TRIGGER programmes_used ON programmes_voucher;",
        "DROP TRIGGER programmes_published_rule ON programmes_rule;",
    ]
    return "".join([*parts, "DROP FUNCTION programmes_stays();"])


class Migration(migrations.Migration):
    """The database itself keeps them."""

    dependencies = [("programmes", "0009_accounts")]

    operations = [
        migrations.RunSQL(_forward(), _back()),
        migrations.RunSQL(_APPROVED, _NOT_APPROVED),
    ]
