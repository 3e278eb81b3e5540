"""What the routes of verval must be. Builders add their lines by subject."""

from portal_routes import Expect

from selaras.apps.accounts.rules import Ability, FieldClass

VISIT, LEAD, IDENTITY = Ability.VISIT, Ability.LEAD, FieldClass.IDENTITY


def _by_token(*names: str) -> dict[str, Expect]:
    """Doors that a token opens, not a session: walked by tests/integration/verval/test_openrosa_walk.py."""
    return {f"verval:{name}": Expect(VISIT, IDENTITY, foreign=True) for name in names}


ROUTES = {
    **_by_token("odk_form_list", "odk_form", "odk_manifest", "odk_media", "odk_integrity", "odk_submission"),
    **_by_token(
        "central_begin", "central_me", "central_projects", "central_project", "central_forms", "central_form",
        "central_form_xml", "central_table", "central_submissions", "central_submission", "central_submission_xml",
        "central_attachments", "central_attachment", "central_datasets", "central_dataset", "central_entities",
        "central_entity_table",
    ),
}  # fmt: skip
