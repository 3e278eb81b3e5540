"""What the routes of the offline page must be."""

from portal_routes import Expect

from selaras.apps.accounts.rules import Ability, FieldClass

VISIT, LEAD, IDENTITY = Ability.VISIT, Ability.LEAD, FieldClass.IDENTITY
ROUTES = {
    # The shell of the page names nobody: it is the same for everybody, signed in or not.
    "verval:field": Expect(open=True),
    "verval:field_en": Expect(open=True),
    "verval:field_worker": Expect(open=True),
    "verval:field_manifest": Expect(open=True),
    "verval:field_session": Expect(open=True),
    "verval:field_pack": Expect(VISIT, IDENTITY, method="post", data={"nama": "Uji"}),
    "verval:field_key": Expect(VISIT, IDENTITY, method="post"),
    # Opened by the token of a device, not by a session: tests/integration/verval/test_field_sending.py.
    "verval:field_send": Expect(open=True, foreign=True),
    "verval:field_import": Expect(LEAD, IDENTITY),
}
