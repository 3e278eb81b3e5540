"""The trail only grows, is read by whom it should, and tells when somebody touched it."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from selaras.apps.accounts import services as accounts
from selaras.apps.audit import queries, rules, services
from selaras.apps.audit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def _events(number: int = 5) -> None:
    for index in range(number):
        services.record(actor=None, action="uji", object_kind="benda", object_id=index, detail={"ke": index})


def _kinds() -> set[str]:
    return {fault.kind for fault in queries.faults()}


def _tamper(admin: psycopg.Connection, statement: str) -> None:
    """As the strongest intruder: no trigger, no row security."""
    admin.execute("SET session_replication_role = replica")
    admin.execute(statement)


@pytest.fixture(autouse=True)
def fresh_tip(settings, tmp_path, keys):
    """The note of the newest seal belongs to this test's database."""
    for path in keys.glob("*.key"):
        (tmp_path / path.name).write_text(path.read_text())
        (tmp_path / path.name).chmod(0o600)
    settings.SELARAS_KEYS = tmp_path


@pytest.mark.parametrize("table", ["audit_event", "audit_leaf", "audit_seal"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_neither_server_nor_owner_changes_the_trail(owner, table, deed):
    _events()
    services.seal()
    column = {"audit_event": "region", "audit_leaf": "digest", "audit_seal": "root"}[table]
    statement = deed.format(table, column, column)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute(statement)
    assert _kinds() == set()


def test_an_event_is_rolled_back_with_its_deed():
    with transaction.atomic():
        _events()
        transaction.set_rollback(True)
    assert services.seal() == 0


def test_sealing_twice_seals_once_and_new_events_come_after():
    _events()
    assert (services.seal(), services.seal()) == (5, 0)
    _events(3)
    assert services.seal() == 3
    last = queries.last_seal()
    assert (last.number, last.first, last.last) == (2, 6, 8)
    assert _kinds() == set()


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE audit_event SET object_id = '99' WHERE object_id = '3'", "diubah"),
        ("UPDATE audit_event SET detail = '{}' WHERE object_id = '3'", "diubah"),
        ("UPDATE audit_event SET at = at - interval '1 hour' WHERE object_id = '3'", "diubah"),
        ("DELETE FROM audit_event WHERE object_id = '3'", "hilang"),
        ("DELETE FROM audit_leaf WHERE place = 3", "urutan"),
        ("UPDATE audit_leaf SET digest = sha256('x') WHERE place = 3", "urutan"),
        ("UPDATE audit_seal SET root = sha256('x') WHERE number = 1", "segel"),
        ("DELETE FROM audit_seal WHERE number = 1", "rantai"),
        ("DELETE FROM audit_seal WHERE number = 2", "ujung"),
        (
            "INSERT INTO audit_event (at, agency, purpose, action, object_kind, object_id, region, outcome, detail) "
            "VALUES (now() - interval '3 days', '', '', 'uji', '', '', '', 'selesai', '{}')",
            "susulan",
        ),
    ],
)
def test_tampering_is_found(admin, statement, kind):
    _events()
    services.seal()
    _events(2)
    services.seal()
    assert _kinds() == set()
    _tamper(admin, statement)
    assert kind in _kinds()


def test_removing_an_event_with_its_leaf_and_seal_is_found(admin):
    _events()
    services.seal()
    _tamper(admin, "DELETE FROM audit_event; DELETE FROM audit_leaf; DELETE FROM audit_seal")
    assert _kinds() == {"ujung"}


def test_who_reads_what(make_actor):
    near, far = make_actor("operator"), make_actor("operator", scope="94.01")
    services.record(actor=near, action="lihat", region="64.02.06")
    services.record(actor=far, action="lihat", region="94.01.01")

    def read(actor) -> set[str]:
        with accounts.acting(actor):
            return set(Event.objects.filter(action="lihat").values_list("region", flat=True))

    assert read(make_actor("auditor")) == {"64.02.06", "94.01.01"}
    assert read(make_actor("auditor", scope="64.02")) == {"64.02.06"}
    assert read(near) == {"64.02.06"}
    assert read(make_actor("wali_data", scope="")) == set()
    assert set(Event.objects.values_list("region", flat=True)) == set()


def test_a_root_differs_when_two_leaves_change_places():
    a, b, c = (bytes([n]) * 32 for n in (1, 2, 3))
    assert rules.merkle_root([a, b, c]) != rules.merkle_root([b, a, c])
    assert rules.merkle_root([a]) == a
    assert rules.merkle_root([a, b, c]) != rules.merkle_root([rules.merkle_root([a, b]), c, c])
