"""Nobody joins the recipients of a plan whose decree is signed."""

from django.db import migrations

_CLOSED = """
CREATE FUNCTION programmes_signed_closed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF EXISTS (SELECT FROM touched t JOIN programmes_plan p ON p.id = t.plan_id
               WHERE p.state = 'disetujui' AND p.pdf_sha256 <> '') THEN
        RAISE EXCEPTION 'the recipients of a signed plan stay' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER programmes_signed_new AFTER INSERT ON programmes_award REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION programmes_signed_closed();
"""
_OPEN = "DROP TRIGGER programmes_signed_new ON programmes_award; DROP FUNCTION programmes_signed_closed();"


class Migration(migrations.Migration):
    """The other half of what stays: nothing is added."""

    dependencies = [("programmes", "0010_what_stays")]

    operations = [migrations.RunSQL(_CLOSED, _OPEN)]
